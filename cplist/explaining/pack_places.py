"""Where a pack says something: the lines of its rules.yaml and notice.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cplist.core.findings import Location
from cplist.pack.pack import Pack
from cplist.yamldoc.document import Document, read


@dataclass(frozen=True)
class PackPlaces:
    """The places of rules, roles and duties in the files of one pack."""

    rules: Document
    notice: Document

    def rule(self, id_: str) -> Location:
        return self.rules.key_place(("rules", id_))

    def levels(self) -> Location:
        """Of what holds where a duty lands on the levels below."""
        return self.rules.key_place(("levels",))

    def role(self, id_: str) -> Location:
        return self.rules.key_place(("roles", id_))

    def step(self, role: str, number: int) -> Location:
        """Of the first, second … way in which a role is looked for."""
        if number == 1:
            return self.rules.key_place(("roles", role, "find"))
        return self.rules.place(("roles", role, "else", number - 2))

    def condition(self, name: str) -> Location:
        return self.rules.key_place(("conditions", name))

    def duty(self, id_: str) -> Location:
        """Of a duty in the catalogue."""
        for clause, entry in enumerate(self.notice.data["clauses"]):
            for number, duty in enumerate(entry.get("duties") or ()):
                if duty["id"] == id_:
                    return self.notice.place(("clauses", clause, "duties", number, "id"))
        return Location(self.notice.name)


def pack_places(pack: Pack) -> PackPlaces:
    """The places of a pack that has been opened, so that its files can be read."""
    return PackPlaces(
        *(_document(pack.files[name], str(pack.folder / name)) for name in ("rules.yaml", "notice.yaml"))
    )


@lru_cache(maxsize=8)
def _document(content: bytes, name: str) -> Document:
    """A file of a pack with its places, read once for all duties that are explained."""
    return read(content, name)[0]

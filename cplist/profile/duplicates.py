"""What stands twice in a profile and should not: ids, entries for one thing, items of a list. Works whatever
else is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.profile.references import entries, unit_ids
from cplist.profile.schema import BODIES, KEYED, NEWLY_RESERVED, RESERVED
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.reader import Refused
from cplist.yamldoc.text import shown

LISTS = {
    "leaders": ("roles", "oversees"),
    "departments": ("lines", "functions"),
    "assignments": ("support", "overseen_by"),
}
TOLD_APART = {key: field for key, field in KEYED.items() if key not in ("leaders", "departments")}
"""Lists with an entry for each thing, and the key that says which; ids of people are looked at together."""
OF_BODIES = ("deputy_chairs", "members", "reports_to", "oversees")


def check_repeats(document: Document) -> list[Finding]:
    """Ids that are reserved or stand twice, entries for the same thing, and items that stand twice in a list."""
    if not isinstance(document.data, dict):
        return []
    repeats = _Repeats(document)
    return [*repeats.identities(), *repeats.entries(), *repeats.items()]


def _brief(first: Location, second: Location) -> str:
    """12:3 or 部门!B7 in the same file, base.yaml:12:3 in another."""
    return first.within if first.file == second.file else str(first)


class _Repeats:
    def __init__(self, document: Document) -> None:
        self.document, self.data = document, document.data

    @property
    def _kept(self) -> frozenset[str]:
        """The ids that were free once and that no body of this profile needs."""
        bodies = self.data.get("bodies")
        return NEWLY_RESERVED.difference(bodies if isinstance(bodies, dict) else ())

    def identities(self) -> Iterator[Finding]:
        seen: dict[str, Location] = {}
        for key in ("leaders", "departments"):
            for number, entry in enumerate(entries(self.data, key)):
                id_ = entry.get("id") if isinstance(entry, dict) else None
                if isinstance(id_, str):
                    yield from self._identity((key, number, "id"), id_, seen)
        for path, id_ in unit_ids(self.data):
            yield from self._identity(path, id_, seen)

    def _identity(self, path: Path, id_: str, seen: dict[str, Location]) -> Iterator[Finding]:
        at, text = self.document.place(path), path_text(path)
        if id_ in self._kept and path[0] != "levels" and id_ not in seen:
            yield finding("profile-id-reserved-since", at, text, id=id_)
        elif id_ in RESERVED:
            reserved = " / ".join(sorted(RESERVED))
            yield finding("profile-reserved-id", at, text, id=id_, reserved=reserved)
        elif id_ in seen:
            yield finding("profile-id-twice", at, text, id=shown(id_), first=_brief(seen[id_], at))
        seen.setdefault(id_, at)

    def entries(self) -> Iterator[Finding]:
        for key, field in TOLD_APART.items():
            seen: dict[str, int] = {}
            for number, entry in enumerate(entries(self.data, key)):
                value = entry.get(field) if isinstance(entry, dict) else None
                if not isinstance(value, str) or isinstance(value, Refused):
                    continue
                if value in seen:
                    yield self._repeat(key, field, seen[value], number)
                seen.setdefault(value, number)

    def _repeat(self, key: str, field: str, first: int, second: int) -> Finding:
        """Two entries for the same thing; where they are decisions with different leads, that is what is wrong."""
        earlier, later = self.data[key][first], self.data[key][second]
        leads = [entry.get("lead") for entry in (earlier, later)]
        if key == "assignments" and all(isinstance(lead, str) for lead in leads) and leads[0] != leads[1]:
            path = (key, second, "lead")
            other, lead = (shown(self._name(lead)) for lead in leads)
            duty = shown(later[field])
            return finding(
                "two-leads", self.document.place(path), path_text(path), duty=duty, lead=lead, other=other
            )
        path = (key, second, field)
        at = self.document.place(path)
        place = _brief(self.document.place((key, first, field)), at)
        return finding("profile-twice", at, path_text(path), value=shown(later[field]), first=place)

    def _name(self, id_: str) -> str:
        """What people call a leader or department with that id."""
        for entry in [*entries(self.data, "leaders"), *entries(self.data, "departments")]:
            if isinstance(entry, dict) and entry.get("id") == id_:
                return str(entry.get("post") or entry.get("name") or id_)
        return id_

    def items(self) -> Iterator[Finding]:
        """What stands twice in a list of ids or choices."""
        for path in self._lists():
            seen: dict[str, Location] = {}
            for number, value in enumerate(self._at(path)):
                value = value.get("function") if isinstance(value, dict) else value
                if not isinstance(value, str) or isinstance(value, Refused):
                    continue
                at = self.document.place((*path, number))
                if value in seen:
                    first = _brief(seen[value], at)
                    yield finding("profile-twice", at, path_text((*path, number)), value=shown(value), first=first)
                seen.setdefault(value, at)

    def _lists(self) -> Iterator[Path]:
        """The lists of ids and choices, in which nothing should stand twice."""
        for key, fields in LISTS.items():
            for number, entry in enumerate(entries(self.data, key)):
                yield from ((key, number, field) for field in fields if entries(entry, field))
        yield from (path for path in (("centralised",), ("institution", "also")) if entries(self.data, *path))
        lists = (("bodies", body, key) for body in BODIES for key in OF_BODIES)
        yield from (path for path in lists if entries(self.data, *path))

    def _at(self, path: Path) -> Any:
        value = self.data
        for step in path:
            value = value[step]
        return value

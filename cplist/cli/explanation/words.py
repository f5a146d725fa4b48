"""The words of an explanation in one language: its labels (messages/explain.yaml), parties, places, finders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cplist.core.findings import Location
from cplist.core.messages import wording
from cplist.domain import vocabulary
from cplist.domain.assignment import Party
from cplist.pack.pack import Pack
from cplist.pack.rules import Finder
from cplist.pack.rules_schema import COMBINING
from cplist.profile.schema import PROFILE

VOCABULARY = {"leader": "leader_roles", "function": "functions", "line": "lines", "posts": "functions"}
"""What a finder looks for → where its words' Chinese names are."""


@dataclass(frozen=True)
class ExplainWords:
    """`language` is zh or en; places within the pack are written from its folder."""

    language: str
    pack: Pack

    def label(self, key: str, /, **arguments: object) -> str:
        """The wording of explain-`key`."""
        texts = {name: str(value) for name, value in arguments.items()}
        return wording(f"explain-{key.replace('_', '-')}", self.language, texts)

    def term(self, group: str, id_: str) -> str:
        """A word of the field: in English its id."""
        return vocabulary.called(group, (id_,)) if self.language == "zh" else id_

    def beside(self, text: str) -> str:
        """The text in brackets."""
        return f"（{text}）" if self.language == "zh" else f" ({text})"

    def colon(self) -> str:
        return "：" if self.language == "zh" else ": "

    def listed(self, texts: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(texts)

    def parties(self, parties: Iterable[Party]) -> str:
        """Their names with their ids; nobody, if there is none."""
        return self.listed(f"{one.name}{self.beside(one.id)}" for one in parties) or self.label("nobody")

    def place(self, at: Location) -> str:
        """File and line, within the pack from its folder."""
        path = Path(at.file)
        file = path.relative_to(self.pack.folder).as_posix() if path.is_relative_to(self.pack.folder) else at.file
        return f"{file}:{at.on_line}"

    def role(self, id_: str) -> str:
        """What the pack calls a role."""
        return self.pack.roles[id_].name if id_ in self.pack.roles else id_

    def finder(self, find: Finder) -> str:
        """What a finder of rules.yaml looks for; the parts of a combining one stand below it."""
        text = self._finder(find)
        if "except" in find:
            text = self.label("find-except", find=text, roles=self.listed(map(str, find["except"])))
        return self.label("find-limit", find=text, count=find["limit"]) if "limit" in find else text

    def _finder(self, find: Finder) -> str:
        operation = next(key for key in find if key not in ("except", "limit"))
        wanted = find[operation]
        if operation in COMBINING or operation in ("levels", "overseers", "overseen"):
            return self.label(f"find-{operation}")
        if operation == "departments":
            return self.label("find-unassigned" if wanted == "unassigned" else "find-departments")
        if operation == "unit":
            return self.label(f"find-{wanted}")
        if operation == "staff":
            return self.label(f"find-staff-{wanted}")
        if operation == "leader" and wanted == "any":
            return self.label("find-any-leader")
        ids = [wanted] if isinstance(wanted, str) else list(map(str, wanted))
        if operation == "role":
            return self.label("find-role", ids=self.listed(ids), called=self.listed(map(self.role, ids)))
        return self.label(f"find-{operation}", wanted=self._called(operation, ids))

    def _called(self, operation: str, ids: list[str]) -> str:
        """What a finder looks for: in Chinese by its names, in English by its ids."""
        if self.language != "zh":
            return self.listed(ids)
        if operation in ("body", "chair"):
            keys = PROFILE.descriptions
            return self.listed(keys.get(f"bodies.{id_}", {}).get("title", id_) for id_ in ids)
        return vocabulary.called(VOCABULARY[operation], tuple(ids))

"""Whom a sentence about a duty speaks of, and what that party is called in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cplist.assignment.parties import POST, STAFF
from cplist.compose.values import DepartmentValues, DutyValues
from cplist.compose.wording import joined
from cplist.domain.assignment import DECIDED, PartyKind

SUPERIOR = "上级机构"
"""The subject of what the superior performs in the institution's place."""
EVERY_DEPARTMENT = "各部门"


@dataclass(frozen=True)
class Subjects:
    """The subjects of one institution's sentences.

    `duty`, `who`, `own` and `departments` are the variables of that name. What a pack says beside that:
    - `head`: the words for the leader to whom duties of the institution fall where it has no departments. Sentences
      then speak of the institution, but for the leader's personal duties;
    - `each_named`: several departments are called by their names, not by a collective one; `together` are the
      collective names that stay;
    - `called`: subject → other words for it; `replaced`: words within a subject → other words;
    - `superior`: the words for whoever performs duties in the institution's place.
    """

    duty: Mapping[str, DutyValues]
    who: Mapping[str, str]
    own: str
    departments: Sequence[DepartmentValues] = ()
    head: str = ""
    each_named: bool = False
    together: Sequence[str] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    superior: str = SUPERIOR

    def above(self, id_: str) -> bool:
        """Whether the superior performs the duty; a prohibition is to be kept by everybody all the same."""
        return bool(self.duty[id_]["status"] == "superior" and self.duty[id_]["kind"] != "prohibition")

    def of(self, id_: str) -> str:
        """The subject of a sentence about that duty."""
        if self.above(id_):
            return SUPERIOR
        if self.duty[id_]["status"] == "superior" or self._falls_to_head(id_):
            return self.own
        return self.bearers(id_)

    def bearers(self, id_: str) -> str:
        """Whoever bears the duty, even where it is the institution's."""
        return self._each(id_) or self.who[id_] or self.own

    def given_to_department(self, id_: str) -> bool:
        """Whether the profile, and not a rule of the pack, gives the duty to departments."""
        duty = self.duty[id_]
        bearers = duty["responsible_list"]
        return duty["rule"] == DECIDED and bool(bearers) and bearers[0]["kind"] == PartyKind.DEPARTMENT.value

    def _falls_to_head(self, id_: str) -> bool:
        """Whether it is a duty of the institution that its head, a post or its staff sees to: sentences speak of
        the institution."""
        if self.departments or self.duty[id_]["personal"]:
            return False
        posts = (party["kind_name"] in (POST, STAFF) for party in self.duty[id_]["responsible_list"])
        return self.who[id_] == self.head or any(posts)

    def _each(self, id_: str) -> str:
        """Several departments by their names, in their order; "" where that isn't how they are called."""
        bearers = [one for one in self.duty[id_]["responsible_list"] if one["kind"] != "level"]
        if not self.each_named or self.who[id_] in self.together:
            return ""
        if len(bearers) < 2 or bearers[0]["kind"] != "department":
            return ""
        if len(bearers) >= len(self.departments):
            return EVERY_DEPARTMENT
        ids = {bearer["id"] for bearer in bearers}
        return joined(department["name"] for department in self.departments if department["id"] in ids)

    def named(self, subject: str) -> str:
        """What the subject is called in a sentence."""
        if subject == SUPERIOR:
            return self.superior
        if subject in self.called:
            return self.called[subject]
        for words, others in self.replaced.items():
            subject = subject.replace(words, others)
        return subject

    def assistance(self, id_: str) -> str:
        """What is left to do here of a duty that the superior performs: 本行配合：提供资料."""
        duty = self.duty[id_]
        if part := duty["local_part"].rstrip("。；，"):
            return f"{self.own}{'' if part.startswith('配合') else '配合：'}{part}"
        return f"{duty['supporting'] if self.departments and duty['supporting'] else self.own}配合"

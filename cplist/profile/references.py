"""Follows every id in a profile: who is meant, and whether there is somebody. Works whatever else is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cplist.core.findings import MOST_FINDINGS, Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.domain import vocabulary
from cplist.profile.schema import NEWLY_RESERVED, RESERVED, TIERS
from cplist.schema.checks import is_id
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

LEADER, DEPARTMENT, ANY = "profile-unknown-leader", "profile-unknown-department", "profile-unknown-id"
"""What a reference may point at, by the rule of the finding when it doesn't."""
ALIKE = 0.75
"""Two ids so much alike are one and a slip of the pen."""


def check_references(document: Document) -> list[Finding]:
    """References to nobody."""
    return list(_References(document).unknown()) if isinstance(document.data, dict) else []


def entries(data: Any, *keys: str) -> list[Any]:
    """The list at that path, or an empty one where there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def unit_ids(data: Any) -> Iterator[tuple[Path, str]]:
    """The ids of kinds of units and of units, with their paths."""
    for number, level in enumerate(entries(data, "levels")):
        for index, kind in enumerate(entries(level, "kinds")):
            path: Path = ("levels", number, "kinds", index)
            units = enumerate(entries(kind, "units"))
            places = [(path, kind), *(((*path, "units", place), unit) for place, unit in units)]
            for at, entry in places:
                id_ = entry.get("id") if isinstance(entry, dict) else None
                if isinstance(id_, str) and is_id(id_):
                    yield (*at, "id"), id_


def called(data: Any, word: str) -> str:
    """The id of the leader or department that people call so ("" if there is none): written in its place."""
    names: dict[str, set[str]] = {}
    for key, field in (("leaders", "post"), ("leaders", "name"), ("departments", "name")):
        for entry in entries(data, key):
            name, id_ = (entry.get(field), entry.get("id")) if isinstance(entry, dict) else (None, None)
            if isinstance(name, str) and isinstance(id_, str) and is_id(id_):
                for part in (name, *name.split("、")):
                    names.setdefault(part, set()).add(id_)
    ids = names.get(word) or names.get(nearest(word, names)) or set()
    return next(iter(ids)) if len(ids) == 1 else ""


def _mapping(data: Any, key: str) -> Mapping[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def functions_in(data: Any) -> Iterator[tuple[Path, str]]:
    """Every function that a profile names, with its path: those of departments, and those that are centralised."""
    for number, department in enumerate(entries(data, "departments")):
        for index, word in enumerate(entries(department, "functions")):
            yield ("departments", number, "functions", index), word
        for word in _mapping(department, "handles"):
            yield ("departments", number, "handles", word), word
    for number, leader in enumerate(entries(data, "leaders")):
        for index, word in enumerate(entries(leader, "functions")):
            yield ("leaders", number, "functions", index), word
    for index, entry in enumerate(entries(data, "centralised")):
        in_part = isinstance(entry, dict)
        path: Path = ("centralised", index, "function") if in_part else ("centralised", index)
        yield path, entry.get("function") if in_part else entry


@dataclass(frozen=True)
class _Reference:
    path: Path
    id: str
    rule: str


class _References:
    def __init__(self, document: Document) -> None:
        self.document, self.data = document, document.data
        leaders, departments = (list(filter(is_id, self._ids(key))) for key in ("leaders", "departments"))
        levels = [entry.get("tier") for entry in entries(self.data, "levels") if isinstance(entry, dict)]
        own = _mapping(self.data, "institution").get("tier")
        tiers = [tier for tier in levels if tier in TIERS and tier != own]
        tiers += [id_ for _, id_ in unit_ids(self.data)]
        self.known: Mapping[str, list[str]] = {
            LEADER: leaders,
            DEPARTMENT: [*departments, *tiers],
            ANY: [*leaders, *departments, *self._bodies(), *tiers, *self._institutions()],
        }

    def _ids(self, key: str) -> list[str]:
        ids = [entry.get("id") for entry in entries(self.data, key) if isinstance(entry, dict)]
        return [id_ for id_ in ids if isinstance(id_, str)]

    def _bodies(self) -> Iterator[str]:
        """The bodies that the profile writes down; the board is one where its name is all that is said of it."""
        yield from _mapping(self.data, "bodies")
        if _mapping(self.data, "institution").get("board") not in (None, "none"):
            yield "board"

    def _institutions(self) -> Iterator[str]:
        """The institution itself, its superior (no legal entity: one by its nature) and its Party organisation."""
        own = _mapping(self.data, "institution")
        yield "institution"
        if own.get("superior") or _has_head_office(own):
            yield "superior"
        if own.get("party") != "none":
            yield "party_organisation"

    def unknown(self) -> Iterator[Finding]:
        dangling = [ref for ref in self._references() if ref.id not in self.known[ref.rule]]
        for rule in (LEADER, DEPARTMENT, ANY):
            mine = [(ref, self._unknown(ref)) for ref in dangling[:MOST_FINDINGS] if ref.rule == rule]
            strangers = {ref.id for ref, found in mine if not self._meant(ref, found)}
            hidden = strangers if len(strangers) <= self._nameless(rule) else set()
            yield from (found for ref, found in mine if ref.id not in hidden)

    @staticmethod
    def _meant(ref: _Reference, found: Finding) -> bool:
        """Whether it is somebody that there is, misspelt or of the wrong sort."""
        near = [found.arguments[name] for name in ("near", "leader", "department") if found.arguments.get(name)]
        return bool(nearest(ref.id, near, ALIKE))

    def _nameless(self, rule: str) -> float:
        """How many of those that could be meant have no usable id: that is one finding already, not many.

        Where a department is left that nobody oversees, a stranger stands for that one and not for the nameless
        (unless something else is wrong with who oversees what).
        """
        keys = {LEADER: ["leaders"], DEPARTMENT: ["departments"], ANY: ["leaders", "departments"]}[rule]
        if not all(isinstance(self.data.get(key), list) for key in keys):
            return float("inf")
        if rule == DEPARTMENT and self._left_alone():
            return 0
        return sum(len(entries(self.data, key)) for key in keys) - len(self._usable(*keys))

    def _left_alone(self) -> set[str]:
        """The departments that nobody oversees; none where that can't be told."""
        leaders = [entry for entry in entries(self.data, "leaders") if isinstance(entry, dict)]
        if not all(isinstance(leader.get("oversees", []), list) for leader in leaders):
            return set()
        bodies = [body for body in _mapping(self.data, "bodies").values() if isinstance(body, dict)]
        ids = [id_ for one in (*leaders, *bodies) for id_ in entries(one, "oversees")]
        if not ids or not all(isinstance(id_, str) and is_id(id_) and id_ not in self.known[LEADER] for id_ in ids):
            return set()
        return self._usable("departments", once=True) - {nearest(id_, self.known[DEPARTMENT], ALIKE) for id_ in ids}

    def _usable(self, *keys: str, once: bool = False) -> set[str]:
        """Ids by which somebody can be meant; `once`: only those that stand once. A department has none that a
        leader has."""
        counts = Counter(id_ for key in keys for id_ in self._ids(key))
        taken = (RESERVED - NEWLY_RESERVED).union(() if "leaders" in keys else self._ids("leaders"))
        return {
            id_ for id_, count in counts.items() if is_id(id_) and id_ not in taken and not (once and count > 1)
        }

    def _unknown(self, ref: _Reference) -> Finding:
        known = self.known[ref.rule]
        near = nearest(ref.id, known, 0.6)
        sort = {
            "leader": ref.id if ref.rule == DEPARTMENT and ref.id in self.known[LEADER] else "",
            "department": ref.id if ref.rule == LEADER and ref.id in self.known[DEPARTMENT] else "",
        }
        if any(sort.values()):
            near = ""
        at, text = self.document.place(ref.path), path_text(ref.path)
        return finding(ref.rule, at, text, id=shown(ref.id), near=near, **sort)

    def _references(self) -> Iterator[_Reference]:
        for number, leader in enumerate(entries(self.data, "leaders")):
            yield from self._several(leader, "oversees", ("leaders", number), DEPARTMENT)
            for key in ("signs_with", "acting", "assists"):
                yield from self._one(leader, key, ("leaders", number), LEADER)
        for number, department in enumerate(entries(self.data, "departments")):
            yield from self._one(department, "parent", ("departments", number), DEPARTMENT)
        for number, own in enumerate(entries(self.data, "own_duties")):
            yield from self._one(own, "party", ("own_duties", number), ANY)
        for number, entry in enumerate(entries(self.data, "assignments")):
            yield from self._one(entry, "lead", ("assignments", number), ANY)
            yield from self._several(entry, "support", ("assignments", number), ANY)
            yield from self._several(entry, "overseen_by", ("assignments", number), LEADER)
        for name, body in _mapping(self.data, "bodies").items():
            yield from self._of_body(body, ("bodies", name))
        yield from self._one(self.data.get("document"), "interpreter", ("document",), DEPARTMENT)

    def _of_body(self, body: Any, path: Path) -> Iterator[_Reference]:
        yield from self._one(body, "chair", path, LEADER)
        yield from self._several(body, "deputy_chairs", path, LEADER)
        yield from self._several(body, "members", path, ANY)
        yield from self._one(body, "office", path, DEPARTMENT)
        yield from self._one(body, "office_head", path, ANY)
        yield from self._one(body, "reports_to", path, ANY)
        yield from self._several(body, "reports_to", path, ANY)
        yield from self._several(body, "oversees", path, DEPARTMENT)

    def _one(self, entry: Any, key: str, path: Path, rule: str) -> Iterator[_Reference]:
        value = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(value, str) and is_id(value):
            yield _Reference((*path, key), value, rule)

    def _several(self, entry: Any, key: str, path: Path, rule: str) -> Iterator[_Reference]:
        values: Sequence[Any] = entries(entry, key)
        for index, value in enumerate(values):
            if isinstance(value, str) and is_id(value):
                yield _Reference((*path, key, index), value, rule)


def _has_head_office(own: Mapping[str, Any]) -> bool:
    type_ = own.get("type")
    return own.get("tier") != vocabulary.LEGAL_ENTITY or (
        type_ in vocabulary.types() and vocabulary.has_head_office(type_, vocabulary.LEGAL_ENTITY)
    )

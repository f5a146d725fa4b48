"""What an institution decides itself of what its pack leaves open: optional items, its own rules, and which of the
sources it has verified."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.domain.institution import Measures, OwnRule, ReportingLevel
from cplist.profile.references import entries
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

KEEP, DROP = "keep", "drop"
ADOPT, NONE, ALL = "adopt", "none", "all"
SAID = {
    **dict.fromkeys(("保留", "要", "是", "true", "yes"), KEEP),
    **dict.fromkeys(("删去", "删除", "不保留", "去掉", "不要", "否", "无", "false", "no", "none"), DROP),
}
"""Words that say keep or drop and would be printed."""
SAID_OF_MEASURES = {
    **dict.fromkeys(("采用", "采纳", "是", "true", "yes", KEEP), ADOPT),
    **dict.fromkeys(("不采用", "不采纳", "否", "无", "false", "no", DROP), NONE),
}
"""Words that say adopt or none and would be printed."""


def own_rules(data: Mapping[str, Any]) -> Mapping[str, OwnRule]:
    """The institution's own rules by their kinds."""
    return {entry["id"]: _own_rule(entry) for entry in data.get("own_rules") or ()}


def _own_rule(data: Mapping[str, Any]) -> OwnRule:
    return OwnRule(data["id"], data["name"].removeprefix("《").removesuffix("》"), data.get("number") or "")


def reporting(data: Mapping[str, Any]) -> tuple[ReportingLevel, ...]:
    """The levels of what is reported, in the order of the profile."""
    entries_ = data.get("reporting") or ()
    return tuple(ReportingLevel(**{key: text for key, text in entry.items() if text}) for entry in entries_)


def measures(data: Mapping[str, Any]) -> Measures:
    """Which measures the institution adopts."""
    said = {id_: words for id_, words in (data.get("measures") or {}).items() if words}
    of_duties = {id_: words for id_, words in said.items() if id_ != ALL}
    return Measures(
        all=said.get(ALL) == ADOPT,
        adopted=frozenset(id_ for id_, words in of_duties.items() if words == ADOPT),
        none=frozenset(id_ for id_, words in of_duties.items() if words == NONE),
        words={id_: words for id_, words in of_duties.items() if words not in (ADOPT, NONE)},
    )


def measure_findings(document: Document) -> Iterator[Finding]:
    """Measures that are neither adopted nor words, and those that stand under `assignments` too."""
    data = document.data if isinstance(document.data, dict) else {}
    said = data.get("measures")
    elsewhere = {
        entry.get("duty"): number
        for number, entry in enumerate(entries(data, "assignments"))
        if isinstance(entry, dict) and entry.get("measure")
    }
    for id_, value in said.items() if isinstance(said, dict) else ():
        path: Path = ("measures", id_)
        at, text = document.place(path), path_text(path)
        if not isinstance(value, str):
            continue
        near = _slip(value, (ADOPT, NONE), SAID_OF_MEASURES, words=id_ != ALL)
        if near is not None:
            yield finding("profile-wrong-measure", at, text, value=shown(value), near=near)
        elif id_ in elsewhere and value != NONE:
            first = str(document.place(("assignments", elsewhere[id_], "measure")))
            yield finding("profile-two-measures", document.key_place(path), text, duty=id_, first=first)


def decided_findings(
    document: Document, options: Mapping[str, str], own_rules: Mapping[str, str]
) -> Iterator[Finding]:
    """Decisions about what the pack doesn't have, and values that are none. `options` and `own_rules` are those of
    the pack: id → what is decided, kind → what it is called."""
    data = document.data if isinstance(document.data, dict) else {}
    decided = data.get("options")
    for id_, value in decided.items() if isinstance(decided, dict) else ():
        path: Path = ("options", id_)
        at, text = document.key_place(path), path_text(path)
        if id_ not in options:
            yield finding("profile-unknown-option", at, text, name=shown(id_), near=nearest(id_, options))
        elif isinstance(value, str) and (near := _slip(value, (KEEP, DROP), SAID)) is not None:
            where = document.place(path)
            yield finding("profile-wrong-option", where, text, name=id_, value=shown(value), near=near)
    yield from measure_findings(document)
    for number, entry in enumerate(entries(data, "own_rules")):
        kind = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(kind, str) and kind not in own_rules:
            path = ("own_rules", number, "id")
            known = "、".join(f"{id_}（{called}）" for id_, called in own_rules.items())
            near = nearest(kind, own_rules)
            at, text = document.place(path), path_text(path)
            yield finding("profile-unknown-own-rule", at, text, name=shown(kind), near=near, known=known)


def source_findings(document: Document, sources: Collection[str]) -> Iterator[Finding]:
    """Rules that are said to be verified, and that are none of the pack's `sources`."""
    said = document.data.get("sources") if isinstance(document.data, dict) else None
    for id_ in said if isinstance(said, dict) else ():
        if id_ not in sources:
            path: Path = ("sources", id_)
            near, known = nearest(id_, sources), "、".join(sources)
            at = document.key_place(path)
            yield finding("profile-unknown-source", at, path_text(path), source=shown(id_), near=near, known=known)


def _slip(value: str, allowed: Collection[str], said: Mapping[str, str], *, words: bool = True) -> str | None:
    """What was probably meant by a value that is no decision, "" where nothing is like it; None for a decision:
    one of those `allowed`, or `words` of the institution's own."""
    if value in allowed:
        return None
    plain = value.strip().lower()
    if plain in (*allowed, *said):
        return said.get(plain, plain)
    is_words = any(character >= "\u3400" for character in plain)
    return None if words and is_words else nearest(plain, allowed)

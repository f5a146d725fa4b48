"""What an institution decides itself of what its pack leaves open: optional items, its own rules, and which of the
sources it has verified."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.domain.institution import OwnRule
from cplist.profile.references import entries
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

KEEP, DROP = "keep", "drop"
SAID = {
    **dict.fromkeys(("保留", "要", "是", "true", "yes"), KEEP),
    **dict.fromkeys(("删去", "删除", "不保留", "去掉", "不要", "否", "无", "false", "no", "none"), DROP),
}
"""Words that say keep or drop and would be printed."""


def own_rules(data: Mapping[str, Any]) -> Mapping[str, OwnRule]:
    """The institution's own rules by their kinds."""
    return {entry["id"]: _own_rule(entry) for entry in data.get("own_rules") or ()}


def _own_rule(data: Mapping[str, Any]) -> OwnRule:
    return OwnRule(data["id"], data["name"].removeprefix("《").removesuffix("》"), data.get("number") or "")


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
        elif isinstance(value, str) and (near := _slip(value)) is not None:
            where = document.place(path)
            yield finding("profile-wrong-option", where, text, name=id_, value=shown(value), near=near)
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


def _slip(value: str) -> str | None:
    """What was probably meant by a value that is no decision, "" where nothing is like it; None for a decision."""
    said = value.strip().lower()
    if said in (KEEP, DROP) and said == value:
        return None
    if said in SAID:
        return SAID[said]
    if not any(character >= "\u3400" for character in said):
        return nearest(said, (KEEP, DROP))
    return None

"""What breaks a schema, as findings: each at its place, with what to do about it.

The names of slips, for FileSchema.messages: `top` (the file is no mapping), `unknown` key, `missing` key, `empty`
value, a value that should be a `mapping`, a `list`, a list of `entries` or a `text`, one that is not among those
`allowed`, and what the checks (checks.py) call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.schema.checks import is_id, mended_day
from cplist.schema.file_schema import REMOVE, FileSchema
from cplist.schema.language import Keys, Rule, keys_of, rule_at
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

if TYPE_CHECKING:
    from cplist.schema.breaches import Breach

MERGE_KEY = "<<"
LONGEST_LIST = 8
ALIKE = 0.6
_COLON_SLIP = re.compile(r"\s*[A-Za-z_]+ *(：|:(?=[^\s/]))")
_BETWEEN_ITEMS = re.compile(r"(?:^|\s)-\s*|[\s,，、;；\[\]［］【】()（）]+")


class Wording:
    """Words the slips of one document."""

    def __init__(self, file: FileSchema, document: Document) -> None:
        self.file, self.document = file, document

    def of(self, breach: Breach) -> Finding:
        """The finding of a breach."""
        match breach.kind:
            case "unknown":
                return self.unknown_key(breach.path)
            case "missing":
                return self._missing(breach)
        if breach.value is None or breach.value == "":
            return self._empty(breach)
        if isinstance(breach.value, str) and (slip := self._slip(breach)):
            return slip
        match breach.kind:
            case "allowed":
                return self._not_allowed(breach)
            case "blank":
                return self._empty(breach)
            case "type":
                return self._wrong_type(breach)
        return self.wrong_value(breach)

    def unknown_key(self, path: Path, near: str = "") -> Finding:
        """A key that the schema doesn't know, with the nearest of those that it does, or where it belongs."""
        key, at, text = str(path[-1]), self.document.key_place(path), path_text(path)
        if key == MERGE_KEY:
            return finding("yaml-merge-key", at, text)
        if cut := self._cut_off(path):
            return finding("yaml-comma-in-value", at, text, mended=shown(f"{cut}，{key}"))
        known = keys_of(rule_at(self.file.described, path[:-1], self.document.data))
        possible = [*known, REMOVE] if len(path) == 3 and path[0] in self.file.keyed else known
        near = near or titled(key, known) or nearest(key, possible, ALIKE)
        home = "" if near else " / ".join(homes(key, self.file))
        rule, all_known = self.file.messages["unknown"], " / ".join(known)
        return finding(rule, at, text, key=shown(key), near=near, home=home, known=all_known)

    def wrong_value(self, breach: Breach) -> Finding:
        """A value that a check refused."""
        at, text = self.document.place(breach.path), path_text(breach.path)
        value = breach.value if isinstance(breach.value, str) else ""
        mended = mended_day(value) if breach.kind == "day" else ""
        known = " / ".join(breach.rule["check_with"].known)
        rule = self.file.messages[breach.kind]
        return finding(rule, at, text, key=self.key(breach.path), value=shown(value), mended=mended, known=known)

    def at_key(self, breach: Breach) -> bool:
        """Whether an empty value is told at its key, not at its own place."""
        return breach.value is None or breach.value == ""

    def _empty(self, breach: Breach) -> Finding:
        path = breach.path
        at = self.document.key_place(path) if self.at_key(breach) else self.document.place(path)
        needed = isinstance(path[-1], str) and breach.rule.get("required")
        key = self.key(path)
        dispensable = "" if needed else key
        return finding(self.file.messages["empty"], at, path_text(path), key=key, dispensable=dispensable)

    def _missing(self, breach: Breach) -> Finding:
        at, title = self.document.place_of_missing(breach.path), breach.rule["meta"]["title"]
        return finding(self.file.messages["missing"], at, path_text(breach.path), key=breach.path[-1], title=title)

    def _cut_off(self, path: Path) -> str:
        """The text before an ASCII comma that cut a value in braces in two: `{post: 党委书记,董事长}`."""
        *parents, key = path
        entry = self.document.data
        for step in parents:
            entry = entry[step]
        siblings = list(entry)
        before = siblings[siblings.index(key) - 1] if key in siblings[1:] else None
        if before is None or entry[key] is not None or str(key).isascii():
            return ""
        line = self.document.key_place(path).line
        same_line = self.document.place((*parents, before)).line == line
        return str(entry[before]) if same_line and isinstance(entry[before], str) else ""

    def _slip(self, breach: Breach) -> Finding | None:
        """Text that would have been a mapping or a list but for one character."""
        value, at, text = str(breach.value), self.document.place(breach.path), path_text(breach.path)
        if breach.kind == "type" and (colon := _COLON_SLIP.match(value)):
            rule = "yaml-full-width-colon" if colon[1] == "：" else "yaml-blank-after-colon"
            return finding(rule, at, text)
        if breach.kind not in ("allowed", "id") or not isinstance(breach.path[-1], int):
            return None
        if comma := re.search("[，、；]", value):
            return finding("yaml-full-width-comma", at, text, character=comma[0])
        if re.search(r"\s-\s*\w", value):
            return finding("yaml-dash", at, text)
        items = value.split()
        if len(items) > 1 and all(_could_stand(item, breach) for item in items):
            return finding("yaml-comma-missing", at, text, mended=", ".join(items))
        return None

    def _not_allowed(self, breach: Breach) -> Finding:
        names: Mapping[str, str] = breach.rule.get("meta", {}).get("choices", {})
        return self.not_allowed(breach.path, str(breach.value), _choices(breach.rule), names)

    def not_allowed(self, path: Path, value: str, allowed: Sequence[str], names: Mapping[str, str]) -> Finding:
        """A value that is none of those allowed, with the nearest of them; `names` are what they are called."""
        by_name = nearest(value, names.values(), ALIKE)
        near = next((id_ for id_ in allowed if by_name and names.get(id_) == by_name), "")
        near = near or nearest(value, allowed)
        others = _named_values((id_ for id_ in allowed if id_ != near), names)
        return finding(
            self.file.messages["allowed"],
            self.document.place(path),
            path_text(path),
            key=self.key(path),
            value=shown(value),
            known=" / ".join(allowed),
            near=near,
            called=names.get(near, ""),
            others=others if near and len(allowed) <= LONGEST_LIST else "",
            named="" if near else others,
        )

    def _wrong_type(self, breach: Breach) -> Finding:
        wanted = {"dict": "mapping", "list": "entries" if keys_of(breach.rule) else "list", "string": "text"}
        rule = self.file.messages[wanted[breach.rule["type"]]]
        at, text = self.document.place(breach.path), path_text(breach.path)
        return finding(rule, at, text, mended=_as_list(breach.value), key=self.key(breach.path))

    def key(self, path: Path) -> str:
        """The last key on the way, or the file's name."""
        steps = (step for step in reversed(path) if isinstance(step, str))
        return shown(next(steps, PurePath(self.document.name).name))


def titled(key: str, known: Keys) -> str:
    """The key that has this title, or that people call so."""
    called = (
        name for name, rule in known.items() if key in (rule["meta"]["title"], *rule["meta"].get("words", ()))
    )
    return next(called, "")


def homes(key: str, file: FileSchema) -> list[str]:
    """The keys at the top below which this one is known."""
    return [section for section, rule in file.keys.items() if key in keys_of(rule)]


def _could_stand(item: str, breach: Breach) -> bool:
    return item in _choices(breach.rule) if breach.kind == "allowed" else is_id(item)


def _choices(rule: Rule) -> list[str]:
    """The values that a rule lists."""
    return [str(value) for value in rule.get("allowed") or rule["check_with"].known]


def _named_values(values: Iterable[str], names: Mapping[str, str]) -> str:
    return " / ".join(f"{value}（{names[value]}）" if value in names else value for value in values)


def _as_list(value: object) -> str:
    """What somebody wrote in place of a list, as the inside of one: `- a - b`, `［a，b］` → a, b."""
    text = value if isinstance(value, str) else ""
    return shown(", ".join(item for item in _BETWEEN_ITEMS.split(text) if item))

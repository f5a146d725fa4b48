"""The names in templates of what pack.yaml declares: optional items, kinds of the institution's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.pack.files import ABOUT
from cplist.pack.folder import TEMPLATE_ENDING
from cplist.yamldoc.text import shown

USED = re.compile(r"\b(optional|kept|own_rule)\(\s*([\"'])([^\"'\n]*)\2")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
ID = re.compile(r"[a-z0-9][a-z0-9-]*")
SORTS = {
    "optional": ("options", "template-option"),
    "kept": ("options", "template-option"),
    "own_rule": ("own_rules", "template-own-rule"),
}
"""Function of a template → the key of pack.yaml that declares what it names, the finding where that doesn't."""


def unknown_names(files: Mapping[str, bytes], folder: Path, about: Mapping[str, Any]) -> Iterator[Finding]:
    """Names in the templates that pack.yaml (`about`) doesn't declare, and declared ids that can't be ids."""
    for key in ("options", "own_rules"):
        for id_ in about.get(key) or {}:
            if not ID.fullmatch(id_):
                yield finding("pack-option-id", Location(str(folder / ABOUT)), f"{key}", name=shown(id_))
    for name, content in files.items():
        if name.endswith(TEMPLATE_ENDING):
            yield from _in_template(content.decode("utf-8", "replace"), str(folder / name), about)


def _in_template(text: str, file: str, about: Mapping[str, Any]) -> Iterator[Finding]:
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in USED.finditer(text):
        key, rule = SORTS[match[1]]
        known = about.get(key) or {}
        if match[3] not in known:
            at = Location(file, text.count("\n", 0, match.start()) + 1)
            yield finding(rule, at, name=shown(match[3]), near=nearest(match[3], known))

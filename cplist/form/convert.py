"""A profile as a form, and a form as YAML: what was written is read again and compared, so that nothing is lost in
silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, ClassVar

import yaml

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.form.fill import Names, sheets_with_lines
from cplist.form.read import read_form
from cplist.form.values import LONGEST
from cplist.form.workbook import written
from cplist.profile.schema import JSON_SCHEMA_FILE
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.document import read as read_yaml
from cplist.yamldoc.text import shown

_SCHEMA_LINE = f"# yaml-language-server: $schema={JSON_SCHEMA_FILE}\n"


def as_form(document: Document, names: Names) -> tuple[bytes, list[Finding]]:
    """The form that holds those data, and each value that it doesn't hold as it was. `names` are what the pack
    declares: those are proposed on it."""
    data = document.data if isinstance(document.data, dict) else {}
    sheets = sheets_with_lines(data, names)
    for _, lines in sheets:
        for line in lines:  # what no cell can hold isn't put into one, and so is found missing
            line.texts = {
                mark: text for mark, text in line.texts.items() if len(text.encode("utf-16-le")) <= 2 * LONGEST
            }
    content = written(sheets, names)
    after = read_form(content, document.name)[0]
    order = [finding("convert-order", document.place(()))] if order_changed(document.data, after.data) else []
    return content, [*differences(document, after), *order]


def blank_form(names: Names) -> bytes:
    """A form with nothing filled in but the version of its format."""
    return written(sheets_with_lines({"schema": "1"}, names), names)


def as_yaml(document: Document) -> tuple[str, list[Finding]]:
    """The text of a profile with those data, and each value that it doesn't hold as it was."""
    data = document.data if isinstance(document.data, dict) else {}
    text = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10**6
    )
    return _SCHEMA_LINE + text, list(differences(document, read_yaml(text.encode(), document.name)[0]))


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes words and numbers as bare as a person does: who reads them takes all for texts."""

    yaml_implicit_resolvers: ClassVar = {
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("null", "merge", "value")
        ]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def differences(before: Document, after: Document) -> Iterator[Finding]:
    """Each value that isn't the same any more, at its place before."""
    for path, old, new in _unlike(before.data, after.data, ()):
        at = before.key_place(path)
        yield finding("convert-changed", at, path_text(path), old=_said(old), new=_said(new))


def order_changed(before: Any, after: Any) -> bool:
    """Whether keys of some mapping stand in another order."""
    if isinstance(before, dict) and isinstance(after, dict):
        if [key for key in before if key in after] != [key for key in after if key in before]:
            return True
        return any(order_changed(before[key], after[key]) for key in before if key in after)
    if isinstance(before, list) and isinstance(after, list):
        return any(map(order_changed, before, after))
    return False


def _unlike(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict) and (old or not new):
        for key in dict.fromkeys([*old, *new]):
            yield from _unlike(old.get(key, _MISSING), new.get(key, _MISSING), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _unlike(one, other, (*path, number))
    elif old != new:
        yield path, old, new


class _Missing:
    """Stands for a value that isn't there."""


_MISSING = _Missing()


def _said(value: Any) -> str:
    return "" if isinstance(value, _Missing) or value is None else shown(value)


def is_workbook(name: str | PurePath) -> bool:
    """Whether a file of that name is to be a form."""
    return PurePath(name).suffix.lower() == ".xlsx"

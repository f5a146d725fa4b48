"""The Jinja of a checklist.yaml, piece by piece: asked only when all of it together doesn't compile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from cplist.compose.sandbox import environment
from cplist.compose.sheets.keys import CHECKLIST, EXPRESSION, JINJA, LOOP, Entry, ListOr, Many, Scalar, Shape
from cplist.compose.sheets.names import Where
from cplist.core.findings import Finding
from cplist.yamldoc.document import Document, Path

_WHOLE: Mapping[str, str] = {
    JINJA: "{}",
    EXPRESSION: "{{{{ {} }}}}",
    LOOP: "{{% for {} %}}{{% endfor %}}",
}
"""How each kind of piece stands in a template."""


def expression_problems(data: Any, document: Document) -> Iterator[Finding]:
    """Every piece that is no Jinja, at its place; the data is that of checklistshape."""
    where, made = Where(document), environment(lambda _: None)
    for path, kind, text in _pieces(data, CHECKLIST, ()):
        try:
            made.from_string(_WHOLE[kind].format(text))
        except jinja2.TemplateSyntaxError as error:
            yield where.found("checklist-expression", path, problem=error.message or "")


def _pieces(data: Any, shape: Shape, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Path, kind and text of everything that is Jinja."""
    if isinstance(shape, ListOr):
        shape = shape.entry if isinstance(data, dict) else shape.many
    if isinstance(shape, Scalar):
        if shape.kind in _WHOLE and data:
            yield path, shape.kind, data
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _pieces(value, shape.inner, (*path, number)) if isinstance(shape, Many) else ()
    elif isinstance(data, dict):
        for key, value in data.items():
            inner = shape.keys[key] if isinstance(shape, Entry) else shape.inner
            yield from _pieces(value, inner, (*path, key))
    elif isinstance(shape, Many) and shape.or_one and data:
        yield from _pieces(data, shape.inner, path)

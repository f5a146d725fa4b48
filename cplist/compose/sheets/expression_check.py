"""The Jinja of a checklist.yaml, piece by piece: asked only when all of it together doesn't compile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from cplist.compose.sandbox import environment
from cplist.compose.sheets.names import Where
from cplist.compose.sheets.schema import CHECKLIST, EXPRESSION, HOLDS, JINJA, LOOP
from cplist.core.findings import Finding
from cplist.schema.language import mapping, texts
from cplist.yamldoc.document import Document

_WHOLE: Mapping[str, str] = {
    JINJA: "{}",
    EXPRESSION: "{{{{ {} }}}}",
    LOOP: "{{% for {} %}}{{% endfor %}}",
}
"""How each kind of piece stands in a template."""


def expression_problems(data: Any, document: Document) -> Iterator[Finding]:
    """Every piece that is no Jinja, at its place; the data is what fits the schema."""
    where, made = Where(document), environment(lambda _: None)
    for path, text, rule in texts(data, mapping(CHECKLIST.keys)):
        whole = _WHOLE.get(rule.get("meta", {}).get(HOLDS, ""))
        if not whole or not text:
            continue
        try:
            made.from_string(whole.format(text))
        except jinja2.TemplateSyntaxError as error:
            yield where.found("checklist-expression", path, problem=error.message or "")

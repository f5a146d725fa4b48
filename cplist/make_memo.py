"""The papers for the meeting: what was drafted and why, and an earlier version beside the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cplist.comparison import Comparison, compare
from cplist.earlier import Earlier, from_manifest
from cplist.errors import Location
from cplist.files import safe_name
from cplist.making import Made, Making, docx_of
from cplist.memo import comparison_values, memo_values
from cplist.messages import finding
from cplist.paper import compose_paper
from cplist.papers import COMPARISON, MEMO
from cplist.revision import Reasons
from cplist.versions import version_before


def make(making: Making) -> Iterator[Made]:
    """The memo, and the comparison where there is an earlier version that differs."""
    drafted, template = making.drafted, making.press.paper(MEMO)
    earlier = making.inputs.earlier or _last_version(making)
    comparison = _compared(making, earlier)
    own = memo_values(drafted.text, drafted.findings, comparison)
    yield Made(MEMO, _name(making, MEMO), _paper(making, template, own))
    if earlier and comparison and comparison.changes:
        reasons = Reasons(comparison, earlier.facts, making.facts, drafted.institution)
        own = comparison_values(comparison, reasons, drafted.context["duty"], earlier.called)
        landscape = making.pack.papers.documents[COMPARISON].landscape
        content = _paper(making, making.press.paper(COMPARISON), own, landscape=landscape)
        yield Made(COMPARISON, _name(making, COMPARISON), content)


def _last_version(making: Making) -> Earlier | None:
    version = version_before(making.inputs.last_build, making.articles)
    return from_manifest(version) if version else None


def _compared(making: Making, earlier: Earlier | None) -> Comparison | None:
    """The new version beside the earlier one; None where there is none."""
    at = Location(making.inputs.profile.name)
    if earlier is None:
        making.findings.append(finding("comparison-without", at))
        return None
    making.findings += earlier.findings
    comparison = compare(earlier, making.drafted.text.articles)
    if not comparison.changes:
        making.findings.append(finding("comparison-same", at))
    return comparison


def _paper(making: Making, template: str, own: Mapping[str, Any], *, landscape: bool = False) -> bytes:
    text = making.press.text(template, {**making.drafted.context, **own})
    composed, found = compose_paper(text, making.press.file(template), landscape=landscape)
    making.findings += found
    return docx_of(making, composed)


def _name(making: Making, kind: str) -> str:
    paper = making.pack.papers.documents[kind]
    folder = f"{safe_name(paper.folder)}/" if paper.folder else ""
    return f"{folder}{safe_name(making.institution.short_name + paper.name)}.docx"

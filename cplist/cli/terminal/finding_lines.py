"""Findings as lines: one each for files and editors; on a terminal those that advise the same stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from cplist.cli.terminal.colours import in_colour, is_terminal
from cplist.core.findings import Finding
from cplist.core.messages import hint, message

LABELS: Mapping[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("提示", "note"),
    "alike": ("{count}处：{advice}", "{count} places: {advice}"),
}
FEWEST = 3
"""So many findings that advise the same are told together."""


def finding_lines(findings: Iterable[Finding], language: str, stream: TextIO | None = None) -> list[str]:
    """A line for each: file:line:column path severity message [rule]. On a terminal, those of one rule that give
    the same advice have it once, and a line below it for each place."""
    groups: dict[object, list[Finding]] = {}
    for number, found in enumerate(findings):
        advice = hint(found, language) if is_terminal(stream) else ""
        groups.setdefault((found.rule, found.severity, advice) if advice else number, []).append(found)
    lines: list[str] = []
    for group in groups.values():
        lines += (
            [_line(one, language, stream) for one in group]
            if len(group) < FEWEST
            else _together(group, language, stream)
        )
    return lines


def finding_line(found: Finding, language: str) -> str:
    """One finding on one line, without colours."""
    return _line(found, language, None)


def severity_label(severity: str, language: str) -> str:
    return LABELS[severity][language == "en"]


def with_advice(text: str, advice: str, language: str) -> str:
    """A message, and behind it what to do about it ("" for nothing)."""
    apart = "。" if language == "zh" else ". "
    return f"{text}{apart}{advice}" if advice else text


def _line(found: Finding, language: str, stream: TextIO | None) -> str:
    text = with_advice(message(found, language), hint(found, language), language)
    return _joined(_place(found, stream), _severity(found, language, stream), text, _rule(found, stream))


def _together(group: Sequence[Finding], language: str, stream: TextIO | None) -> list[str]:
    """The advice, then each place with its message; a place that all of them share stands with the advice."""
    first = group[0]
    shared = len({(one.location, one.path) for one in group}) == 1
    advice = LABELS["alike"][language == "en"].format(count=len(group), advice=hint(first, language))
    place = _place(first, stream) if shared else ""
    head = _joined(place, _severity(first, language, stream), advice, _rule(first, stream))
    return [
        head,
        *(f"    {_joined('' if shared else _place(one, stream), message(one, language))}" for one in group),
    ]


def _place(found: Finding, stream: TextIO | None) -> str:
    at = in_colour(str(found.location or ""), "name", stream)
    return _joined(at, found.path)


def _severity(found: Finding, language: str, stream: TextIO | None) -> str:
    return in_colour(severity_label(found.severity, language), found.severity, stream)


def _rule(found: Finding, stream: TextIO | None) -> str:
    return in_colour(f"[{found.rule}]", "aside", stream)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)

"""A pack's messages.yaml: its own wording of findings, in the place of cplist's (core/messages/).

A notice that is called 办法, or a regulator with other advice to give, changes what is said; what a rule looks for,
how severe it is and what its placeholders hold stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding, FindingsError
from cplist.core.messages import LANGUAGES, catalogue, finding, placeholders
from cplist.core.nearest_names import nearest
from cplist.yamldoc.document import Document, Path, path_text, read
from cplist.yamldoc.text import shown

FILE = "messages.yaml"
PARTS = (*LANGUAGES, *(f"hint_{language}" for language in LANGUAGES))
"""What may be said otherwise of a rule: the text and the advice, in each language."""
Messages = Mapping[str, Mapping[str, str]]


def read_messages(content: bytes, file: str) -> Messages:
    """Rule → part → text. Raises FindingsError with every slip: rules that there aren't, other keys, placeholders
    that the rule doesn't have, a text in one language only."""
    document, findings = read(content, file)
    if not isinstance(document.data, dict):
        raise FindingsError([*findings, finding("profile-not-a-mapping", document.place(()))])
    for rule, entry in document.data.items():
        findings += _slips(document, rule, entry)
    if findings:
        raise FindingsError(findings)
    return {rule: dict(entry) for rule, entry in document.data.items()}


def _slips(document: Document, rule: str, entry: Any) -> Iterator[Finding]:
    at: Path = (rule,)
    if rule not in catalogue():
        near = nearest(rule, catalogue())
        yield finding("pack-message-unknown", document.key_place(at), rule, name=shown(rule), near=near)
    elif not isinstance(entry, dict):
        yield finding("pack-message-empty", document.place(at), rule)
    else:
        yield from _slips_of_parts(document, rule, entry)


def _slips_of_parts(document: Document, rule: str, entry: Mapping[str, Any]) -> Iterator[Finding]:
    for part, text in entry.items():
        at: Path = (rule, part)
        if part not in PARTS:
            near = nearest(part, PARTS)
            yield finding("pack-message-part", document.key_place(at), path_text(at), name=shown(part), near=near)
        elif not isinstance(text, str) or not text.strip():
            yield finding("pack-message-empty", document.place(at), path_text(at))
        elif unknown := _unknown_placeholders(rule, text):
            names = "、".join(unknown)
            known = "、".join(sorted(_known_placeholders(rule)))
            yield finding("pack-message-placeholder", document.place(at), path_text(at), names=names, known=known)
    for zh, en in (LANGUAGES, PARTS[len(LANGUAGES) :]):
        if (zh in entry) != (en in entry):
            missing = en if zh in entry else zh
            yield finding("pack-message-language", document.key_place((rule,)), rule, missing=missing)


def _unknown_placeholders(rule: str, text: str) -> list[str]:
    try:
        return sorted(placeholders(text) - _known_placeholders(rule))
    except ValueError:  # a brace that stands alone
        return [text]


def _known_placeholders(rule: str) -> set[str]:
    entry = catalogue()[rule]
    return set().union(*(placeholders(entry.get(part, "")) for part in PARTS))

"""The two sections of a style.docx, upright and turned, as every document can use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cplist.writers.word.layout.measures import page_of

LEAST = 72
"""Points of text area, across and down, that a page must have."""
_SECTION = re.compile(r"<w:sectPr\b(?:[^>]*/>|.*?</w:sectPr>)", re.DOTALL)
_REFERENCE = re.compile(r"<w:(?:footer|header)Reference\b[^>]*/>")
_BEFORE_NUMBERS = r"(<w:pgMar\b[^>]*/>(?:<w:(?:paperSrc|pgBorders|lnNumType)\b[^>]*/>)*)"


def sections_of(document: str) -> tuple[str, str]:
    """The first upright and the first turned section of a document's XML; "" for one that isn't there or has no
    room for text."""
    usable = [section for section in _completed(document) if _has_room(section)]
    upright = next((section for section in usable if not _is_turned(section)), "")
    turned = next((section for section in usable if _is_turned(section)), "")
    return _of_use(upright), _of_use(turned)


def counted_from_one(section: str) -> str:
    """The section with its pages counted from 1."""
    if "<w:pgNumType" in section:
        return section.replace("<w:pgNumType", '<w:pgNumType w:start="1"')
    return re.sub(_BEFORE_NUMBERS, r'\1<w:pgNumType w:start="1"/>', section)


def without_page_numbers(section: str) -> str:
    """The section without its headers and footers."""
    return _REFERENCE.sub("", section)


def _completed(document: str) -> Iterator[str]:
    """Each section with the headers and footers that it has from those before it, and without tracked changes."""
    text = re.sub(r"<w:sectPrChange\b.*?</w:sectPrChange>", "", document, flags=re.DOTALL)
    known: dict[str, str] = {}
    for section in _SECTION.findall(text):
        known |= {_what(reference): reference for reference in _REFERENCE.findall(section)}
        if section.endswith("</w:sectPr>"):
            opened, _, rest = without_page_numbers(section).partition(">")
            yield f"{opened}>{''.join(known.values())}{rest}"


def _what(reference: str) -> str:
    """Which header or footer it is: default, even or first."""
    type_ = re.search(r'w:type="(\w+)"', reference)
    return reference[:10] + (type_[1] if type_ else "default")


def _has_room(section: str) -> bool:
    page = page_of(section)
    return min(page.width, page.height) >= LEAST


def _is_turned(section: str) -> bool:
    size = re.search(r"<w:pgSz\b[^>]*>", section)
    sides = {name: int(length) for name, length in re.findall(r'w:([wh])="(\d+)"', size[0])} if size else {}
    return sides.get("w", 0) > sides.get("h", 0)


def _of_use(section: str) -> str:
    """Each section begins on a new page and goes on counting."""
    section = re.sub(r'(<w:pgNumType\b[^>]*?) w:start="\d+"', r"\1", section)
    return re.sub(r'(<w:type w:val=)"(?:continuous|nextColumn)"', r'\1"nextPage"', section)

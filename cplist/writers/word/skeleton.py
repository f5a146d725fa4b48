"""style.docx as the skeleton of every document: the parts that stay, its sections, its styles by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from cplist.core.document import INSTEAD, Style
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.writers.word.comments import MARK_STYLE
from cplist.writers.word.default_style.looks import (
    ADDED_STYLE,
    BREAK,
    NUMBER_STYLE,
    REMOVED_STYLE,
    TABLE_STYLE,
    TEXT_WIDTH,
)
from cplist.writers.word.layout.measures import W, cell_margins, is_numbered, page_of, paragraph_measures
from cplist.writers.word.layout.pages import Sheet
from cplist.writers.word.sections import counted_from_one, sections_of, without_page_numbers
from cplist.writers.word.style_package import UNREADABLE, damaged, package_of

KINDS = dict.fromkeys((NUMBER_STYLE, MARK_STYLE, ADDED_STYLE, REMOVED_STYLE), "character") | {TABLE_STYLE: "table"}
"""Styles that are not a paragraph's."""
BODY = "<w:body>"
NEARLY = 20
"""Twips by which programs round the place of a tab."""


@dataclass(frozen=True)
class Skeleton:
    """style.docx taken apart: parts that stay, the document's head, its two sections, style ids by name, what all
    that means in lengths (`sheet`), and what its author should know (`findings`)."""

    parts: Mapping[str, bytes]
    head: str
    upright: str
    turned: str
    styles: Mapping[str, str]
    sheet: Sheet
    findings: tuple[Finding, ...] = ()

    def section(self, *, landscape: bool, first: bool) -> str:
        """The sectPr of a section; in the `first` one after a cover pages are counted from 1."""
        section = self.turned if landscape else self.upright
        return counted_from_one(section) if first else section

    @property
    def cover(self) -> str:
        """The upright section without page numbers."""
        return without_page_numbers(self.upright)


@lru_cache(maxsize=8)
def skeleton_of(style: bytes, file: str) -> Skeleton:
    """Take a style.docx apart. `file` names it in findings; raises FindingsError if it can't be used."""
    at, package = Location(file), package_of(style, file)
    try:
        root = ElementTree.fromstring(package.parts[package.styles])
        head = package.document[: package.document.index(BODY) + len(BODY)]
        ElementTree.fromstring(package.document)
    except UNREADABLE as error:
        raise FindingsError([damaged(error, at)]) from error
    styles = _style_ids(root)
    upright, turned = sections_of(package.document)
    if missing := list(_missing(styles, upright, at)):
        raise FindingsError(missing)
    findings = (*_notes(styles, turned, at), *_numbered(root, styles, at))
    for style_, instead in INSTEAD.items():
        styles.setdefault(style_.value, styles[instead.value])
    sheet = _sheet(root, styles, upright, turned or upright)
    tabbed = _with_tab(package.parts[package.styles].decode(), styles[Style.CONTENTS_ENTRY], sheet)
    parts = {**package.parts, package.styles: tabbed.encode()}
    return Skeleton(parts, head, upright, turned or upright, styles, sheet, findings)


def _style_ids(root: ElementTree.Element) -> dict[str, str]:
    """The styles' ids by their names. Those of built-in styles are in small letters in Word, not in LibreOffice."""
    ids: dict[str, str] = {}
    for element in root.iter(f"{W}style"):
        name = element.find(f"{W}name")
        called = name.get(f"{W}val", "").lower() if name is not None else ""
        if element.get(f"{W}type") == KINDS.get(called, "paragraph"):
            ids.setdefault(called, element.get(f"{W}styleId", ""))
    return ids


def _missing(styles: Mapping[str, str], upright: str, at: Location) -> Iterator[Finding]:
    wanted = [*(style.value for style in Style), NUMBER_STYLE, TABLE_STYLE, BREAK.name]
    instead = {style.value: other.value for style, other in INSTEAD.items()}
    yield from (
        finding("style-missing", at, style=name) for name in wanted if name not in styles and name not in instead
    )
    if not upright:
        yield finding("style-page", at)


def _notes(styles: Mapping[str, str], turned: str, at: Location) -> Iterator[Finding]:
    """What is there in another look than style.docx may have been meant to give it."""
    for style, instead in INSTEAD.items():
        if style.value not in styles:
            yield finding("style-instead", at, style=style.value, instead=instead.value)
    for mark in (ADDED_STYLE, REMOVED_STYLE):
        if mark not in styles:
            yield finding("style-unmarked", at, style=mark)
    if not turned:
        yield finding("style-turned", at)


def _numbered(root: ElementTree.Element, styles: Mapping[str, str], at: Location) -> Iterator[Finding]:
    """Styles that number paragraphs, whose numbers stand in the text already."""
    for style in Style:
        if style.value in styles and is_numbered(root, styles[style.value]):
            yield finding("style-numbered", at, style=style.value)


def _sheet(root: ElementTree.Element, styles: Mapping[str, str], upright: str, turned: str) -> Sheet:
    measures = paragraph_measures(root)
    return Sheet(
        styles={style: measures[styles[style.value]] for style in Style},
        upright=page_of(upright),
        turned=page_of(turned),
        cells=cell_margins(root, styles[TABLE_STYLE]),
    )


def _with_tab(styles: str, id_: str, sheet: Sheet) -> str:
    """The styles with the tab of the table of contents at the edge of the text, where other margins have moved it
    and the tab is still where it was made."""

    def moved(tab: re.Match[str]) -> str:
        untouched = 'w:val="right"' in tab[0] and abs(int(tab[2]) - TEXT_WIDTH) <= NEARLY
        return f"{tab[1]}{sheet.upright.width_twips}{tab[3]}" if untouched else tab[0]

    style = re.search(rf'<w:style\b[^>]*w:styleId="{re.escape(id_)}".*?</w:style>', styles, re.DOTALL)
    if style is None:
        return styles
    tabs = re.sub(r'(<w:tab\b[^>]*w:pos=")(\d+)("[^>]*/>)', moved, style[0])
    return styles[: style.start()] + tabs + styles[style.end() :]

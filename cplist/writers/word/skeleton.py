"""style.docx as the skeleton of every document: the parts that stay, its sections, its styles by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cplist.core.document import INSTEAD, Style
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.namespaces import W
from cplist.core.opc import UNREADABLE
from cplist.core.xml_reading import Element, spans, spliced, tree
from cplist.writers.word.comments import MARK_STYLE
from cplist.writers.word.default_style.looks import (
    ADDED_STYLE,
    BREAK,
    NUMBER_STYLE,
    REMOVED_STYLE,
    TABLE_STYLE,
    TEXT_WIDTH,
)
from cplist.writers.word.layout.measures import cell_margins, is_numbered, paragraph_measures, whole_number
from cplist.writers.word.layout.typography import Typography
from cplist.writers.word.sections import Section, sections_of
from cplist.writers.word.style_package import Package, damaged, package_of
from cplist.yamldoc.text import shown

KINDS = dict.fromkeys((NUMBER_STYLE, MARK_STYLE, ADDED_STYLE, REMOVED_STYLE), "character") | {TABLE_STYLE: "table"}
"""Styles that are not a paragraph's."""
MOST_NAMED = 12
"""Names of what was left out of one part of style.docx."""
NEARLY = 20
"""Twips by which programs round the place of a tab."""


@dataclass(frozen=True)
class DocumentSkeleton:
    """style.docx taken apart: parts that stay, the document's head, its two sections, style ids by name, what all
    that means in lengths (`typography`), and what its author should know (`findings`)."""

    parts: Mapping[str, bytes]
    head: str
    upright: Section
    turned: Section
    styles: Mapping[str, str]
    typography: Typography
    findings: tuple[Finding, ...] = ()

    def section(self, *, landscape: bool, first: bool) -> str:
        """The sectPr of a section; in the `first` one after a cover pages are counted from 1."""
        section = self.turned if landscape else self.upright
        return section.counted_from_one().xml if first else section.xml

    @property
    def cover(self) -> str:
        """The sectPr of the upright section without page numbers."""
        return self.upright.without_page_numbers().xml


@lru_cache(maxsize=8)
def skeleton_of(style: bytes, file: str) -> DocumentSkeleton:
    """Take a style.docx apart. `file` names it in findings; raises FindingsError if it can't be used."""
    at, package = Location(file), package_of(style, file)
    try:
        root = tree(package.parts[package.styles])
        head = _head(package.document)
        upright, turned = sections_of(package.document)
    except UNREADABLE as error:
        raise FindingsError([damaged(error, at)]) from error
    styles = _style_ids(root)
    missing = list(_missing(styles, upright, at))
    if missing or upright is None:
        raise FindingsError(missing)
    findings = (*_notes(styles, turned, at), *_numbered(root, styles, at), *_left_out(package, at))
    for style_, instead in INSTEAD.items():
        styles.setdefault(style_.value, styles[instead.value])
    typography = _sheet(root, styles, upright, turned or upright)
    tabbed = _with_tab(package.parts[package.styles], styles[Style.CONTENTS_ENTRY], typography.upright.width_twips)
    parts = {**package.parts, package.styles: tabbed}
    return DocumentSkeleton(parts, head, upright, turned or upright, styles, typography, findings)


def _head(document: bytes) -> str:
    """The document up to its body's content. Raises ValueError where what is written behind it would be no XML:
    where the document has another prefix than w for Word's elements."""
    body = spans(document, [f"{W}body"])[0]
    if not document.startswith(b"<w:body", body.start):
        raise ValueError("no <w:body>")
    return document[: body.inner].decode()


def _style_ids(root: Element) -> dict[str, str]:
    """The styles' ids by their names. Those of built-in styles are in small letters in Word, not in LibreOffice."""
    ids: dict[str, str] = {}
    for element in root.iter(f"{W}style"):
        name = element.find(f"{W}name")
        called = name.get(f"{W}val", "").lower() if name is not None else ""
        if element.get(f"{W}type") == KINDS.get(called, "paragraph"):
            ids.setdefault(called, element.get(f"{W}styleId", ""))
    return ids


def _missing(styles: Mapping[str, str], upright: Section | None, at: Location) -> Iterator[Finding]:
    wanted = [*(style.value for style in Style), NUMBER_STYLE, TABLE_STYLE, BREAK.name]
    instead = {style.value: other.value for style, other in INSTEAD.items()}
    yield from (
        finding("style-missing", at, style=name) for name in wanted if name not in styles and name not in instead
    )
    if not upright:
        yield finding("style-page", at)


def _notes(styles: Mapping[str, str], turned: Section | None, at: Location) -> Iterator[Finding]:
    """What is there in another look than style.docx may have been meant to give it."""
    for style, instead in INSTEAD.items():
        if style.value not in styles:
            yield finding("style-instead", at, style=style.value, instead=instead.value)
    for mark in (ADDED_STYLE, REMOVED_STYLE):
        if mark not in styles:
            yield finding("style-unmarked", at, style=mark)
    if not turned:
        yield finding("style-turned", at)


def _numbered(root: Element, styles: Mapping[str, str], at: Location) -> Iterator[Finding]:
    """Styles that number paragraphs, whose numbers stand in the text already."""
    for style in Style:
        if style.value in styles and is_numbered(root, styles[style.value]):
            yield finding("style-numbered", at, style=style.value)


def _left_out(package: Package, at: Location) -> Iterator[Finding]:
    """What style.docx had beside a look, part by part."""
    for part, names in package.left_out.items():
        listed = "、".join([*map(shown, sorted(names)[:MOST_NAMED]), *["…"][: len(names) > MOST_NAMED]])
        yield finding("style-left-out", at, part=shown(part), names=listed)


def _sheet(root: Element, styles: Mapping[str, str], upright: Section, turned: Section) -> Typography:
    measures = paragraph_measures(root)
    return Typography(
        styles={style: measures[styles[style.value]] for style in Style},
        upright=upright.page,
        turned=turned.page,
        cells=cell_margins(root, styles[TABLE_STYLE]),
    )


def _with_tab(styles: bytes, id_: str, width: int) -> bytes:
    """The styles with the tab of the table of contents at the edge of the text (`width`, in twips), where other
    margins have moved that and the tab is still where it was made."""
    found = spans(styles, [f"{W}style"], deep=True)
    style = next(span for span in found if span.attributes.get(f"{W}styleId") == id_)
    tabs = [span for span in found if span.name == f"{W}tab" and style.start < span.start < style.end]
    changes = []
    for tab in tabs:
        at = tab.attributes.get(f"{W}pos", "")
        if tab.attributes.get(f"{W}val") == "right" and abs(whole_number(at) - TEXT_WIDTH) <= NEARLY:
            value = re.compile(rf"""(?<=:pos=["']){at}(?=["'])""".encode())
            changes.append((tab.start, tab.inner, value.sub(str(width).encode(), styles[tab.start : tab.inner])))
    return spliced(styles, changes)

"""style.docx as the skeleton of every document: the parts that stay, its sections, its styles by name."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from cplist.blocks import INSTEAD, Style
from cplist.errors import FindingsError, Location
from cplist.files import unzipped
from cplist.looks import BREAK, NUMBER_STYLE, TABLE_STYLE
from cplist.measures import W, cell_margins, page_of, paragraph_measures
from cplist.messages import finding
from cplist.paging import Sheet


@dataclass(frozen=True)
class Skeleton:
    """style.docx taken apart: parts that stay, the document's head, its two sections, style ids by name, and what
    all that means in lengths (`sheet`)."""

    parts: Mapping[str, bytes]
    head: str
    upright: str
    turned: str
    styles: Mapping[str, str]
    sheet: Sheet

    def section(self, *, landscape: bool, first: bool) -> str:
        """The sectPr of a section; in the `first` one after a cover pages are counted from 1."""
        section = self.turned if landscape else self.upright
        return _counted_from_one(section) if first else section

    @property
    def cover(self) -> str:
        """The upright section without page numbers."""
        return re.sub(r"<w:(?:footer|header)Reference\b[^>]*/>", "", self.upright)


@lru_cache(maxsize=8)
def skeleton_of(style: bytes, file: str) -> Skeleton:
    """Take a style.docx apart. `file` names it in findings; raises FindingsError if it can't be used."""
    try:
        parts = unzipped(style)
        document = parts.pop("word/document.xml").decode()
        linked = _linked(parts)
        root = ElementTree.fromstring(parts["word/styles.xml"])
        styles = _style_ids(root)
        for style_, instead in INSTEAD.items():
            if instead.value in styles:
                styles.setdefault(style_.value, styles[instead.value])
        sections = re.findall(r"<w:sectPr\b.*?</w:sectPr>", document, re.DOTALL)
        upright = next(section for section in sections if "landscape" not in section)
        turned = next((section for section in sections if "landscape" in section), upright)
        head = document[: document.index("<w:body>") + len("<w:body>")]
        sheet = _sheet(root, styles, upright, turned)
    except (
        *(KeyError, ValueError, OSError, EOFError, StopIteration, NotImplementedError),
        *(ElementTree.ParseError, zipfile.BadZipFile, zlib.error),
    ) as error:
        problem = f"{type(error).__name__}: {error}"
        raise FindingsError([finding("style-invalid", Location(file), problem=problem)]) from error
    wanted = [*(style.value for style in Style), NUMBER_STYLE, TABLE_STYLE, BREAK.name]
    if missing := [name for name in wanted if name not in styles]:
        raise FindingsError([finding("style-missing", Location(file), style=name) for name in missing])
    return Skeleton(linked, head, upright, turned, styles, sheet)


def _style_ids(root: ElementTree.Element) -> dict[str, str]:
    return {
        name.get(f"{W}val", ""): element.get(f"{W}styleId", "")
        for element in root.iter(f"{W}style")
        if (name := element.find(f"{W}name")) is not None
    }


def _sheet(root: ElementTree.Element, styles: Mapping[str, str], upright: str, turned: str) -> Sheet:
    measures = paragraph_measures(root)
    return Sheet(
        styles={style: measures[styles[style.value]] for style in Style if styles.get(style.value) in measures},
        upright=page_of(upright),
        turned=page_of(turned),
        cells=cell_margins(root, styles.get(TABLE_STYLE, "")),
    )


def _counted_from_one(section: str) -> str:
    section = re.sub(r"<w:pgNumType\b[^>]*/>", "", section)
    return re.sub(r"(<w:pgMar\b[^>]*/>(?:<w:(?:paperSrc|pgBorders|lnNumType)\b[^>]*/>)*)",
                  r'\1<w:pgNumType w:start="1"/>', section)  # fmt: skip


def _linked(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with docProps/core.xml and custom.xml announced, which an editor may have dropped."""
    types, relations = parts["[Content_Types].xml"].decode(), parts["_rels/.rels"].decode()
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    known = (
        ("core", package, "application/vnd.openxmlformats-package.core-properties+xml"),
        ("custom", office, "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
    )
    for name, relation, content_type in known:
        part = f"docProps/{name}.xml"
        if f"/{part}" not in types:
            types = types.replace(
                "</Types>", f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
            )
        if part not in relations:
            link = f'<Relationship Id="cplist-{name}" Type="{relation}" Target="{part}"/></Relationships>'
            relations = relations.replace("</Relationships>", link)
    return {**parts, "[Content_Types].xml": types.encode(), "_rels/.rels": relations.encode()}

"""Blocks → a .docx: the pack's style.docx is the skeleton, the body is spliced in as XML.

Nothing is formatted here: paragraphs name a style of style.docx, sections and footers are its own.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from cplist.blocks import (
    INSTEAD,
    Block,
    Cell,
    NewSection,
    Paragraph,
    Run,
    RunKind,
    Style,
    Table,
    Text,
    to_be_filled_in,
)
from cplist.comments import PART as COMMENTS
from cplist.comments import announced, commented, comments_part
from cplist.errors import FindingsError, Location
from cplist.files import unzipped, zipped
from cplist.messages import finding
from cplist.xmltext import core_properties, custom_properties, escaped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARTICLE_NUMBER, TABLE_STYLE, BREAK_STYLE = "条号", "责任制表格", "分节"
_PLAIN = RunKind.TEXT
LONG = 400
"""Characters of a cell; a row with more may break across pages."""
EAST_ASIAN = re.compile("[“”‘’—…·]")
"""Characters that fonts draw wide or narrow; Word is told that here they are Chinese."""


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; `date` is an ISO day or ""."""

    title: str
    subject: str
    author: str
    date: str
    custom: Mapping[str, str]


@dataclass(frozen=True)
class _Skeleton:
    """style.docx taken apart: parts that stay, the document's head, its two sections, style ids by name."""

    parts: Mapping[str, bytes]
    head: str
    upright: str
    turned: str
    upright_width: int
    turned_width: int
    styles: Mapping[str, str]


@lru_cache(maxsize=8)
def _skeleton(style: bytes, file: str) -> _Skeleton:
    try:
        parts = unzipped(style)
        document = parts.pop("word/document.xml").decode()
        styles = {
            name.get(f"{W}val", ""): element.get(f"{W}styleId", "")
            for element in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")
            if (name := element.find(f"{W}name")) is not None
        }
        sections = re.findall(r"<w:sectPr\b.*?</w:sectPr>", document, re.DOTALL)
        upright = next(section for section in sections if "landscape" not in section)
        turned = next((section for section in sections if "landscape" in section), upright)
    except (
        *(KeyError, ValueError, OSError, EOFError, StopIteration, NotImplementedError),
        *(ElementTree.ParseError, zipfile.BadZipFile, zlib.error),
    ) as error:
        problem = f"{type(error).__name__}: {error}"
        raise FindingsError([finding("style-invalid", Location(file), problem=problem)]) from error
    for style_, instead in INSTEAD.items():
        if instead.value in styles:
            styles.setdefault(style_.value, styles[instead.value])
    wanted = [*(style.value for style in Style), ARTICLE_NUMBER, TABLE_STYLE, BREAK_STYLE]
    if missing := [name for name in wanted if name not in styles]:
        raise FindingsError([finding("style-missing", Location(file), style=name) for name in missing])
    head = document[: document.index("<w:body>") + len("<w:body>")]
    return _Skeleton(_linked(parts), head, upright, turned, _width(upright), _width(turned), styles)


def _width(section: str) -> int:
    """The width of the text area, in twips."""

    def length(name: str, element: str) -> int:
        match = re.search(rf'<w:{element}\b[^>]*\bw:{name}="(\d+)"', section)
        return int(match[1]) if match else 0

    return length("w", "pgSz") - length("left", "pgMar") - length("right", "pgMar")


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


Comments = Mapping[str, Sequence[str]]
"""What a comment beside an article says, in paragraphs, by the article's key."""


def write_docx(
    text: Text, style: bytes, properties: Properties, file: str, comments: Comments | None = None
) -> bytes:
    """The .docx of a composed text. `file` names style.docx in findings; raises FindingsError if it can't be
    used."""
    skeleton = _skeleton(style, file)
    body = _Body(skeleton, text, comments or {})
    document = body.xml().encode()
    core = core_properties(properties.title, properties.subject, properties.author, properties.date)
    parts = {
        **(announced(skeleton.parts) if body.commented else skeleton.parts),
        "docProps/core.xml": core.encode(),
        "docProps/custom.xml": custom_properties(dict(properties.custom)).encode(),
        "word/document.xml": document,
    }
    if body.commented:
        parts[COMMENTS] = comments_part(enumerate(body.commented), skeleton.styles)
    return zipped(parts)


def duty_bookmark(duty: str, number: int) -> str:
    """cp_1_1_04 for the first place that carries 1.1-04, cp_1_1_04_2 for the second."""
    name = "cp_" + duty.replace(".", "_").replace("-", "_")
    return name if number == 1 else f"{name}_{number}"


def article_bookmark(key: str) -> str:
    return "cpa_" + key.replace("-", "_")


def annex_bookmark(key: str) -> str:
    return "cpx_" + key.replace("-", "_")


class _Body:
    """Writes the body; bookmarks are numbered as they come."""

    def __init__(self, skeleton: _Skeleton, text: Text, comments: Comments) -> None:
        self.skeleton, self.blocks = skeleton, text.blocks
        self.open = {style: f'<w:p><w:pPr><w:pStyle w:val="{skeleton.styles[style.value]}"/>' for style in Style}
        self.number = (
            f'<w:r><w:rPr><w:rStyle w:val="{skeleton.styles[ARTICLE_NUMBER]}"/></w:rPr><w:t xml:space="preserve">'
        )
        self.annexes = {
            block.anchor
            for block in text.blocks
            if isinstance(block, Paragraph) and block.style is Style.ANNEX_LABEL
        }
        self.comments = comments
        self.commented: list[Sequence[str]] = []
        self.written = _Runs()
        self.bookmarks = 0
        self.carried: dict[str, int] = {}
        self.landscape = False

    def xml(self) -> str:
        return "".join([self.skeleton.head, *self._blocks(), self._section(), "</w:body></w:document>"])

    def _section(self) -> str:
        return self.skeleton.turned if self.landscape else self.skeleton.upright

    def _blocks(self) -> Iterator[str]:
        for block, following in zip(self.blocks, (*self.blocks[1:], None), strict=True):
            ends = isinstance(following, NewSection)
            if isinstance(block, Paragraph):
                yield self._paragraph(block, self._section() if ends else "")
            elif isinstance(block, Table):
                yield self._table(block)
                if ends or following is None or isinstance(following, Table):
                    yield self._after_table(ends)
            else:
                self.landscape = block.landscape

    def _after_table(self, ends: bool) -> str:
        """Word wants a paragraph between a table and whatever isn't one; this one takes no room."""
        style = self.skeleton.styles[BREAK_STYLE]
        section = self._section() if ends else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'

    def _paragraph(self, paragraph: Paragraph, section: str) -> str:
        content = self._label(paragraph) + self._runs(paragraph.runs)
        if paragraph.style is Style.ARTICLE and paragraph.anchor in self.comments:
            self.commented.append(self.comments[paragraph.anchor])
            content = commented(len(self.commented) - 1, content, self.skeleton.styles)
        return f"{self.open[paragraph.style]}{section}</w:pPr>{content}</w:p>"

    def _label(self, paragraph: Paragraph) -> str:
        start = ""
        if paragraph.anchor:
            named = annex_bookmark if paragraph.style is Style.ANNEX_LABEL else article_bookmark
            start = self._bookmark(named(paragraph.anchor), "")
        if not paragraph.label:
            return start
        if paragraph.style is Style.ARTICLE:
            return f"{start}{self.number}{paragraph.label}</w:t></w:r>{_run('　')}"
        apart = "　" if paragraph.style in (Style.CHAPTER, Style.SECTION) else ""
        return start + _run(paragraph.label + apart)

    def _runs(self, runs: Sequence[Run]) -> str:
        written = self.written
        if len(runs) == 1 and runs[0].kind is _PLAIN:
            return written[runs[0].text]
        return "".join([written[run.text] if run.kind is _PLAIN else self._special(run) for run in runs])

    def _special(self, run: Run) -> str:
        if run.kind is RunKind.BLANK:
            return ""
        if run.kind is RunKind.DUTY:
            number = self.carried[run.target] = self.carried.get(run.target, 0) + 1
            return self._bookmark(duty_bookmark(run.target, number), self.written[run.text])
        named = annex_bookmark if run.target in self.annexes else article_bookmark
        return f'<w:hyperlink w:anchor="{named(run.target)}" w:history="1">{self.written[run.text]}</w:hyperlink>'

    def _bookmark(self, name: str, content: str) -> str:
        self.bookmarks += 1
        number = self.bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def _table(self, table: Table) -> str:
        widths = self._widths(table)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        text = self.open[Style.BLANK if to_be_filled_in(table) else Style.TABLE_TEXT]
        head = self.open[Style.TABLE_HEAD]
        cells = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:pPr>' for width in widths]
        heads = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{head}</w:pPr>' for width in widths]
        rows = [self._row(table.header, heads, "<w:cantSplit/><w:tblHeader/>")]
        rows += [self._row(row, cells, "" if _long(row) else "<w:cantSplit/>") for row in table.rows]
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.skeleton.styles[TABLE_STYLE]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            f'w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )

    def _row(self, row: Sequence[Cell], opened: Sequence[str], properties: str) -> str:
        cells = [f"{start}{self._runs(cell)}</w:p></w:tc>" for start, cell in zip(opened, row, strict=True)]
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _widths(self, table: Table) -> list[int]:
        room = self.skeleton.turned_width if self.landscape else self.skeleton.upright_width
        total = sum(table.widths)
        widths = [room * width // total for width in table.widths]
        widths[-1] += room - sum(widths)
        return widths


def _long(row: Sequence[Cell]) -> bool:
    """Whether a row may be higher than what is left of a page: one that may not break would be cut off."""
    return any(sum(len(run.text) for run in cell) > LONG for cell in row)


class _Runs(dict[str, str]):
    """Text → its run, written once: the same words stand in several tables."""

    def __missing__(self, text: str) -> str:
        run = self[text] = _run(text)
        return run


def _run(text: str) -> str:
    if not text:
        return ""
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' if EAST_ASIAN.search(text) else ""
    lines = escaped(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{hint}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def block_texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Every paragraph and cell of the document as plain text, in order: what a reader sees."""
    for block in blocks:
        if isinstance(block, Paragraph):
            apart = "　" if block.label and block.style in (Style.CHAPTER, Style.SECTION, Style.ARTICLE) else ""
            yield block.label + apart + "".join(run.text for run in block.runs)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield "".join(run.text for run in cell)

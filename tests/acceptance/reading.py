"""What cplist wrote, read back by python-docx and openpyxl: the oracles, which know nothing of the writers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import docx
import openpyxl
from docx.oxml.ns import qn

DIGITS = "零一二三四五六七八九"
FIRST_COLUMN = "编号"
RECORD = "_cplist"
STYLE_BY_WORDS = re.compile("^(表文)特?小|^(首条)同页")


@dataclass(frozen=True)
class Line:
    """A paragraph, in the text or in a table cell: its style, its words, the bookmarks that start in it, with
    the words that they hold, and where its links lead."""

    style: str
    text: str
    bookmarks: dict[str, str]
    anchors: tuple[str, ...]
    in_table: bool


class Document:
    """A .docx."""

    def __init__(self, path: Path) -> None:
        self._content = path.read_bytes()

    @cached_property
    def docx(self) -> Any:
        return docx.Document(io.BytesIO(self._content))

    @cached_property
    def lines(self) -> list[Line]:
        """Every paragraph in the order of the text, those of tables too."""
        names = {style.style_id: style.name for style in self.docx.styles}
        return [
            _line(paragraph, names) for paragraph in self.docx.element.body.iter(qn("w:p")) if not _drawn(paragraph)
        ]

    @cached_property
    def drawings(self) -> list[str]:
        """The words in the boxes of each drawing, as Word shows it."""
        return [
            "\n".join(_text(paragraph) for paragraph in drawing.iter(qn("w:p")))
            for drawing in self.docx.element.body.iter(qn("w:drawing"))
        ]

    @cached_property
    def bookmarks(self) -> list[str]:
        return [mark.get(qn("w:name")) for mark in self.docx.element.body.iter(qn("w:bookmarkStart"))]

    @cached_property
    def anchors(self) -> list[str]:
        return [link.get(qn("w:anchor")) for link in self.docx.element.body.iter(qn("w:hyperlink"))]

    @cached_property
    def articles(self) -> dict[str, list[Line]]:
        """The paragraphs of each article, by its bookmark (cpa_…), up to the next article, chapter or annex."""
        articles: dict[str, list[Line]] = {}
        current: list[Line] | None = None
        for line in self.lines:
            key = next((name for name in line.bookmarks if name.startswith("cpa_")), None)
            if key is not None:
                current = articles[key] = []
            elif line.style not in ("款", "末款", "项", "目"):
                current = None
            if current is not None:
                current.append(line)
        return articles

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def structure(self) -> list[tuple[str, tuple[str, ...], int, bool]]:
        """All but the words: each paragraph's style, its bookmarks, how many links, and whether in a table.

        The words decide how small a table is printed that must stay on one page, whether an article's first lines
        stay with the next ones, and over how many pages a drawing runs.
        """
        lines = [
            (STYLE_BY_WORDS.sub(r"\1\2", line.style), tuple(line.bookmarks), len(line.anchors), line.in_table)
            for line in self.lines
        ]
        return [line for before, line in pairwise([None, *lines]) if line[0] != "图" or line != before]


def _line(paragraph: Any, names: dict[str, str]) -> Line:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return Line(
        style=names[style.get(qn("w:val"))] if style is not None else "Normal",
        text=_text(paragraph),
        bookmarks=_bookmarks(paragraph),
        anchors=tuple(link.get(qn("w:anchor")) for link in paragraph.iter(qn("w:hyperlink"))),
        in_table=any(above.tag == qn("w:tbl") for above in paragraph.iterancestors()),
    )


ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""A drawing, twice: as Word shows it, and for programs that don't know that. A table has the same words."""


def _drawn(element: Any) -> bool:
    return any(above.tag == ALTERNATIVES for above in element.iterancestors())


def _text(element: Any) -> str:
    """Its words, without those of a drawing in it; a hyphen where no line may end is one."""
    inside = _drawn(element)
    words = (e for e in element.iter(qn("w:t"), qn("w:noBreakHyphen")) if inside or not _drawn(e))
    return "".join("-" if part.tag == qn("w:noBreakHyphen") else part.text or "" for part in words)


def _bookmarks(paragraph: Any) -> dict[str, str]:
    """Each bookmark that starts in the paragraph, with the words up to its end."""
    found: dict[str, str] = {}
    open_: dict[str, str] = {}
    for element in paragraph.iter():
        if element.tag == qn("w:bookmarkStart"):
            open_[element.get(qn("w:id"))] = element.get(qn("w:name"))
            found[element.get(qn("w:name"))] = ""
        elif element.tag == qn("w:bookmarkEnd"):
            open_.pop(element.get(qn("w:id")), None)
        elif element.tag in (qn("w:t"), qn("w:noBreakHyphen")):
            for name in open_.values():
                found[name] += (element.text or "") if element.tag == qn("w:t") else "-"
    return found


class Book:
    """An .xlsx."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._content = path.read_bytes()

    @cached_property
    def xlsx(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self._content))

    @cached_property
    def values(self) -> Any:
        """The workbook with what its formulas give, as far as that is stored."""
        return openpyxl.load_workbook(io.BytesIO(self._content), data_only=True)

    @property
    def shown(self) -> list[Any]:
        """The sheets, without the record of how the program made them, which repeats their cells."""
        return [sheet for sheet in self.xlsx if sheet.title != RECORD]

    def header(self, sheet: str, title: str = FIRST_COLUMN) -> dict[str, int]:
        """Title → column number of the header row, the one that holds 编号 or another title."""
        return {cell.value: cell.column for cell in self.xlsx[sheet][self.header_row(sheet, title)] if cell.value}

    def header_row(self, sheet: str, title: str = FIRST_COLUMN) -> int:
        rows = self.xlsx[sheet].iter_rows(max_row=12)
        return next(row[0].row for row in rows if title in [cell.value for cell in row])

    def rows(self, sheet: str, title: str = FIRST_COLUMN) -> list[dict[str, Any]]:
        """The rows below the header, each as title → value."""
        return [{name: cell.value for name, cell in row.items()} for row in self.cells(sheet, title)]

    def cells(self, sheet: str, title: str = FIRST_COLUMN) -> Iterator[dict[str, Any]]:
        """The rows below the header, each as title → cell."""
        header = self.header(sheet, title)
        for row in self.xlsx[sheet].iter_rows(min_row=self.header_row(sheet, title) + 1):
            yield {title: row[column - 1] for title, column in header.items()}

    def texts(self) -> Iterator[str]:
        """Everything that is written in a cell of any sheet."""
        for sheet in self.shown:
            for row in sheet.iter_rows():
                yield from (str(cell.value) for cell in row if cell.value is not None)

    def save(self) -> None:
        self.xlsx.save(self.path)


T = TypeVar("T", Document, Book)


def document_at(path: Path) -> Document:
    """The document, opened once for all who read the same bytes: nobody changes it."""
    return _opened(Document, path, path.read_bytes())


def book_at(path: Path) -> Book:
    """The same of a workbook."""
    return _opened(Book, path, path.read_bytes())


@lru_cache(maxsize=6)
def _opened(kind: type[T], path: Path, content: bytes) -> T:
    return kind(path)


def duty_bookmark(duty: str) -> str:
    """The contract: cp_ and the id with every . and - as _."""
    return "cp_" + re.sub(r"[.-]", "_", duty)


def article_bookmark(key: str) -> str:
    """The contract: cpa_ and the key (which may hold a dash, as a bookmark may not)."""
    return "cpa_" + key.replace("-", "_")


def number_of(article: str) -> int:
    """第二十三条… → 23, read without the help of what printed it."""
    match = re.match(r"第([零一二三四五六七八九十百]+)条", article)
    assert match, article
    total, digit = 0, 0
    for sign in match[1]:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def bare(text: str) -> str:
    """Without blanks and line ends, the full-width blank among them."""
    return "".join(text.split())

"""An earlier version of the system, to compare the new one with: from build.json, or from anybody's .docx.

Of a .docx nothing is read but its text, its bookmarks and its properties. Articles are found by their bookmark
(cpa_KEY), else by their number (第八条) at the beginning of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import PurePath
from typing import Any

from cplist.core.bookmarks import first_place
from cplist.core.document_properties import custom_properties_of
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.opc import UNREADABLE, unzipped
from cplist.domain.numerals import chinese
from cplist.revisions.docx_text import DocxParagraph, paragraphs_of

LARGEST = 50_000_000
"""Bytes of a .docx: one of cplist has fifty thousand."""
MOST_ARTICLES = 999
_DOCUMENT = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"
"""How an old .doc begins, and an encrypted .docx."""
_NUMBER = re.compile(r"第([一二三四五六七八九十百零〇\d]{1,7})条(?=([\s\u3000【（]|$)?)")
_NOT_A_NUMBER = ("第", "、", "和", "至", "或", "规定", "所", "的", "中")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[章节](?:[\s\u3000]|$)")
_ANNEX = re.compile(r"附件[\s\u3000]*\d*[：:]?")
_TITLE = re.compile(r"[\s\u3000]*【([^】]{1,40})】[\s\u3000]*")


@dataclass(frozen=True)
class OldArticle:
    """An article as it was: its key and number ("" and 0 where nobody knows), paragraphs without the number."""

    key: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class EarlierVersion:
    """An earlier version. `facts` are what the build before knew of it: who bore what, by name; {} where nobody
    knows. `name` is the file's, or "" for the last build; `build` the id of the build that wrote the file."""

    articles: tuple[OldArticle, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    build: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def called(self) -> str:
        """What a table says of it."""
        number = self.facts.get("document", {}).get("number") if not self.name else ""
        if self.name:
            return f"原责任制（{PurePath(self.name).name}）"
        return f"上一版本（{number}）" if number else "上一版本"


# build.json


def from_manifest(version: Mapping[str, Any]) -> EarlierVersion | None:
    """A version of build.json; None where it isn't as cplist writes it."""
    try:
        articles = tuple(
            OldArticle(
                str(entry["key"]),
                int(entry["number"]),
                str(entry["title"]),
                without_number(entry["paragraphs"], int(entry["number"])),
                tuple(entry["duties"]),
            )
            for entry in version["articles"]
        )
        facts = version.get("facts") or {}
        return EarlierVersion(articles, facts if isinstance(facts, dict) else {})
    except (KeyError, TypeError, ValueError):
        return None


def without_number(paragraphs: Iterable[str], number: int) -> tuple[str, ...]:
    """An article's paragraphs without the 第八条 that the first one begins with."""
    first, *rest = [str(paragraph) for paragraph in paragraphs] or [""]
    return (first.removeprefix(f"第{chinese(number)}条"), *rest)


# .docx


def from_docx(content: bytes, name: str, institution: str, bookmarks: Mapping[str, str]) -> EarlierVersion:
    """The articles of a .docx. `bookmarks` lead to the duties that they stand for. Raises FindingsError where
    the file is none."""
    at = Location(name)
    if content.startswith(_OLE):
        raise FindingsError([finding("against-doc", at, file=name)])
    if len(content) > LARGEST:
        raise FindingsError([finding("against-too-large", at, file=name, limit=LARGEST)])
    try:
        parts = unzipped(content)
        paragraphs = list(paragraphs_of(parts[_DOCUMENT]))
        properties = custom_properties_of(parts)
    except KeyError as error:
        raise FindingsError([finding("against-not-docx", at, file=name, problem=_DOCUMENT)]) from error
    except UNREADABLE as error:
        problem = f"{type(error).__name__}: {error}"
        raise FindingsError([finding("against-not-docx", at, file=name, problem=problem)]) from error
    articles = tuple(islice(_articles(paragraphs, bookmarks), MOST_ARTICLES + 1))
    if len(articles) > MOST_ARTICLES:
        raise FindingsError([finding("against-too-many", at, file=name, limit=MOST_ARTICLES)])
    if not articles:
        raise FindingsError([finding("against-no-articles", at, file=name)])
    said = tuple(_findings(paragraphs, articles, properties, institution, at))
    return EarlierVersion(articles, {}, name, properties.get("cplist.build", ""), said)


def _findings(
    paragraphs: Iterable[DocxParagraph],
    articles: Iterable[OldArticle],
    properties: Mapping[str, str],
    institution: str,
    at: Location,
) -> Iterator[Finding]:
    other = properties.get("cplist.institution", institution)
    if other != institution:
        yield finding("against-other", at, file=at.file, institution=other)
    if any(one.tracked for one in paragraphs):
        yield finding("against-tracked", at, file=at.file)
    nameless = sum(not article.key for article in articles)
    if nameless:
        yield finding("against-no-bookmarks", at, file=at.file, count=nameless)


def _articles(paragraphs: Iterable[DocxParagraph], bookmarks: Mapping[str, str]) -> Iterator[OldArticle]:
    """The articles among the paragraphs; what stands before the first one, and from the first annex on, is none."""
    gathered: list[DocxParagraph] = []
    number = 0
    seen: set[str] = set()
    for paragraph in paragraphs:
        starts = _starts(paragraph, number, seen)
        is_annex = _ANNEX.fullmatch(paragraph.text.strip())
        if gathered and (starts or is_annex or _CHAPTER.match(paragraph.text)):
            yield _article(gathered, number, bookmarks)
            gathered = []
            if is_annex:
                return
        if starts:
            number = _number(paragraph.text) or number + 1
            seen.add(paragraph.key)
            gathered = [paragraph]
        elif gathered and paragraph.text.strip():
            gathered.append(paragraph)
    if gathered:
        yield _article(gathered, number, bookmarks)


def _starts(paragraph: DocxParagraph, last: int, seen: set[str]) -> bool:
    """Whether a paragraph begins an article: by its bookmark, or by a number that is no reference."""
    if paragraph.key and paragraph.key not in seen:
        return True
    match = _NUMBER.match(paragraph.text)
    if not match or not _number(paragraph.text):
        return False
    if match[2] is not None:
        return True
    return _number(paragraph.text) == last + 1 and not paragraph.text[match.end() :].startswith(_NOT_A_NUMBER)


def _article(paragraphs: list[DocxParagraph], number: int, bookmarks: Mapping[str, str]) -> OldArticle:
    first = paragraphs[0].text.strip()
    match = _NUMBER.match(first)
    first = first[match.end() :] if match else first
    title = _TITLE.match(first)
    first = (first[title.end() :] if title else first).strip()
    duties = dict.fromkeys(duty for one in paragraphs for mark in one.bookmarks if (duty := _duty(mark, bookmarks)))
    texts = (first, *(one.text.strip() for one in paragraphs[1:]))
    return OldArticle(paragraphs[0].key, number, title[1] if title else "", texts, tuple(duties))


def _duty(mark: str, bookmarks: Mapping[str, str]) -> str:
    """The duty of cp_1_1_04, or of cp_1_1_04_2 for a further place."""
    return bookmarks.get(mark) or bookmarks.get(first_place(mark), "")


def _number(text: str) -> int:
    match = _NUMBER.match(text)
    if not match:
        return 0
    written = match[1].replace("〇", "零")
    return int(written) if written.isascii() else _numbers().get(written, 0)


@cache
def _numbers() -> dict[str, int]:
    return {chinese(number): number for number in range(1, MOST_ARTICLES + 1)}

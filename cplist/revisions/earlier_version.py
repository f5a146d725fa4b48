"""An earlier version of the system, to compare the new one with: from build.json, or from anybody's .docx.

Of a .docx nothing is read but its text, its bookmarks and its properties. Articles are found by their bookmark
(cpa_KEY), else by their number (第八条) at the beginning of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from typing import Any

from cplist.core.bookmarks import first_place
from cplist.core.document_properties import custom_properties_of
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.opc import UNREADABLE, unzipped
from cplist.domain.numerals import NUMERAL, chinese, number_in
from cplist.revisions.docx_text import MAIN, DocxParagraph, paragraphs_in

LARGEST = 50_000_000
"""Bytes of a .docx: one of cplist has fifty thousand."""
MOST_ARTICLES = 999
_OLE = b"\xd0\xcf\x11\xe0"
"""How an old .doc begins, and an encrypted .docx."""
_NUMBER = re.compile(
    rf"\s*第(\s*{NUMERAL}(?:\s*{NUMERAL}){{0,6}})\s*条"
    r"(?:之[一二三四五六七八九十]{1,2}(?=[\s【（]|$))?(?=([\s【（:：]|$)?)"
)
"""An article's number at the beginning of a paragraph, also 第 八 条、第８条、第八条之一 and whether it stands
alone."""
_NOT_A_NUMBER = re.compile(rf"第|、\s*(?:第|{NUMERAL})|和|至|或|规定|所|的|中")
"""How a reference to an article goes on."""
_CHAPTER = re.compile(rf"\s*第\s*(?:{NUMERAL}\s*){{1,4}}[章节](?:\s|$)|\s*[总附]\s*则\s*$")
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
_TITLED_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]+\s*[：:\s][^。；，]{1,40}")
_IN_CONTENTS = re.compile(r".{1,80}(?:[….·．]{2,}|\s)\s*\d{1,3}\s*")
"""A line of contents that somebody typed: words, dots or a tab, a page."""
_BEHIND_NUMBER = "： :\u3000、.．"
_TITLE = re.compile(r"[\s：:]*【([^】]{1,40})】\s*")


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
        if self.name:
            return f"原责任制（{PurePath(self.name).name}）"
        document = self.facts.get("document")
        number = document.get("number") if isinstance(document, dict) else ""
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
        shown = paragraphs_in(parts)
        paragraphs = _without_contents(_without_boxes(shown))
        properties = custom_properties_of(parts)
    except KeyError as error:
        raise FindingsError([finding("against-not-docx", at, file=name, problem=MAIN)]) from error
    except UNREADABLE as error:
        problem = f"{type(error).__name__}: {error}"
        raise FindingsError([finding("against-not-docx", at, file=name, problem=problem)]) from error
    articles = tuple(islice(_articles(paragraphs, bookmarks), MOST_ARTICLES + 1))
    if len(articles) > MOST_ARTICLES:
        raise FindingsError([finding("against-too-many", at, file=name, limit=MOST_ARTICLES)])
    if not articles:
        raise FindingsError([finding("against-no-articles", at, file=name)])
    said = (*_findings(paragraphs, articles, properties, institution, at), *_left_out(shown, paragraphs, at))
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


def _without_boxes(paragraphs: Sequence[DocxParagraph]) -> list[DocxParagraph]:
    """The paragraphs without those of tables and text boxes in which no article begins, or only such as begin
    outside of them too: a list of articles."""
    outside = {_number(one.text) for one in paragraphs if not one.boxes and _may_start(one)}
    kept: set[int] = set()
    for one in paragraphs:
        if _may_start(one) and (one.key or _number(one.text) not in outside):
            kept.update(one.boxes)
    return [one for one in paragraphs if kept.issuperset(one.boxes)]


def _without_contents(paragraphs: Sequence[DocxParagraph]) -> list[DocxParagraph]:
    """The paragraphs without the lines of contents that somebody typed: their articles begin further down too."""
    last = {_number(one.text): place for place, one in enumerate(paragraphs) if _may_start(one)}
    listed = {
        place
        for place, one in enumerate(paragraphs)
        if not one.key and last.get(_number(one.text), -1) > place and _IN_CONTENTS.fullmatch(one.text)
    }
    return [one for place, one in enumerate(paragraphs) if place not in listed]


def _left_out(shown: Sequence[DocxParagraph], read: Sequence[DocxParagraph], at: Location) -> Iterator[Finding]:
    """What stands among the articles and isn't compared: tables and text boxes, notes."""
    kept = set(map(id, read))
    starts = [place for place, one in enumerate(shown) if id(one) in kept and _may_start(one)]
    if not starts:
        return
    annexes = (place for place, one in enumerate(shown) if place > starts[-1] and _ANNEX.match(one.text.strip()))
    among = shown[starts[0] : next(annexes, len(shown))]
    boxes = {one.boxes[0] for one in among if one.boxes and one.text.strip() and id(one) not in kept}
    notes = sum(one.notes for one in among)
    if boxes or notes:
        yield finding("against-left-out", at, file=at.file, boxes=len(boxes) or "", notes=notes or "")


def _may_start(paragraph: DocxParagraph) -> bool:
    match = _NUMBER.match(paragraph.text)
    return bool(paragraph.key or (match and not _NOT_A_NUMBER.match(paragraph.text, match.end())))


def _articles(paragraphs: Sequence[DocxParagraph], bookmarks: Mapping[str, str]) -> Iterator[OldArticle]:
    """The articles among the paragraphs; what stands before the first one, and from the first annex on, is none,
    and neither is one that has been emptied."""
    gathered: list[DocxParagraph] = []
    number = 0
    seen: set[str] = set()
    last = {_number(one.text): place for place, one in enumerate(paragraphs) if _may_start(one)}
    for place, paragraph in enumerate(paragraphs):
        starts, text = _starts(paragraph, number, seen), paragraph.text.strip()
        ends = last.get(number + 1, -1) < place  # a list of annexes may stand above articles
        is_annex = _ANNEX.fullmatch(text) or (ends and _TITLED_ANNEX.fullmatch(text))
        if gathered and (starts or is_annex or _CHAPTER.match(paragraph.text)):
            yield from _article(gathered, number, bookmarks)
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
        yield from _article(gathered, number, bookmarks)


def _starts(paragraph: DocxParagraph, last: int, seen: set[str]) -> bool:
    """Whether a paragraph begins an article: by its bookmark, or by a number that is no reference."""
    if paragraph.key and paragraph.key not in seen:
        return True
    match = _NUMBER.match(paragraph.text)
    if not match or not _number(paragraph.text):
        return False
    if match[2] is not None:
        return True
    return _number(paragraph.text) == last + 1 and not _NOT_A_NUMBER.match(paragraph.text, match.end())


def _article(paragraphs: list[DocxParagraph], number: int, bookmarks: Mapping[str, str]) -> Iterator[OldArticle]:
    """The article of those paragraphs; none where they have no words beside its number."""
    first = paragraphs[0].text
    match = _NUMBER.match(first)
    first = first[match.end() :] if match else first
    title = _TITLE.match(first)
    first = (first[title.end() :] if title else first).strip().lstrip(_BEHIND_NUMBER)
    duties = dict.fromkeys(duty for one in paragraphs for mark in one.bookmarks if (duty := _duty(mark, bookmarks)))
    texts = tuple(text for text in (first, *(one.text.strip() for one in paragraphs[1:])) if text)
    if texts:
        yield OldArticle(paragraphs[0].key, number, title[1] if title else "", texts, tuple(duties))


def _duty(mark: str, bookmarks: Mapping[str, str]) -> str:
    """The duty of cp_1_1_04, or of cp_1_1_04_2 for a further place."""
    return bookmarks.get(mark) or bookmarks.get(first_place(mark), "")


def _number(text: str) -> int:
    match = _NUMBER.match(text)
    return number_in(match[1]) if match else 0

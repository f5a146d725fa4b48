"""The numbers that Word writes before the paragraphs of lists, which stand in no paragraph's text: 第一条, （二）,
3.1 (ECMA-376 part 1, 17.9). python-docx knows the elements, but counts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn

from cplist.revisions.number_formats import list_number
from cplist.revisions.word_styles import Element, Styles, switched_on, value_of

_PLACE = re.compile(r"%([1-9])")
_UNNUMBERED = ("bullet",)


@dataclass(frozen=True)
class Level:
    """A level of a list: its first number, how it is written, what stands around it; `restart` is the level (from
    1) after which it begins again (None: any above it, 0: never); `style` the paragraph style that has this
    level."""

    start: int
    form: str
    text: str
    restart: int | None
    legal: bool
    style: str


@dataclass(frozen=True)
class List:
    """One list that paragraphs name: what it counts with (lists that share `counts` go on with each other's
    numbers), its levels, and at which it begins anew with which number."""

    counts: str
    levels: Mapping[int, Level]
    begins: Mapping[int, int]


class ListNumbers:
    """Counts the paragraphs of a document's lists, in their order. `numbering` is the root of numbering.xml."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = dict(_lists(numbering, styles)) if numbering is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph, "" for one without; `properties` are its w:pPr."""
        place = self._place(properties)
        if place is None:
            return ""
        number, at = place
        one = self._lists[number]
        counts = self._counted(number, one, at)
        level = one.levels[at]
        return (
            ""
            if level.form in _UNNUMBERED
            else _PLACE.sub(lambda found: _written(one, found, counts, level), level.text)
        )

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, else those of its style."""
        style = self._styles.of_paragraph(properties)
        inherited = self._styles.numbering(style)
        number = value_of(properties, "w:numPr/w:numId")
        at = value_of(properties, "w:numPr/w:ilvl")
        if inherited and number is None:
            number, at = value_of(inherited[1], "w:numId"), at or value_of(inherited[1], "w:ilvl")
        if number is None or number not in self._lists:
            return None
        levels = self._lists[number].levels
        of_style = [level for level, one in levels.items() if inherited and one.style == inherited[0]]
        level = int(at) if at and at.isdigit() else next(iter(of_style), 0)
        return (number, level) if level in levels else None

    def _counted(self, number: str, one: List, at: int) -> Mapping[int, int]:
        counts = self._counts.setdefault(one.counts, {})
        first = one.levels[at].start
        if at in one.begins and (number, at) not in self._begun:
            self._begun.add((number, at))
            counts[at] = one.begins[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else first
        for deeper in [level for level in counts if level > at]:
            restart = one.levels[deeper].restart if deeper in one.levels else None
            if restart is None or at < restart:
                del counts[deeper]
        return counts


def _written(one: List, found: re.Match[str], counts: Mapping[int, int], level: Level) -> str:
    """The number of a level in a label; of one above that has not been used yet, the one before its first."""
    at = int(found[1]) - 1
    if at not in one.levels:
        return ""
    count = counts.get(at, one.levels[at].start - 1)
    return list_number(count, "decimal" if level.legal else one.levels[at].form)


def _lists(numbering: Element, styles: Styles) -> Iterator[tuple[str, List]]:
    """The lists by their numbers (w:numId); 0 is none, and takes a style's number away."""
    abstract = {one.get(qn("w:abstractNumId"), ""): one for one in numbering.findall(qn("w:abstractNum"))}
    instances = {one.get(qn("w:numId"), ""): one for one in numbering.findall(qn("w:num"))}
    for number, instance in instances.items():
        counts = _counts_of(instance, instances, abstract, styles)
        if number == "0" or counts not in abstract:
            continue
        levels = dict(_levels(abstract[counts]))
        begins: dict[int, int] = {}
        for change in instance.findall(qn("w:lvlOverride")):
            at = _integer(change.get(qn("w:ilvl")), 0)
            levels |= dict(_levels(change))
            begin = value_of(change, "w:startOverride")
            begins |= {at: _integer(begin, 1)} if begin is not None else {}
        yield number, List(counts, levels, begins)


def _counts_of(
    instance: Element, instances: Mapping[str, Element], abstract: Mapping[str, Element], styles: Styles
) -> str:
    """The id of the definition with a list's levels; a definition may only name a style of lists that has it."""
    id_ = value_of(instance, "w:abstractNumId") or ""
    style = value_of(abstract.get(id_), "w:numStyleLink")
    found = styles.numbering(style) if style else None
    linked = instances.get(value_of(found[1], "w:numId") or "") if found else None
    return id_ if linked is None else value_of(linked, "w:abstractNumId") or ""


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for level in parent.findall(qn("w:lvl")):
        restart = value_of(level, "w:lvlRestart")
        yield (
            _integer(level.get(qn("w:ilvl")), 0),
            Level(
                start=_integer(value_of(level, "w:start"), 0),
                form=value_of(level, "w:numFmt") or "decimal",
                text=value_of(level, "w:lvlText") or "",
                restart=None if restart is None else _integer(restart, 0),
                legal=bool(switched_on(level, "w:isLgl")),
                style=value_of(level, "w:pStyle") or "",
            ),
        )


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise

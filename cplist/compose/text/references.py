"""References to articles, annexes and duties get their words when everything is numbered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from cplist.compose.text.slips import Slips
from cplist.core.document import Block, Cell, Paragraph, Place, Run, RunKind, Table
from cplist.domain.numerals import chinese

BETWEEN = "、"
_REFERENCE = re.compile(r"\[\]\(([^()\n]*)\)")


class References:
    """What can be referred to: names of articles and annexes by their key, places by the duty that they carry;
    `several` are the articles of more than one 款."""

    def __init__(self, slips: Slips) -> None:
        self._slips = slips
        self._names: dict[str, str] = {}
        self.places: dict[str, list[Place]] = {}
        self.several: set[str] = set()
        self._with_items: Counter[str] = Counter()

    def name(self, key: str, name: str) -> str:
        """Give an article or an annex its name, which comes back; a key stands once."""
        if key in self._names:
            self._slips.add("article-twice", key=key)
        self._names[key] = name
        return name

    def with_words(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks, their references with words; one that leads nowhere is a slip."""
        return tuple(self._block(block) for block in blocks)

    def spoken(self, text: str) -> str:
        """A text with words for the references in it."""
        return _REFERENCE.sub(lambda match: self._run(Run("", RunKind.REFERENCE, match[1])).text, text)

    def placed(self) -> Mapping[str, tuple[Place, ...]]:
        """Every duty's places, as they are cited."""
        return {duty: tuple(self._cited(place) for place in found) for duty, found in self.places.items()}

    def _cited(self, place: Place) -> Place:
        """An article of one 款 isn't cited by it."""
        return place if place.article in self.several else replace(place, paragraph=0)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, runs=self._cell(block.runs)) if _refers(block.runs) else block
        if isinstance(block, Table):
            rows = tuple(
                tuple(self._in_table(cell) if _refers(cell) else cell for cell in row) for row in block.rows
            )
            return replace(block, rows=rows)
        return block

    def _cell(self, runs: Cell) -> Cell:
        return tuple(self._run(run) if run.kind is RunKind.REFERENCE else run for run in runs)

    def _in_table(self, runs: Cell) -> Cell:
        """A cell that holds nothing but references cites in short."""
        if all(run.kind is RunKind.REFERENCE or run.text == BETWEEN for run in runs):
            return self._several([run for run in runs if run.kind is RunKind.REFERENCE])
        return self._cell(runs)

    def _several(self, references: Sequence[Run]) -> Cell:
        """References with nothing but 、 between them: each place once, items of one 款 together."""
        found = dict.fromkeys(self._place(run) or self._run(run) for run in references)
        runs: list[Run] = []
        for _, together in groupby(found, _within):
            first, *others = together
            named = first if isinstance(first, Run) else _cited_together([first, *cast(list[Place], others)])
            runs += [Run(BETWEEN), named] if runs else [named]
        return tuple(runs)

    def _place(self, run: Run) -> Place | None:
        """Where a reference to a duty leads; None for any other."""
        if run.target in self._names or run.target not in self.places:
            return None
        return self._in_short(self._cited(self.places[run.target][0]))

    def _in_short(self, place: Place) -> Place:
        """第八条第（三）项, where no other 款 of the article has items."""
        if not self._with_items:
            places = (p for found in self.places.values() for p in found if p.item)
            self._with_items = Counter(article for article, _ in {(p.article, p.paragraph) for p in places})
        return replace(place, paragraph=0) if place.item and self._with_items[place.article] == 1 else place

    def _run(self, run: Run) -> Run:
        if run.target in self._names:
            return replace(run, text=self._names[run.target])
        if run.target not in self.places:
            self._slips.add("reference-missing", target=run.target)
            return replace(run, text="〔条款待定〕", kind=RunKind.TEXT, target="")
        place = self._cited(self.places[run.target][0])
        return replace(run, text=place_text(place), target=place.article)


def place_text(place: Place) -> str:
    """第八条第二款第（三）项."""
    text = f"第{chinese(place.number)}条"
    if place.paragraph:
        text += f"第{chinese(place.paragraph)}款"
    return text + (f"第（{chinese(place.item)}）项" if place.item else "")


def _within(found: Place | Run) -> object:
    """The article and the 款 of an item; anything else stands alone."""
    return (found.article, found.paragraph) if isinstance(found, Place) and found.item else found


def _cited_together(places: Sequence[Place]) -> Run:
    """第八条第二款第（一）项至第（三）项."""
    first, last = places[0], places[-1]
    text = place_text(first)
    if len(places) == last.item - first.item + 1 > 2:
        text += f"至第（{chinese(last.item)}）项"
    else:
        text += "".join(f"、第（{chinese(place.item)}）项" for place in places[1:])
    return Run(text, RunKind.REFERENCE, first.article)


def _refers(runs: Cell) -> bool:
    return any(run.kind is RunKind.REFERENCE for run in runs)

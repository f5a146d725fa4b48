"""Lists of a text: items are （一）（二）, sub-items 1. 2., and their last marks are ； and 。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cplist.core.document import Block, Paragraph, Run, RunKind
from cplist.domain.numerals import chinese


class Lists:
    """The lists that are open at a place: how many items each has so far, and with which block they begin."""

    def __init__(self) -> None:
        self._counts: list[int] = []
        self._items: list[int] = []
        self._first = 0

    @property
    def depth(self) -> int:
        return len(self._counts)

    @property
    def item(self) -> int:
        """The number of the item in the outermost list; 0 outside."""
        return self._counts[0] if self._counts else 0

    def begin(self, block: int) -> None:
        """A list begins with that block."""
        if not self._counts:
            self._first = block
        self._counts.append(0)

    def begin_item(self, block: int) -> str:
        """An item begins with that block; gives its label."""
        self._counts[-1] += 1
        self._items.append(block)
        return f"（{chinese(self._counts[0])}）" if self.depth == 1 else f"{self._counts[-1]}."

    def end_item(self, block: int) -> bool:
        """An item ends before that block; gives whether anything stands in it."""
        return self._items.pop() < block

    def end(self, blocks: list[Block]) -> None:
        """A list ends with the last of the blocks; at the end of the outermost one its items get their marks."""
        self._counts.pop()
        if not self._counts:
            blocks[self._first :] = _ended(blocks[self._first :])


def _ended(blocks: Sequence[Block]) -> list[Block]:
    return [_with_mark(block, "。" if block is blocks[-1] else "；") for block in blocks]


def _with_mark(block: Block, mark: str) -> Block:
    """An item ends in that mark; one that leads in its own sub-items keeps its ：.

    Behind words that carry a duty the mark is a run of its own: LibreOffice gives a mark that hangs over the margin
    a line more where a bookmark ends behind it."""
    if not isinstance(block, Paragraph) or not block.runs:
        return block
    words = block.runs[-1]
    if words.kind is RunKind.REFERENCE:
        return replace(block, runs=(*block.runs, Run(mark)))
    bare = words.text.rstrip("；。，")
    if bare.endswith("：") and words.text == bare:
        return block
    if words.kind is RunKind.DUTY:
        return replace(block, runs=(*block.runs[:-1], replace(words, text=bare), Run(mark)))
    return replace(block, runs=(*block.runs[:-1], replace(words, text=bare + mark)))

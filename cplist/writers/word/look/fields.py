"""Fields in a part of a style.docx: which are plain, and which elements make up the others.

A field is a sequence of marks (begin, separate, end) with its instruction between the first two and what it showed
last between the last two (ECMA-376 part 1, 17.16.18). An instruction may be cut into pieces, and hold fields whose
results are parts of it: one that isn't written out in plain words is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cplist.core.namespaces import W
from cplist.core.xml_reading import Span
from cplist.writers.word.look.names import PLAIN_FIELDS

MARK, INSTRUCTION = f"{W}fldChar", f"{W}instrText"
NAMELESS = "field"
_NAME = re.compile(r"\s*([A-Za-z]+)(?=[\s\\\"]|$)")
_WRITTEN = re.compile(r"[^{}\x13-\x15]*")
_SHOWN = frozenset(
    f"{W}{name}"
    for name in (
        "fldSimple",
        "t",
        "tab",
        "br",
        "cr",
        "ptab",
        "sym",
        "noBreakHyphen",
        "softHyphen",
        "drawing",
        "pict",
        "ruby",
        "pgNum",
    )
)


class FieldsLeftOut(NamedTuple):
    """The numbers of the elements that make up fields that are left out, and the names of these fields."""

    elements: frozenset[int]
    names: frozenset[str]


@dataclass
class _Field:
    """An open field: the numbers of its elements, its instruction as far as it was read."""

    elements: list[int] = field(default_factory=list)
    instruction: str = ""
    in_instruction: bool = True
    plain: bool = True

    def holds(self, number: int) -> None:
        """An element in the instruction that no plain one has."""
        self.elements.append(number)
        self.plain = False


def plain_name(instruction: str) -> str:
    """The name of the field of an instruction, if it is one that shows what is in the document; else ""."""
    found = _NAME.match(instruction)
    known = bool(found) and bool(_WRITTEN.fullmatch(instruction)) and field_name(instruction) in PLAIN_FIELDS
    return field_name(instruction) if known else ""


def field_name(instruction: str) -> str:
    """How the field of an instruction is called, in capitals."""
    found = re.search(r"[A-Za-z]+", instruction)
    return found[0].upper() if found else NAMELESS


def fields_left_out(elements: Sequence[Span], texts: Sequence[str]) -> FieldsLeftOut:
    """The fields of a part that aren't plain; `texts` are the texts of its elements' instructions, else ""."""
    reader = _Reader()
    for number, (element, text) in enumerate(zip(elements, texts, strict=True)):
        reader.take(number, element, text)
    reader.close()
    return FieldsLeftOut(frozenset(reader.left_out), frozenset(reader.names))


class _Reader:
    """Takes element after element; fields that are open are nested in each other."""

    def __init__(self) -> None:
        self.open: list[_Field] = []
        self.left_out: list[int] = []
        self.names: list[str] = []

    def take(self, number: int, element: Span, text: str) -> None:
        if element.name == MARK:
            self._mark(number, element.attributes.get(f"{W}fldCharType", ""))
        elif element.name == INSTRUCTION:
            self._instruction(number, text)
        elif element.name in _SHOWN:
            for outer in self._instructions():
                outer.holds(number)

    def close(self) -> None:
        """The end of the part: what is still open has no end, and is none."""
        while self.open:
            self.open[-1].plain = False
            self._end()

    def _instructions(self) -> Iterator[_Field]:
        """The open fields in whose instruction one is."""
        return (one for one in self.open if one.in_instruction)

    def _mark(self, number: int, kind: str) -> None:
        for outer in self._instructions():
            if kind == "begin" or outer is not self.open[-1]:
                outer.holds(number)
        if kind == "begin":
            self.open.append(_Field([number]))
        elif not self.open or kind not in ("separate", "end"):
            self.left_out.append(number)
        else:
            self.open[-1].elements.append(number)
            self.open[-1].in_instruction = False
            if kind == "end":
                self._end()

    def _instruction(self, number: int, text: str) -> None:
        if not self.open or not self.open[-1].in_instruction:
            self.left_out.append(number)
            return
        self.open[-1].elements.append(number)
        self.open[-1].instruction += text
        for outer in self.open[:-1]:
            if outer.in_instruction:
                outer.holds(number)

    def _end(self) -> None:
        ended = self.open.pop()
        if not ended.plain or not plain_name(ended.instruction):
            self.left_out += ended.elements
            self.names.append(field_name(ended.instruction))

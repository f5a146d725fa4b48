"""What the cells of a form look like: white is to be filled in, grey is said, red is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from enum import Enum
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from cplist.form.layout import TICKS, Slot, SlotKind
from cplist.form.values import is_switch, offered

COLORS = {"needed": "C00000", "optional": "A6A6A6"}
FONT = "微软雅黑"
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color)


class Look(Enum):
    """Font, fill, alignment and border of a sort of cell; texts where something is filled in."""

    TITLE = (Font(FONT, 14, bold=True), None, Alignment(vertical="center"), None)
    ABOUT = (Font(FONT, 9, color="7F7F7F"), None, Alignment(vertical="center"), None)
    STEP = (Font(FONT, 10.5), None, Alignment(vertical="center"), None)
    HEAD = (Font(FONT, 10, bold=True), _fill("D9E2F0"), Alignment("center", "center", wrap_text=True), _BORDER)
    NEEDED_HEAD = (
        *(Font(FONT, 10, bold=True, color="C00000"), _fill("D9E2F0")),
        *(Alignment("center", "center", wrap_text=True), _BORDER),
    )
    TURNED = (Font(FONT, 9), _fill("EAEFF7"), Alignment("center", "bottom", text_rotation=255), _BORDER)
    GROUP = (Font(FONT, 10, bold=True), _fill("EAEFF7"), Alignment(vertical="center"), _BORDER)
    NAME = (Font(FONT, 10), _fill("F2F2F2"), Alignment(vertical="center", wrap_text=True), _BORDER)
    NEEDED = (
        *(Font(FONT, 10, color="C00000"), _fill("F2F2F2")),
        *(Alignment(vertical="center", wrap_text=True), _BORDER),
    )
    SAID = (Font(FONT, 9, color="7F7F7F"), None, Alignment(vertical="center", wrap_text=True), _BORDER)
    SAID_HEAD = (Font(FONT, 8, color="7F7F7F"), None, Alignment(vertical="top", wrap_text=True), _BORDER)
    LINK = (Font(FONT, 10, color="0563C1", underline="single"), None, Alignment(vertical="center"), _BORDER)
    FILLED_IN = (Font(FONT, 10), None, Alignment(vertical="center", wrap_text=True), _BORDER)
    TICK = (Font(FONT, 10), None, Alignment("center", "center"), _BORDER)


_TYPED = (Look.FILLED_IN, Look.TICK)
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Dresser:
    """Puts texts into the cells of one workbook. openpyxl takes long to find a style: each is found once."""

    def __init__(self) -> None:
        self._styles: dict[Look, Any] = {}

    def put(self, cell: Any, text: str, look: Look | None = None) -> None:
        """Put a text there, which stays one whatever it begins with, and give the cell that look."""
        if text:
            cell.value = _LIKE_A_CODE.sub("_x005F_", text)
            cell.data_type = "s"
        if look is None:
            return
        if look in self._styles:
            cell._style = copy(self._styles[look])
            return
        cell.font, fill, cell.alignment, border = look.value
        if fill is not None:
            cell.fill = fill
        if border is not None:
            cell.border = border
        if look in _TYPED:
            cell.number_format = "@"  # what is typed stays a text
        self._styles[look] = copy(cell._style)


def width_of(slot: Slot) -> float:
    """Of its column, in characters."""
    if slot.kind in TICKS and slot.group:
        return 4.5
    if slot.kind in TICKS:
        return 8
    if slot.kind is SlotKind.REST:
        return 10
    if slot.kind is SlotKind.KEY:
        return 24
    if slot.kind is SlotKind.TEXT and not slot.path:
        return 40
    if slot.path[-1:] == ("id",) or slot.refers or slot.kind is SlotKind.PARENT:
        return 16
    if slot.kind is SlotKind.LIST:
        return 26
    if is_switch(slot.rule) or ((texts := offered(slot.rule)) and max(map(len, texts)) < 8):
        return 12
    return 26 if slot.rule.get("meta", {}).get("prose") else 16


def height_of(text: str, width: float) -> float:
    """The height of a line in which that text stands in a column so wide, in points."""
    lines = sum(1 + int(max(_breadth(line) - 1, 0) // width) for line in text.rstrip("\n").split("\n"))
    return 18 + 13 * (lines - 1)


def _breadth(text: str) -> float:
    """How wide a text is, in characters of a column: those of a form are a little smaller."""
    return sum(1.75 if ord(character) > 0x2E7F else 0.85 for character in text)


def turned_height(titles: Iterable[str]) -> float:
    """The height of a line of titles whose characters stand one above the other."""
    return 14 * max(map(len, titles), default=0) + 8

"""What people make cells look like stays, also where they wrote nothing: italics and strikethrough, colours of the
theme, a whole row that is marked."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from cplist.carryover.reading.colors import color_value, theme_colors
from cplist.core.xml_reading import tree
from cplist.pipeline import Built

from .workbooks import FILLED, edited, opened, place, xlsx


def test_letters_that_are_struck_through_italic_or_underlined_stay_so(
    made: Callable[..., Built], first: bytes
) -> None:
    def edit(book: Any) -> None:
        cell = place(book, "备注")
        cell.value, cell.font = "作废", Font(italic=True, strike=True, underline="single")

    content = edited(first, edit)
    for _ in range(2):
        built = made(content)
        content = xlsx(built)
        font = place(opened(content), "备注").font
        assert (font.i, font.strike, font.u) == (True, True, "single")
        assert [one for one in built.carry_over.plan.left_behind if "号" not in one.what] == []


def test_a_marked_row_stays_marked_in_cells_that_nobody_wrote_in(made: Callable[..., Built], first: bytes) -> None:
    def edit(book: Any) -> None:
        for cell in book[FILLED][4]:
            cell.fill = PatternFill("solid", fgColor=Color(theme=5, tint=0.5))

    content = edited(first, edit)
    colors = []
    for _ in range(2):
        built = made(content)
        content = xlsx(built)
        colors.append({cell.fill.fgColor.rgb for cell in opened(content)[FILLED][4]})
        assert built.carry_over.plan.left_behind == ()
    assert colors[0] == colors[1] and len(colors[0]) == 1 and "00FFF9E5" not in colors[0]
    assert "00FFF9E5" in {cell.fill.fgColor.rgb for cell in opened(content)[FILLED][5]}


THEME = tree(
    b'<theme><clrScheme name="x"><dk1><sysClr val="windowText" lastClr="000000"/></dk1>'
    b'<lt1><sysClr val="window" lastClr="FFFFFF"/></lt1><dk2><srgbClr val="1F497D"/></dk2>'
    b'<lt2><srgbClr val="EEECE1"/></lt2><accent1><srgbClr val="4F81BD"/></accent1></clrScheme></theme>'
)


@pytest.mark.parametrize(
    ("said", "color"),
    [
        ('rgb="FFFF0000"', "FF0000"),
        ('rgb="ff0000"', "FF0000"),
        ('theme="0"', "FFFFFF"),
        ('theme="1"', "000000"),
        ('theme="3"', "1F497D"),
        ('theme="4"', "4F81BD"),
        ('theme="0" tint="-0.5"', "808080"),
        ('indexed="10"', "FF0000"),
        ('indexed="64"', ""),
        ('auto="1"', ""),
        ('theme="99"', ""),
        ('rgb="red"', ""),
    ],
)
def test_a_color_is_the_same_however_it_is_named(said: str, color: str) -> None:
    assert color_value(tree(f"<color {said}/>".encode()), theme_colors(THEME)) == color


def test_a_tint_makes_a_color_lighter_in_its_own_hue() -> None:
    made = color_value(tree(b'<color theme="4" tint="0.4"/>'), theme_colors(THEME))
    hues = [colorsys.rgb_to_hls(*(int(one[at : at + 2], 16) for at in (0, 2, 4))) for one in (made, "4F81BD")]
    assert hues[0][0] == pytest.approx(hues[1][0], abs=0.01) and hues[0][1] > hues[1][1]

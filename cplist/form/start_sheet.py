"""The first sheet of a form: what to do, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname

from cplist.form.layout import FormSheet
from cplist.form.look import Dresser, Look, height_of
from cplist.form.marks import PASSED_OVER
from cplist.form.words import in_words

START = "从这里开始"
_WIDTHS = (26, 10, 100)
_STEPS = (
    "1. 依次填写下面各表：标签红色的必填，灰色的有需要才填。标题带 * 的必填；白格是要填的，灰字是说明。",
    "2. 存盘，在命令行检查：cplist check 本文件。提示写明在哪张表、哪一格。",
    "3. 没有错误了，生成文件：cplist build 本文件。",
)
_HINTS = (
    "代号用英文字母，自己起，在别的表里照写即指同一人、同一部门；写职务、姓名、部门名称也可以，但不能有重名。",
    "打勾的格写 √；一格里写几个的，用顿号隔开；明确没有的写“无”，与不写不同。",
    "可以加行、加自己的表，可以排序；隐藏的第一行、第一列是程序的标记，不要删。",
)


def write_start(sheet: Any, forms: Sequence[FormSheet], dresser: Dresser) -> None:
    """Write it, with a link to each of those sheets."""
    dresser.put(sheet.cell(1, 1), PASSED_OVER)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    for column, width in enumerate(_WIDTHS, 2):
        sheet.column_dimensions[get_column_letter(column)].width = width
    dresser.put(sheet.cell(2, 2), "机构档案", Look.TITLE)
    sheet.row_dimensions[2].height = 24
    for row, text in enumerate((*_STEPS, *_HINTS), 3):
        dresser.put(sheet.cell(row, 2), text, Look.STEP if text in _STEPS else Look.ABOUT)
        sheet.row_dimensions[row].height = 18
    top = 3 + len(_STEPS) + len(_HINTS) + 1
    for column, title in enumerate(("表", "", "填什么"), 2):
        dresser.put(sheet.cell(top, column), title, Look.HEAD)
    for row, form in enumerate(forms, top + 1):
        about = in_words(form.description)
        dresser.put(sheet.cell(row, 2), form.name, Look.LINK)
        sheet.cell(row, 2).hyperlink = f"#{quote_sheetname(form.name)}!C4"
        dresser.put(sheet.cell(row, 2), form.name, Look.LINK)
        needed = ("必填", Look.NEEDED) if form.required else ("选填", Look.NAME)
        dresser.put(sheet.cell(row, 3), *needed)
        dresser.put(sheet.cell(row, 4), about, Look.SAID)
        sheet.row_dimensions[row].height = height_of(about, _WIDTHS[2])
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(top + 1, 1).coordinate

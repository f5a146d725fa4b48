"""What the drop-down lists of a form offer: each list is a column of a hidden sheet, with a defined name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from cplist.form.layout import FormSheet
from cplist.form.look import Dresser
from cplist.form.marks import PASSED_OVER
from cplist.schema.checks import ID

CHOICES = "选项"
PEOPLE = "people"
"""The list of those who have an id: as they stand in the form."""
FIRST_LINE = 6
"""The first line of a table to be filled in."""
_MOST_PEOPLE = 60
"""So many lines of a table are offered."""
_CALLED = (("post",), ("name",))


class Lists:
    """The lists of a workbook, which openpyxl makes."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.names: dict[tuple[str, ...], str] = {}

    def name(self, texts: Iterable[str]) -> str:
        """The name of a list of those texts; "" for none."""
        key = tuple(texts)
        return self.names.setdefault(key, f"choice_{len(self.names) + 1}") if key else ""

    def write(self, forms: Sequence[FormSheet], dresser: Dresser) -> None:
        """Write the sheet with the lists."""
        sheet = self.book.create_sheet(CHOICES)
        sheet.sheet_state = "hidden"
        dresser.put(sheet.cell(1, 1), PASSED_OVER)
        for column, (texts, name) in enumerate(self.names.items(), 3):
            for row, text in enumerate(texts, 1):
                dresser.put(sheet.cell(row, column), text)
            self._define(name, get_column_letter(column), str(len(texts)))
        row = 0
        for row, formula in enumerate(self._people(forms), 1):
            sheet.cell(row, 2).value = formula
        self._define(PEOPLE, "B", str(max(row, 1)))

    def _define(self, name: str, column: str, last: str) -> None:
        where = f"{quote_sheetname(CHOICES)}!${column}$1:${column}${last}"
        self.book.defined_names[name] = DefinedName(name, attr_text=where)

    @staticmethod
    def _people(forms: Sequence[FormSheet]) -> Iterable[str]:
        """Formulas that give the ids that stand in the form, with what each is called."""
        for form in forms:
            identity, called = form.identity, next((one for one in form.slots if one.path in _CALLED), None)
            if identity is None or called is None or form.parent or identity.rule.get("check_with") is not ID:
                continue
            columns = [get_column_letter(2 + form.slots.index(slot)) for slot in (identity, called)]
            for line in range(FIRST_LINE, FIRST_LINE + _MOST_PEOPLE):
                id_, name = (f"{quote_sheetname(form.name)}!{column}{line}" for column in columns)
                yield f'=IF({id_}="","",{id_}&"（"&{name}&"）")'

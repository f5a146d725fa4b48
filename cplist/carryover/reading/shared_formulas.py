"""Formulas that a sheet writes once for a range of cells (ECMA-376 part 1, 18.3.1.40)."""

from __future__ import annotations

from cplist.core.workbook import At
from cplist.core.xml_reading import Element
from cplist.formulas.references import letter


class SharedFormulas:
    """The formulas of one sheet; those that are shared are remembered where they are written."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[str, At]] = {}

    def text(self, formula: Element, at: At) -> str:
        """The formula of the cell there (row and column from 0), with its =; "" where the file has none for it."""
        text, shared = formula.text or "", formula.get("si", "")
        if formula.get("t") != "shared":
            return f"={text}" if text else ""
        if text:
            self._written[shared] = text, at
            return f"={text}"
        return _moved(*self._written[shared], at) if shared in self._written else ""


def _moved(text: str, written: At, at: At) -> str:
    """The formula of the cell `written` as it reads in the cell `at`."""
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(f"={text}", _address(written)).translate_formula(_address(at)))
    except (TokenizerError, TranslatorError):
        return ""


def _address(at: At) -> str:
    return f"{letter(at[1])}{at[0] + 1}"

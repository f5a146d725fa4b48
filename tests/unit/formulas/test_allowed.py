"""Which functions the formulas of a pack may call: those that work out a value, and no others."""

from __future__ import annotations

import pytest
from openpyxl.utils import FORMULAE

from cplist.formulas.allowed import ALLOWED, BARRED, LATER, is_allowed, is_barred
from cplist.formulas.functions import FUNCTIONS

REACHING = (
    *("WEBSERVICE", "IMAGE", "CALL", "RTD", "DDE", "REGISTER", "REGISTER.ID", "SQL.REQUEST", "EXEC", "FILTERXML"),
    *(
        "HYPERLINK",
        "INDIRECT",
        "INFO",
        "CELL",
        "CUBEVALUE",
        "STOCKHISTORY",
        "PY",
        "IMPORTXML",
        "DISPIMG",
        "EVALUATE",
    ),
)


@pytest.mark.parametrize("name", REACHING)
@pytest.mark.parametrize("prefix", ["", "_xlfn.", "_xlfn._xlws.", "_XLFN."])
def test_what_asks_fetches_or_runs_is_not_allowed(name: str, prefix: str) -> None:
    for written in (prefix + name, (prefix + name).lower()):
        assert not is_allowed(written)
        assert is_barred(written)


def test_what_the_program_works_out_itself_is_allowed() -> None:
    assert [name for name in FUNCTIONS if not is_allowed(name)] == []


@pytest.mark.parametrize("name", ["_xlfn.TEXTJOIN", "_xlfn._xlws.FILTER", "_xlfn.STDEV.S", "vlookup", "ERROR.TYPE"])
def test_what_works_out_a_value_is_allowed(name: str) -> None:
    assert is_allowed(name)


@pytest.mark.parametrize(
    "name", ["TEXTJOIN", "_xlfn.SUM", "_xlfn.", "_xlfn._xlfn.TEXTJOIN", "_xludf.SUM", "SUM.", ""]
)
def test_a_name_under_the_wrong_prefix_is_not_allowed(name: str) -> None:
    assert not is_allowed(name)


def test_of_the_functions_that_openpyxl_knows_only_those_are_not_allowed_that_reach_out() -> None:
    """Whoever adds one to the list is asked here what it does."""
    assert sorted(set(FORMULAE) - ALLOWED - LATER) == [
        *("CELL", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET"),
        *("CUBESETCOUNT", "CUBEVALUE", "GETPIVOTDATA", "HYPERLINK", "INDIRECT", "INFO", "RTD"),
    ]


def test_no_function_is_both_allowed_and_barred() -> None:
    assert not (ALLOWED | LATER) & BARRED

"""The layouts of earlier versions, as checklist.yaml tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cplist.core.layouts import Layout, TableLayout, TablePlace

FIRST = 1
"""The layout of a checklist.yaml that names none."""
Data = Mapping[str, Any]


def layout_number(data: Data) -> int:
    """The version of a checklist's columns."""
    return int(data.get("layout") or FIRST)


def earlier_layouts(data: Data) -> tuple[Layout, ...]:
    """The layouts of the versions before."""
    return tuple(
        Layout(int(entry["layout"]), dict(map(_table, entry["tables"]))) for entry in data.get("earlier") or ()
    )


def _table(entry: Data) -> tuple[TablePlace, TableLayout]:
    between = entry.get("repeated")
    layout = TableLayout(
        tuple(entry["columns"]),
        frozenset(entry.get("filled_in") or ()),
        frozenset(entry.get("formulas") or ()),
        (between["after"], between["before"]) if between else None,
        entry.get("now") or {},
    )
    return (entry["sheet"], int(entry.get("table") or 0)), layout

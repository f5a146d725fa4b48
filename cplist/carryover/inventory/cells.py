"""What the cells of a sheet have beside their values: looks unlike the rest of their column, looks within a text,
links, and whatever else their XML says."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import iterparse

from cplist.carryover.inventory.looks import Looks, Property
from cplist.carryover.inventory.things import local
from cplist.core.bookmarks import is_duty_bookmark
from cplist.core.workbook import At
from cplist.core.xml_reading import Element, local_name
from cplist.formulas.references import column_of

_PLAIN = frozenset(("r", "s", "t"))
RUNS, OUTSIDE, ATTRIBUTE = "runs", "outside", "@"
"""The kinds: a text of several looks, a formula that speaks of another workbook, and an attribute that a cell has
beside its address, its style, its type."""
_OUTSIDE = re.compile(r"\[\d+\]")
_FILLED = frozenset(("v", "f", "is"))
_USUAL = _FILLED | {"extLst"}
_NUMBERS = ("n", "d", "b")
"""Types of cells that hold no text."""
OFF = ("false", "0", "off", "")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"'?[^'!]+'?!\$?A\$?\d+")


@dataclass
class CellThings:
    """Of a sheet's cells: `features` what each has beside value and look, `styles` the numbers of the formats of
    all cells, `filled` the cells that hold something, `texts` those that hold a text, `hidden` and `grouped` the
    numbers of rows, from 0."""

    features: dict[At, set[str]] = field(default_factory=dict)
    styles: dict[At, int] = field(default_factory=dict)
    filled: set[At] = field(default_factory=set)
    texts: set[At] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    grouped: set[int] = field(default_factory=set)
    root: Element = field(default_factory=lambda: Element(""))
    """The sheet's elements, its rows without their cells."""

    def unusual(self, looks: Looks) -> Iterator[tuple[At, frozenset[Property]]]:
        """The cells that look unlike most of their column, with the properties that they have and these haven't;
        not those of the workbook's plain format, which some programs give to all that they write."""
        usual = {column: looks.of(style) for column, style in self._usual().items()}
        known: dict[tuple[int, int], frozenset[Property]] = {}
        for at, style in ((at, style) for at, style in self.styles.items() if style):
            key = style, at[1]
            if key not in known:
                known[key] = looks.of(style) - usual[at[1]]
            if known[key]:
                yield at, known[key]

    def _usual(self) -> Mapping[int, int]:
        counts: dict[int, Counter[int]] = {}
        for (_, column), style in self.styles.items():
            counts.setdefault(column, Counter())[style] += 1
        return {column: max(count, key=lambda style: (count[style], -style)) for column, count in counts.items()}


def read_cell_things(content: bytes, rich: Sequence[bool]) -> CellThings:
    """Read a sheet's XML; `rich` says of each shared string whether it has several looks. Raises what the parser
    raises for no XML."""
    found = CellThings()
    row = -1
    for _, element in iterparse(io.BytesIO(content)):
        name = local_name(element.tag)
        if name == "row":
            row = _number(element.get("r"), row + 2) - 1
            if element.get("hidden", "") not in OFF:
                found.hidden.add(row)
            if element.get("outlineLevel", "") not in OFF:
                found.grouped.add(row)
            for column, cell in enumerate(one for one in element if local_name(one.tag) == "c"):
                _add(found, cell, _at(cell.get("r", ""), (row, column)), rich)
            if len(element):  # in what a drawing says of its place, there are rows too, which hold a number
                element.clear()
        elif name == "hyperlink" and not _is_generated(element.get("location", "")):
            at = _at(element.get("ref", "").partition(":")[0], (-1, -1))
            found.features.setdefault(at, set()).add(name)
    found.root = element  # the last that ends
    return found


def _add(found: CellThings, cell: Element, at: At, rich: Sequence[bool]) -> None:
    found.styles[at] = _number(cell.get("s"), 0)
    if not len(cell) and _PLAIN.issuperset(cell.attrib):  # blank, as most cells are
        return
    children = {local_name(child.tag): child for child in cell}
    if not _FILLED.isdisjoint(children):
        found.filled.add(at)
        if cell.get("t", "n") not in _NUMBERS:
            found.texts.add(at)
    features = set[str]()
    if not _PLAIN.issuperset(cell.attrib):
        features |= {f"{ATTRIBUTE}{key}" for key in cell.attrib if key not in _PLAIN and not key.startswith("{")}
    if not _USUAL.issuperset(children):
        features |= children.keys() - _USUAL
    if (formula := children.get("f")) is not None:
        features |= {"dataTable"} if formula.get("t") == "dataTable" else set()
        features |= {OUTSIDE} if _OUTSIDE.search(formula.text or "") else set()
    if _is_rich(cell, children, rich):
        features.add(RUNS)
    if features:
        found.features.setdefault(at, set()).update(features)


def _is_rich(cell: Element, children: Mapping[str, Element], rich: Sequence[bool]) -> bool:
    if cell.get("t") == "s" and (value := children.get("v")) is not None:
        number = _number(value.text, -1)
        return 0 <= number < len(rich) and rich[number]
    return "is" in children and has_looks(children["is"])


def has_looks(text: Element) -> bool:
    """Whether a text has looks of its own within, or readings above it."""
    runs = [one for one in text if local(one) == "r"]
    return len(runs) > 1 and any(local(one) == "rPr" for run in runs for one in run)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise


def _is_generated(location: str) -> bool:
    """Whether the program itself leads there: to a bookmark of the Word file, to a row of another sheet."""
    return is_duty_bookmark(location) or _ROW.fullmatch(location) is not None


def _at(address: str, otherwise: At) -> At:
    found = _ADDRESS.fullmatch(address)
    return (int(found[2]) - 1, column_of(found[1])) if found else otherwise

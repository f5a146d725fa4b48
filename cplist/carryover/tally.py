"""The tally of a carry-over, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cplist.carryover.changes import letters
from cplist.carryover.fill_cells import Filling
from cplist.carryover.found_table import OldTable
from cplist.carryover.unfit_answers import unfit
from cplist.carryover.unplaced import COMMENT, COPIED, EDITED, GONE, MERGED, TAKEN, UNKNOWN, Listed
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.workbook import Value, Workbook

MOST_NAMED = 12
"""How many rows a message names."""
_RULES = (
    ("carry-over-lost", GONE), ("carry-over-copied", COPIED), ("carry-over-unknown", UNKNOWN),
    ("carry-over-edited", EDITED), ("carry-over-taken", TAKEN), ("carry-over-merged", MERGED),
    ("carry-over-comment", COMMENT),
)  # fmt: skip


@dataclass
class Tally:
    """How many cells were found, carried and listed; rows and columns that are to be named."""

    found: int = 0
    carried: int = 0
    kept: int = 0
    listed: list[Listed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    rekeyed: list[str] = field(default_factory=list)
    reviewed: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @property
    def count_listed(self) -> int:
        return len(self.listed) + self.kept

    def carry(self, cells: int) -> None:
        self.found += cells
        self.carried += cells

    def keep(self, cells: int) -> None:
        """Cells that an earlier build listed and that stay so."""
        self.found += cells
        self.kept += cells

    def list(self, cells: Iterable[Listed]) -> None:
        added = [*cells]
        self.found += len(added)
        self.listed += added

    def add(self, filling: Filling, old: OldTable) -> None:
        """What became of one table."""
        name = filling.table.name
        self.found += filling.found
        self.carried += filling.carried
        self.listed += filling.listed
        self.missing += [f"{name}·{title}" for title in filling.missing]
        self.renamed += [f"{name}·{title}（现名“{found}”）" for title, found in old.renamed.items()]
        self.given_up += [f"{name}·{title}（{count}格）" for title, count in filling.given_up.items()]
        self.deleted += [f"{name}·{key}" for key in filling.deleted]
        self.rekeyed += [f"{name}·{key}" for key in filling.rekeyed]
        self.reviewed += filling.reviewed
        self.shared += filling.copied


def findings_of(
    tally: Tally, moved: Sequence[Mapping[str, Value]], workbook: Workbook, file: str
) -> Iterator[Finding]:
    """All that is to be said, `file` being the name under which the last workbook is kept."""
    if tally.found:
        yield finding("carry-over", cells=tally.carried, found=tally.found, listed=tally.count_listed)
    if tally.missing:
        yield finding("carry-over-missing", names="、".join(tally.missing), file=file)
    for rule, reason in _RULES:
        found = [one for one in tally.listed if one.reason == reason]
        if found:
            yield finding(rule, cells=len(found), rows=_named(_where(one) for one in found), file=file)
    named = (
        ("carry-over-renamed", tally.renamed), ("carry-over-given-up", tally.given_up),
        ("carry-over-deleted", tally.deleted), ("carry-over-rekeyed", tally.rekeyed),
        ("carry-over-review", tally.reviewed), ("carry-over-shared", tally.shared),
        ("carry-over-returned", tally.returned), ("carry-over-unfit", [*unfit(workbook)]),
        ("carry-over-dropped", tally.dropped),
    )  # fmt: skip
    for rule, rows in named:
        if rows:
            yield finding(rule, count=len(rows), rows=_named(rows), file=file)
    if moved:
        yield finding("changes-recorded", count=len(moved), letters="；".join(letters(moved)) or "—")


def _where(listed: Listed) -> str:
    return listed.row or f"{listed.sheet}·{listed.subject or listed.column}"


def _named(names: Iterable[str]) -> str:
    """The names, each once; of many the first, and how many more."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - MOST_NAMED
    return "、".join(distinct[:MOST_NAMED]) + (f"等{len(distinct)}处" if more > 0 else "")

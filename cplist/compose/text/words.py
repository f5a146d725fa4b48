"""Words of a paragraph or a cell → runs: plain, carrying a duty, referring to an article or a duty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from markdown_it.token import Token

from cplist.compose.text.slips import Slips
from cplist.compose.text.table_markup import ABOVE, LEFT, ROOM, table_source
from cplist.core.document import JOINS_ABOVE, JOINS_LEFT, Cell, Run, RunKind, Table
from cplist.core.inert import shown

SLIP = re.compile(r"[][{}|#*`<>\\]|：：：|:::|^\s*(?:\d+[.)、](?!\d)|[-+] )")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
LINE_END = " // "
"""In a table's cell: what follows stands on a new line."""
QUOTED = 60
"""Characters of a slip that a finding quotes."""
_WHOLE_CELLS: Mapping[str, Cell] = {
    LEFT: JOINS_LEFT,
    ABOVE: JOINS_ABOVE,
    ROOM: (Run("", RunKind.BLANK),),
}
_OF_ONE_VERSION = {"+": RunKind.ADDED, "-": RunKind.REMOVED}


class Words:
    """Reads words. Markup that is left in them is a slip; `carry` is told of each duty that a paragraph carries."""

    def __init__(self, slips: Slips, carry: Callable[[str], None]) -> None:
        self._slips, self._carry = slips, carry

    def paragraph(self, token: Token) -> Cell:
        """The runs of a paragraph's inline token."""
        return tuple(self._of_token(token))

    def _of_token(self, token: Token) -> Iterator[Run]:
        target = ""
        empty = False
        for child in token.children or ():
            if child.type == "link_open":
                target, empty = str(child.attrs["href"]).lstrip("#"), True
            elif child.type == "link_close":
                if empty:
                    yield Run("", RunKind.REFERENCE, target)
                target = ""
            elif child.content:
                empty = False
                if target:
                    self._carry(target)
                yield from self._plain(child.content, target)

    def text(self, source: str) -> str:
        """Plain words, in which no markup may be left."""
        return "".join(run.text for run in self._plain(source))

    def table(self, source: str) -> Table | None:
        """The table of those lines; None where they are none, which is a slip."""
        table = table_source(source)
        if table is None or table.wrong:
            self.left_over("|", table.wrong if table else _first_line(source).strip())
            return None
        header, *rows = (tuple(self._cell(cell) for cell in row) for row in table.rows)
        if JOINS_ABOVE in header:
            self.left_over("|", _first_line(source))
        return Table(table.widths, header, tuple(rows), table.centred, table.joined, table.blanks)

    def _cell(self, source: str) -> Cell:
        return _WHOLE_CELLS[source] if source in _WHOLE_CELLS else tuple(self._of_cell(source))

    def _of_cell(self, source: str) -> Iterator[Run]:
        end = 0
        for match in LINK.finditer(source):
            yield from self._plain(source[end : match.start()].replace(LINE_END, "\n"))
            yield from self._linked(*match.groups())
            end = match.end()
        yield from self._plain(source[end:].replace(LINE_END, "\n"))

    def _linked(self, words: str, target: str) -> Iterator[Run]:
        """A reference, or words of one version only; no cell carries a duty."""
        if not words:
            yield Run("", RunKind.REFERENCE, target)
        elif kind := _OF_ONE_VERSION.get(target):
            yield from (replace(run, kind=kind) for run in self._plain(words))
        else:
            yield from self._plain(words, target)
            self._slips.add("duty-outside", duty=target)

    def _plain(self, source: str, target: str = "") -> Iterator[Run]:
        """The run of some words, which carry the duty `target`."""
        if slip := SLIP.search(source):
            self.left_over(slip[0], source)
        if source:
            yield Run(shown(source), RunKind.DUTY if target else RunKind.TEXT, target)

    def left_over(self, slip: str, source: str) -> None:
        """Markup is left in those words."""
        self._slips.add("left-over", slip=slip, text=shown(source)[:QUOTED])


def _first_line(source: str) -> str:
    return source.split("\n")[0]

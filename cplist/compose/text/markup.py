"""The small Markdown that templates render: its marks, and a text taken apart at them.

    # title (a line each) · ## chapter · ### section
    ::: article KEY title … ::: · ::: annex KEY [landscape] [onepage] [small] title … ::: · ::: signature … :::
    ::: cover … ::: · ::: heading … ::: · ::: contents title … :::
1. item, nested 1. sub-item · | table |, dashes are widths · one line is one paragraph
chart | title, and below it lines such as above | box, branch | box | box, below | box | box
[words](1.1-04): these words carry that duty · [](KEY), [](1.1-04): a reference
a cell that holds ＿ alone: room to write by hand; " // " in a cell: a new line;
[words](+), [words](-) in a cell: words that only the new or the old version has
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

ARTICLE = re.compile(r"\s*article ([a-z0-9-]{1,32})(?: (\S.*?))?\s*")
ANNEX = re.compile(r"\s*annex ([a-z0-9-]{1,32})( landscape)?( onepage)?( small)? (\S.*?)\s*")
CONTENTS = re.compile(r"\s*contents (\S.*?)\s*")
CONTAINERS = {
    "article": ARTICLE,
    "annex": ANNEX,
    "contents": CONTENTS,
    **{kind: re.compile(rf"\s*{kind}\s*") for kind in ("signature", "cover", "heading")},
}
TABLE = re.compile(r"^[ ]*\|.*(?:\n[ ]*\|.*)*|^chart \|.*(?:\n(?:above|branch|below) \|.*)*", re.MULTILINE)
CHART = "chart |"
TABLE_MARK = "\U0010fdd4"
"""Stands for a table in the text that goes to the Markdown parser; splitting it elsewhere is ten times faster."""


@dataclass(frozen=True)
class Mark:
    """A piece of a text: `type` is markdown-it's, or "table" or "chart", of which `table` are
    the lines."""

    type: str
    token: Token
    table: str = ""

    @property
    def container(self) -> re.Match[str]:
        """The parts of the line that opens a container."""
        match = CONTAINERS[self.type.split("_")[1]].fullmatch(self.token.info)
        assert match
        return match


def marks(text: str) -> Iterator[Mark]:
    """A rendered text in pieces; its tables and charts are set aside before Markdown is read."""
    tables: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        tables.append(match[0])
        return f"{TABLE_MARK}{len(tables) - 1}"

    source = TABLE.sub(set_aside, text).replace("\n", "\n\n")
    for token in _markdown().parse(source):
        if token.type == "inline" and token.content.startswith(TABLE_MARK):
            table = tables[int(token.content[1:])]
            yield Mark("chart" if table.startswith(CHART) else "table", token, table)
        else:
            yield Mark(token.type, token)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["heading", "list", "link"])
    for name, pattern in CONTAINERS.items():
        markdown.use(container_plugin, name, validate=partial(_is, pattern))
    return markdown


def _is(pattern: re.Pattern[str], info: str, *_: object) -> bool:
    return pattern.fullmatch(info) is not None

"""A template that is put together from several files of its pack.

    {% insert "chapters/01-general.md.j2" %}

on a line of its own stands for the text of that file, as if it stood there: what is set in it is known behind it,
and its blocks are the template's, for others to change. Whatever is wrong is found in the file that it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

INSERT = re.compile(r'[ \t]*\{%\s*insert\s+"([^"]+)"\s*%\}[ \t]*')


@dataclass(frozen=True)
class Whole:
    """A template with all that it inserts. `files` says of each file in turn from which line of the whole it stands
    there, and from which line of its own; `missing` are files that it inserts and that aren't there, with the line
    that names them."""

    text: str
    files: tuple[tuple[int, str, int], ...]
    missing: tuple[tuple[int, str], ...] = ()

    def place(self, line: int) -> tuple[str, int]:
        """File and line that a line of the whole comes from; lines from 1."""
        first, name, own = self.files[bisect_right(self.files, line, key=lambda file: file[0]) - 1]
        return name, own + line - first


def whole(name: str, load: Callable[[str], str | None]) -> Whole | None:
    """The template of that name with what it inserts; None if there is none. `load` gives a file's text or None."""
    text = load(name)
    if text is None:
        return None
    lines: list[str] = []
    files, missing = [(1, name, 1)], []
    for number, line in enumerate(text.split("\n"), 1):
        match = INSERT.fullmatch(line)
        inserted = load(match[1]) if match else line
        if inserted is None:
            missing.append((number, match[1] if match else ""))
        elif match is None:
            lines.append(line)
        else:
            files.append((len(lines) + 1, match[1], 1))
            lines += inserted.removesuffix("\n").split("\n")
            files.append((len(lines) + 1, name, number + 1))
    return Whole("\n".join(lines), tuple(files), tuple(missing))

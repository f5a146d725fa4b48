"""Runs of a .docx: text with its kind, bookmarks around what carries a duty, links to articles and annexes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from cplist.core.bookmarks import annex_bookmark, article_bookmark, duty_bookmark
from cplist.core.document import Run, RunKind
from cplist.core.xml_text import escaped
from cplist.writers.word.default_style.looks import ADDED_STYLE, REMOVED_STYLE

_PLAIN = RunKind.TEXT
_STYLES = {RunKind.ADDED: ADDED_STYLE, RunKind.REMOVED: REMOVED_STYLE}
"""Character styles; without them in style.docx such words look like the others."""
EAST_ASIAN = re.compile("[“”‘’—…·]")
"""Characters that are Chinese or Latin; Word is told that here they are Chinese (w:hint, 17.3.2.26)."""
MARKED = re.compile('[“”‘’—…·&<>"\n]|[0-9]-[0-9]')
"""Characters that need more in a run than to be written."""


HYPHEN = re.compile("(?<=[0-9])-(?=[0-9])")
"""Within a number such as 2.1-09. Word shows w:noBreakHyphen (17.3.3.18) as a hyphen where no line ends, and
programs that extract text give a hyphen for it."""


class Bookmarks:
    """Writes bookmarks, numbered in the order in which they are written."""

    def __init__(self) -> None:
        self.count = 0

    def around(self, name: str, content: str = "") -> str:
        """The content with a bookmark of that name around it."""
        self.count += 1
        number = self.count
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


class PlainRuns(dict[str, str]):
    """Text → its run, written once: the same words stand in several tables."""

    def __missing__(self, text: str) -> str:
        run = self[text] = run_of(text)
        return run


class RunWriter:
    """Writes runs. `styles` are the ids of style.docx's styles by name, `annexes` the keys of annexes: other
    targets are articles."""

    def __init__(self, styles: Mapping[str, str], annexes: Collection[str], bookmarks: Bookmarks) -> None:
        self.styles, self.annexes, self.bookmarks = styles, annexes, bookmarks
        self.plain = PlainRuns()
        self._places: dict[str, int] = {}
        self._links: dict[tuple[str, str], str] = {}

    def xml(self, runs: Sequence[Run]) -> str:
        """The runs of a paragraph or a cell."""
        plain = self.plain
        if len(runs) == 1:
            return plain[runs[0].text] if runs[0].kind is _PLAIN else self._special(runs[0])
        return "".join([plain[run.text] if run.kind is _PLAIN else self._special(run) for run in runs])

    def _special(self, run: Run) -> str:
        if run.kind is RunKind.BLANK:
            return ""
        if run.kind in _STYLES:
            return run_of(run.text, self.styles.get(_STYLES[run.kind], ""))
        if run.kind is RunKind.DUTY:
            place = self._places[run.target] = self._places.get(run.target, 0) + 1
            return self.bookmarks.around(duty_bookmark(run.target, place), self.plain[run.text])
        return self._links.get((run.target, run.text)) or self._link(run.target, run.text)

    def _link(self, target: str, words: str) -> str:
        """Written once: tables lead to the same places again and again."""
        named = annex_bookmark if target in self.annexes else article_bookmark
        link = f'<w:hyperlink w:anchor="{named(target)}" w:history="1">{self.plain[words]}</w:hyperlink>'
        self._links[target, words] = link
        return link


def run_of(text: str, style: str = "") -> str:
    """The run of a text, in the character style of that id ("": as its paragraph is)."""
    if not style and not MARKED.search(text):
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += '<w:rFonts w:hint="eastAsia"/>' if EAST_ASIAN.search(text) else ""
    hint = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    shown = escaped(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    shown = HYPHEN.sub('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', shown)
    return f'<w:r>{hint}<w:t xml:space="preserve">{shown}</w:t></w:r>'

"""A paper beside the system (letter, memo, comparison): the same small Markdown, with the headings of a letter.

    # title (a line each) · ## 一、heading · ### （一）heading · #### a centred line under the title
Everything else is as in the system; a line outside articles and annexes is a paragraph.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from cplist.compose.text.composer import Composer
from cplist.compose.text.markup import Mark
from cplist.core.document import Block, Cell, ComposedText, NewSection, Paragraph, Run, Style, Table
from cplist.core.findings import Finding
from cplist.domain.numerals import chinese


def compose_paper(
    text: str, file: str, *, landscape: bool = False, letter: bool = False
) -> tuple[ComposedText, list[Finding]]:
    """The blocks of a rendered paper. `file` is the template's name, for findings; a `letter` is to be signed, on
    as few pages as it takes."""
    composer = _LetterComposer(file) if letter else _PaperComposer(file)
    if landscape:
        composer.blocks.append(NewSection(landscape=True))
    composer.read(text)
    return composer.finish()


class _PaperComposer(Composer):
    def _head(self, runs: Cell) -> None:
        if self.annex or self.heading == "h1":
            super()._head(runs)
        elif self.heading == "h2":
            self.chapters, self.sections = self.chapters + 1, 0
            self.blocks.append(Paragraph(Style.HEADING, runs, f"{chinese(self.chapters)}、"))
        elif self.heading == "h3":
            self.sections += 1
            self.blocks.append(Paragraph(Style.SUBHEADING, runs, f"（{chinese(self.sections)}）"))
        else:
            self.blocks.append(Paragraph(Style.NOTE, runs))

    def _table(self, mark: Mark) -> None:
        """What leads in a table stays on its page, and so does what stands before the one to be signed."""
        before = len(self.blocks)
        super()._table(mark)
        if not 0 < before < len(self.blocks):
            return
        table, lead = self.blocks[before], self.blocks[before - 1]
        if isinstance(table, Table) and _is_plain(lead) and (table.blanks or _leads_in(lead)):
            self.blocks[before - 1] = replace(lead, style=Style.BEFORE_TABLE)

    def _style(self) -> Style:
        if self.lists.depth and not self.articles.open:
            return Style.ITEM if self.lists.depth == 1 else Style.SUBITEM
        style = super()._style()
        return Style.PARAGRAPH if style is Style.NOTE else style


IN_LETTERS = {
    Style.HEADING: Style.LETTER_HEADING,
    Style.PARAGRAPH: Style.LETTER_TEXT,
    Style.ITEM: Style.LETTER_TEXT,
    Style.BEFORE_TABLE: Style.LETTER_BEFORE_TABLE,
}
ONLY_ANNEX = "附件"


class _LetterComposer(_PaperComposer):
    """A paper in the smaller print of letters; an annex that is the only one has no number."""

    def finish(self) -> tuple[ComposedText, list[Finding]]:
        text, found = super().finish()
        return replace(text, blocks=tuple(map(self._in_print, text.blocks))), found

    def _in_print(self, block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        if block.style is Style.ANNEX_LABEL and self.annexes == 1:
            return replace(block, runs=(Run(ONLY_ANNEX),))
        return replace(block, style=IN_LETTERS.get(block.style, block.style))


def _leads_in(paragraph: Paragraph) -> bool:
    return "".join(run.text for run in paragraph.runs).endswith("：")


def _is_plain(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.style is Style.PARAGRAPH

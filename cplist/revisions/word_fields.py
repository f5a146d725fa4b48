"""Fields of a Word document (ECMA-376 part 1, 17.16): an instruction, and the result that is shown for it."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn

from cplist.revisions.word_styles import Element

_CHARACTER, _KIND = qn("w:fldChar"), qn("w:fldCharType")


@dataclass
class _Field:
    """A field under way: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def shown(self) -> bool:
        """A table of contents repeats what stands elsewhere."""
        return self.result and self.instruction.split()[:1] != ["TOC"]


class Fields:
    """The fields that are open at a place of a document, the outermost first."""

    def __init__(self, root: Element) -> None:
        self._open: list[_Field] = []
        self._heeded = _is_balanced(root)

    @property
    def shown(self) -> bool:
        """Whether text at this place is shown: it belongs to no instruction."""
        return all(one.shown for one in self._open)

    def character(self, element: Element) -> None:
        """A w:fldChar: a field begins, its result begins, or it ends."""
        kind = element.get(_KIND) if self._heeded else None
        if kind == "begin":
            self.begin()
        elif kind == "separate" and self._open:
            self._open[-1].result = True
        elif kind == "end" and self._open:
            self.end()

    def instruct(self, text: str) -> None:
        """More of the innermost field's instruction."""
        if self._open and not self._open[-1].result:
            self._open[-1].instruction += text

    def begin(self, instruction: str = "", *, result: bool = False) -> None:
        self._open.append(_Field(instruction, result))

    def end(self) -> None:
        self._open.pop()


def _is_balanced(root: Element) -> bool:
    """Whether every field that begins ends, behind its beginning: of others nobody can tell what the result is."""
    open_ = 0
    for one in root.iter(_CHARACTER):
        kind = one.get(_KIND)
        open_ += (kind == "begin") - (kind == "end")
        if open_ < 0 or (kind == "separate" and not open_):
            return False
    return not open_

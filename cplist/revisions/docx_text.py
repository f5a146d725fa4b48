"""The text of anybody's .docx as Word shows it: its paragraphs with the numbers of lists and with their bookmarks.
Nothing in it is executed or followed.

Tracked insertions count as made, tracked deletions and moves as done (ECMA-376 part 1, 17.13.5). Of a field its
result is read, of ruby the base text; hidden text, notes and comments are not. A line break begins a new paragraph:
text that was pasted has breaks where others have paragraphs.

python-docx parses the parts; its `Paragraph.text` knows neither numbers nor insertions, deletions in tables,
content controls, text boxes, fields across paragraphs or hidden text (docs/decisions/32-word-as-shown.md).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from cplist.core.bookmarks import article_key
from cplist.core.namespaces import STRICT_WORD, WORD
from cplist.core.opc import Parts, relationships_of
from cplist.core.xml_reading import declares_document_type, refuse_document_type
from cplist.revisions.list_numbers import ListNumbers
from cplist.revisions.word_fields import Fields
from cplist.revisions.word_styles import Element, Styles, switched_on, value_of

MAIN = "word/document.xml"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""))
"""Characters that Word shows nothing for: soft hyphens, and places where a line may break."""
_APART = {"w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-"}
_LINES = ("", "textWrapping")
_PROPERTIES = ("w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sdtPr", "w:sectPr", "w:tblGrid")
_NOT_SHOWN = ("w:rt", "w:commentReference", "w:delText")
_NOTES = ("w:footnoteReference", "w:endnoteReference")
_GONE = ("w:del", "w:moveFrom")
_HERE = ("w:ins", "w:moveTo")


@dataclass
class DocxParagraph:
    """A paragraph: its text, the bookmarks in it or right before it, whether it has tracked changes, the tables and
    text boxes that it stands in, the outermost first, the number that Word writes before it, which the text begins
    with, and how many footnotes and endnotes it has."""

    text: str = ""
    bookmarks: list[str] = field(default_factory=list)
    tracked: bool = False
    boxes: tuple[int, ...] = ()
    label: str = ""
    notes: int = 0

    @property
    def key(self) -> str:
        """The key of the article that a bookmark stands for, or ""."""
        return next(filter(None, map(article_key, self.bookmarks)), "")


def paragraphs_in(parts: Parts) -> list[DocxParagraph]:
    """The paragraphs of a package's document. Raises KeyError where it has none, ValueError for a part that is no
    XML or declares its type."""
    main = next((one.target for one in relationships_of(parts, "") if one.kind == "officeDocument"), MAIN)
    main = main if main in parts else MAIN
    near = {one.kind: one.target for one in relationships_of(parts, main)}
    folder = main.rpartition("/")[0]
    styles, numbering = (parts.get(near.get(kind, f"{folder}/{kind}.xml")) for kind in ("styles", "numbering"))
    return paragraphs_of(parts[main], styles, numbering)


def paragraphs_of(
    document: bytes, styles: bytes | None = None, numbering: bytes | None = None
) -> list[DocxParagraph]:
    """The paragraphs of a document, of which those may be the styles and the lists; raises as `paragraphs_in`."""
    known = Styles(_root(styles) if styles else None)
    return _Reader(known, ListNumbers(_root(numbering) if numbering else None, known), _root(document)).paragraphs


def _root(part: bytes) -> Element:
    if declares_document_type(io.BytesIO(part)):
        refuse_document_type()
    try:
        return parse_xml(part.replace(STRICT_WORD.encode(), WORD.encode()))
    except SyntaxError as error:  # lxml's
        raise ValueError(str(error)) from error


class _Reader:
    """Goes through the elements of a document, and gathers what is shown."""

    def __init__(self, styles: Styles, numbers: ListNumbers, root: Element) -> None:
        self._styles, self._numbers = styles, numbers
        self.paragraphs: list[DocxParagraph] = []
        self._paragraph: DocxParagraph | None = None
        self._bookmarks: list[str] = []
        """Those since the last paragraph, which belong to the next one."""
        self._joined: DocxParagraph | None = None
        """A paragraph whose mark isn't shown: the next one goes on in it."""
        self._boxes: tuple[int, ...] = ()
        self._last_box = 0
        self._fields = Fields(root)
        self._hidden = False
        self._handlers: Mapping[str, Callable[[Element], None]] = {
            **{qn(name): self._skip for name in (*_PROPERTIES, *_NOT_SHOWN)},
            **{qn(name): self._note for name in _NOTES},
            **{qn(name): self._gone for name in _GONE},
            **{qn(name): self._here for name in _HERE},
            **{qn(name): self._apart(text) for name, text in _APART.items()},
            qn("w:p"): self._read_paragraph,
            qn("w:tbl"): self._box,
            qn("w:txbxContent"): self._box,
            qn("w:tr"): self._row,
            qn("w:tc"): self._cell,
            qn("w:r"): self._run,
            qn("w:t"): self._text,
            _MATH_TEXT: self._text,
            qn("w:br"): self._break,
            qn("w:cr"): self._line,
            qn("w:bookmarkStart"): self._bookmark,
            qn("w:fldChar"): self._fields.character,
            qn("w:fldSimple"): self._simple_field,
            qn("w:instrText"): self._instruction,
            f"{_COMPATIBILITY}AlternateContent": self._alternatives,
        }
        self._inside(root)

    def _inside(self, element: Element) -> None:
        for child in element:
            if isinstance(child.tag, str):
                self._handlers.get(child.tag, self._inside)(child)

    def _skip(self, _: Element) -> None:
        pass

    def _note(self, _: Element) -> None:
        if self._paragraph:
            self._paragraph.notes += 1

    # what was changed

    def _gone(self, _: Element) -> None:
        if self._paragraph:
            self._paragraph.tracked = True

    def _here(self, element: Element) -> None:
        self._gone(element)
        self._inside(element)

    # what holds paragraphs

    def _box(self, element: Element) -> None:
        """A table or a text box; what stands around it goes on behind it."""
        around = self._boxes, self._paragraph, self._joined, self._hidden
        self._last_box += 1
        self._boxes, self._paragraph, self._joined, self._hidden = (*self._boxes, self._last_box), None, None, False
        self._inside(element)
        self._boxes, self._paragraph, self._joined, self._hidden = around

    def _row(self, element: Element) -> None:
        if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            self._inside(element)

    def _cell(self, element: Element) -> None:
        self._joined = None
        if element.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is None:
            self._inside(element)

    def _alternatives(self, element: Element) -> None:
        """What older programs show instead of what they don't know is the same text once more."""
        chosen = element.find(f"{_COMPATIBILITY}Choice")
        chosen = element.find(f"{_COMPATIBILITY}Fallback") if chosen is None else chosen
        if chosen is not None:
            self._inside(chosen)

    # paragraphs

    def _read_paragraph(self, element: Element) -> None:
        properties = element.find(qn("w:pPr"))
        first, before = self._begun()
        self._paragraph = first
        marks = [f"w:rPr/{name}" for name in (*_GONE, *_HERE)]
        first.tracked = first.tracked or any(value_of(properties, mark) is not None for mark in marks)
        self._inside(element)
        if any(value_of(properties, f"w:rPr/{name}") is not None for name in _GONE) or (
            switched_on(properties, "w:rPr/w:vanish") and self._paragraph.text == before
        ):
            self._joined = self._paragraph
        else:
            first.label = self._numbers.label(properties)
            first.text = f"{_set_apart(first.label)}{first.text}"
            self._joined = self._paragraph if switched_on(properties, "w:rPr/w:vanish") else None
        self._paragraph = None

    def _begun(self) -> tuple[DocxParagraph, str]:
        """The paragraph that begins, and its text so far: that of one whose mark isn't shown."""
        going_on, self._joined = self._joined, None
        if going_on and going_on.text.strip():
            going_on.bookmarks += self._bookmarks
        else:
            tracked = bool(going_on and going_on.tracked)
            if going_on:
                self.paragraphs.remove(going_on)
            going_on = DocxParagraph(bookmarks=self._bookmarks, tracked=tracked, boxes=self._boxes)
            self.paragraphs.append(going_on)
        self._bookmarks = []
        return going_on, going_on.text

    def _line(self, _: Element) -> None:
        if self._paragraph and self._is_shown:
            self._paragraph = DocxParagraph(tracked=self._paragraph.tracked, boxes=self._boxes)
            self.paragraphs.append(self._paragraph)

    def _break(self, element: Element) -> None:
        if element.get(qn("w:type"), "") in _LINES:
            self._line(element)
        else:
            self._add(" ")

    def _bookmark(self, element: Element) -> None:
        found = self._paragraph.bookmarks if self._paragraph else self._bookmarks
        found.append(element.get(qn("w:name"), ""))

    # text

    @property
    def _is_shown(self) -> bool:
        return not self._hidden and self._fields.shown

    def _run(self, element: Element) -> None:
        around, self._hidden = self._hidden, self._hidden or self._hides(element)
        self._inside(element)
        self._hidden = around

    def _hides(self, run: Element) -> bool:
        """Whether a run is hidden: by itself, else by its style or its paragraph's, of which two are none."""
        properties = run.find(qn("w:rPr"))
        own = switched_on(properties, "w:vanish")
        if own is not None:
            return own
        paragraph = next(run.iterancestors(qn("w:p")), None)
        of_paragraph = None if paragraph is None else paragraph.find(qn("w:pPr"))
        styles = value_of(properties, "w:rStyle") or "", self._styles.of_paragraph(of_paragraph)
        return self._styles.hides(styles[0]) != self._styles.hides(styles[1])

    def _text(self, element: Element) -> None:
        self._add((element.text or "").translate(_UNSEEN))

    def _apart(self, text: str) -> Callable[[Element], None]:
        return lambda _: self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraph and self._is_shown:
            self._paragraph.text += text

    # fields

    def _instruction(self, element: Element) -> None:
        self._fields.instruct(element.text or "")

    def _simple_field(self, element: Element) -> None:
        self._fields.begin(element.get(qn("w:instr"), ""), result=True)
        self._inside(element)
        self._fields.end()


def _set_apart(label: str) -> str:
    """A list's number as the text begins with it: 第一条 has a blank behind it, （一） and 1. have none."""
    return f"{label} " if label and (label[-1].isalnum() or label[-1] in "条章节") else label

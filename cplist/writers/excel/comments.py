"""Comments on a sheet's cells: a part with their words, and a drawing with the boxes that show them, in the old
markup that Excel still asks for (VML, ECMA-376 part 4, 19).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cplist.core.namespaces import SPREADSHEET
from cplist.core.workbook import At, Note
from cplist.core.xml_text import DECLARATION
from cplist.formulas.references import letter
from cplist.writers.excel.cells import stored_text

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
COMMENTS = "xl/comments"
"""How the names of the parts with comments begin."""
WIDE, LINES = 4, 6
"""How many columns and rows a box covers."""


def comment_parts(notes: Mapping[At, Note], number: int) -> Iterator[tuple[str, str, str, str]]:
    """The part with the words and the drawing with the boxes: the kind of the relationship to it, its name, its XML
    and its content type. The places are rows and columns of the sheet, from 0; `number` is in the names."""
    placed = sorted(notes.items())
    yield "comments", f"{COMMENTS}{number}.xml", _words(placed), COMMENTS_TYPE
    yield "vmlDrawing", f"xl/drawings/vmlDrawing{number}.vml", _boxes([at for at, _ in placed]), VML_TYPE


def _words(placed: Sequence[tuple[At, Note]]) -> str:
    authors = list(dict.fromkeys(note.author for _, note in placed))
    names = "".join(f"<author>{stored_text(author)}</author>" for author in authors)
    comments = "".join(
        f'<comment ref="{letter(column)}{row + 1}" authorId="{authors.index(note.author)}"><text><r>'
        f'<t xml:space="preserve">{stored_text(note.text)}</t></r></text></comment>'
        for (row, column), note in placed
    )
    return (
        f'{DECLARATION}<comments xmlns="{SPREADSHEET}"><authors>{names}</authors>'
        f"<commentList>{comments}</commentList></comments>"
    )


def _boxes(places: Sequence[At]) -> str:
    shapes = "".join(_box(number, row, column) for number, (row, column) in enumerate(places, 1))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        f'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
    )


def _box(number: int, row: int, column: int) -> str:
    anchor = f"{column + 1}, 15, {row}, 10, {column + 1 + WIDE}, 15, {row + LINES}, 4"
    return (
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )

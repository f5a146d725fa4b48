"""A drawing as Word's own shapes: a group in DrawingML, as Word 2010 and WPS write it, and the same in VML for
programs that don't know that (ECMA-376 part 3, 9.3 mc:AlternateContent; part 4, 19.1 v:group; [MS-ODRAWXML] wpg and
wps).

Every word in a box is text that can be changed; boxes are white, so that lines behind them don't show.
"""

from __future__ import annotations

from cplist.core.xml_text import escaped
from cplist.writers.word.drawing.geometry import PADDING, Box, Drawing, Line

NAMESPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
EMU = 12_700
"""In a point."""
TWIPS = 20
STROKE = 0.5
_SCOPE = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


class ShapeWriter:
    """Writes drawings, numbered as they come. `opened` is the start of a paragraph in a box, with its style."""

    def __init__(self, opened: str) -> None:
        self.opened = opened
        self.count = 0
        """How many drawings and shapes were written: each has a number of its own."""

    def xml(self, drawing: Drawing, title: str, description: str) -> str:
        """The run of a drawing."""
        self._next()
        return (
            f"<w:r><mc:AlternateContent {_SCOPE}>"
            f'<mc:Choice Requires="wpg">{self._group(drawing, title, description)}</mc:Choice>'
            f"<mc:Fallback>{self._vml(drawing, title, description)}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _words(self, box: Box) -> str:
        paragraphs = (
            f'{self.opened}</w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            f'<w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>'
            for line in box.text.split("\n")
        )
        return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"

    # DrawingML

    def _group(self, drawing: Drawing, title: str, description: str) -> str:
        size = f'cx="{_emu(drawing.width)}" cy="{_emu(drawing.height)}"'
        number, whole = self.count, Line(0, 0, drawing.width, drawing.height)
        shapes = [_ground(whole, self._next())]  # without it LibreOffice makes the group as wide as its boxes
        shapes += [_line_shape(line, self._next()) for line in drawing.lines]
        shapes += [self._box_shape(box, self._next()) for box in drawing.boxes]
        return (
            '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{number}" name="{escaped(title)}" descr="{escaped(description)}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{NAMESPACES["wpg"]}"><wpg:wgp><wpg:cNvGrpSpPr/>'
            f'<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/>'
            f"</a:xfrm></wpg:grpSpPr>{''.join(shapes)}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )

    def _box_shape(self, box: Box, number: int) -> str:
        inset = _emu(PADDING / 2)
        return (
            f'<wps:wsp><wps:cNvPr id="{number}" name="{number}"/><wps:cNvSpPr/><wps:spPr>'
            f"{_place(box.left, box.top, box.width, box.height)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
            f"{_STROKE}</wps:spPr><wps:txbx>{self._words(box)}</wps:txbx>"
            f'<wps:bodyPr wrap="square" lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" anchor="ctr">'
            "<a:noAutofit/></wps:bodyPr></wps:wsp>"
        )

    # VML

    def _vml(self, drawing: Drawing, title: str, description: str) -> str:
        lines = "".join(
            f'<v:line style="position:absolute" from="{_twips(line.left)},{_twips(line.top)}"'
            f' to="{_twips(line.right)},{_twips(line.bottom)}" strokeweight="{STROKE}pt"/>'
            for line in drawing.lines
        )
        boxes = "".join(
            f'<v:rect style="position:absolute;left:{_twips(box.left)};top:{_twips(box.top)};'
            f'width:{_twips(box.width)};height:{_twips(box.height)};v-text-anchor:middle"'
            f' strokeweight="{STROKE}pt">'
            f'<v:textbox inset="{PADDING / 2}pt,0,{PADDING / 2}pt,0">{self._words(box)}</v:textbox></v:rect>'
            for box in drawing.boxes
        )
        return (
            f'<w:pict><v:group title="{escaped(title)}" alt="{escaped(description)}"'
            f' style="width:{drawing.width:.1f}pt;height:{drawing.height:.1f}pt" coordorigin="0,0"'
            f' coordsize="{_twips(drawing.width)},{_twips(drawing.height)}">{lines}{boxes}</v:group></w:pict>'
        )


_STROKE = f'<a:ln w="{int(STROKE * EMU)}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'


def _ground(whole: Line, number: int) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{number}"/><wps:cNvSpPr/><wps:spPr>'
        f"{_place(whole.left, whole.top, whole.right, whole.bottom)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        "<wps:bodyPr/></wps:wsp>"
    )


def _line_shape(line: Line, number: int) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{number}"/><wps:cNvCnPr/><wps:spPr>'
        f"{_place(line.left, line.top, line.right - line.left, line.bottom - line.top)}"
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{_STROKE}</wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def _place(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<a:xfrm><a:off x="{_emu(left)}" y="{_emu(top)}"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/></a:xfrm>'
    )


def _emu(points: float) -> int:
    return round(points * EMU)


def _twips(points: float) -> int:
    return round(points * TWIPS)

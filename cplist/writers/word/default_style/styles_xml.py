"""styles.xml of a style.docx: the looks of writers/word/default_style/looks.py as Word writes them.

Latin text has the Chinese font too: a quotation mark or a dash that someone types by hand then keeps its Chinese
shape, hint or not. Nothing snaps to the document grid: its lines are as far apart as the styles say, in LibreOffice
too, so that a look with other spacing takes effect everywhere. A style says only what it has otherwise than Normal:
a font or a distance of lines that someone gives to Normal reaches all that looks like it.
"""

from __future__ import annotations

from cplist.core.namespaces import WORD
from cplist.writers.word.default_style.looks import (
    ADDED_STYLE,
    BODY,
    CHARACTER_SPACING,
    COMMENT,
    FANGSONG,
    FOOTER,
    HEITI,
    LINE,
    NUMBER_STYLE,
    PARAGRAPHS,
    RED,
    REMOVED_STYLE,
    TABLE_STYLE,
    TEXT_WIDTH,
    Look,
)


def styles_xml() -> str:
    """The part word/styles.xml, without its declaration."""
    looks = "".join(_paragraph_style(look, _gallery(look, place)) for place, look in enumerate(PARAGRAPHS, 1))
    hidden = "".join(_paragraph_style(look, _HIDDEN) for look in (FOOTER, COMMENT))
    listed = _BUILT_IN + looks + hidden + _COMMENT_MARK + _CHARACTERS + _TABLE_STYLE
    return f'<w:styles xmlns:w="{WORD}">{_defaults()}{listed}</w:styles>'


def _gallery(look: Look, place: int) -> str:
    """Where Word's gallery of styles shows it."""
    return f'<w:uiPriority w:val="{39 if look.built_in else place}"/>{"" if look.built_in else "<w:qFormat/>"}'


def _defaults() -> str:
    font = f'{fonts(FANGSONG)}{{}}{_size(BODY)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    body_font = font.format(f'<w:spacing w:val="{CHARACTER_SPACING}"/>')
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font.format('')}</w:rPr></w:rPrDefault><w:pPrDefault/>"
        '</w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>{_spacing(0, 0, LINE)}<w:jc w:val="both"/>'
        f"</w:pPr><w:rPr>{body_font}</w:rPr></w:style>"
    )


def _paragraph_style(look: Look, gallery: str) -> str:
    own = "" if look.built_in else _OWN
    following = f'<w:next w:val="{look.following}"/>' if look.following else ""
    font = "" if look.font == FANGSONG else fonts(look.font)
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    size = "" if look.points == BODY else f'<w:spacing w:val="0"/>{_size(look.points)}'
    properties = _paragraph_properties(look)
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{look.style_id}">'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/>{following}{gallery}'
        f"{_wrapped('pPr', properties)}{_wrapped('rPr', font + color + size)}</w:style>"
    )


def _wrapped(element: str, content: str) -> str:
    return f"<w:{element}>{content}</w:{element}>" if content else ""


def _paragraph_properties(look: Look) -> str:
    """In the order that the schema asks for."""
    parts = (
        (look.keep_next, "<w:keepNext/>"),
        (look.whole, "<w:keepLines/>"),
        (look.two_lines, "<w:widowControl/>"),
        (look.rule, f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr>'),
        (look.leader, f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'),
        (not look.hanging, '<w:overflowPunct w:val="0"/>'),
        (True, _own_spacing(look)),
        (look.first_line or look.right, _indent(look)),
        (look.before or look.after, "<w:contextualSpacing/>"),
        (look.align, f'<w:jc w:val="{look.align}"/>'),
        (look.outline is not None, f'<w:outlineLvl w:val="{look.outline}"/>'),
    )
    return "".join(xml for wanted, xml in parts if wanted)


def _spacing(before: int, after: int, line: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def _own_spacing(look: Look) -> str:
    distances = (("before", look.before), ("after", look.after))
    said = "".join(f' w:{name}="{distance}"' for name, distance in distances if distance)
    said += f' w:line="{look.line}" w:lineRule="{"exact" if look.exact else "auto"}"' if look.line != LINE else ""
    return f"<w:spacing{said}/>" if said else ""


def _indent(look: Look) -> str:
    """Characters for Word, which then follows the font; twips for the rest."""
    character = round(look.points * 20)
    return (
        f'<w:ind w:rightChars="{look.right * 100}" w:right="{look.right * character}"'
        f' w:firstLineChars="{look.first_line * 100}" w:firstLine="{look.first_line * character}"/>'
    )


def fonts(name: str) -> str:
    """The font for every script."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


_OWN = ' w:customStyle="1"'
_HIDDEN = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
_BUILT_IN = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    f'<w:name w:val="Default Paragraph Font"/>{_HIDDEN}</w:style>'
    f'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>{_HIDDEN}'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
    f'<w:name w:val="No List"/>{_HIDDEN}</w:style>'
)
_COMMENT_MARK = (
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    f'<w:basedOn w:val="DefaultParagraphFont"/>{_HIDDEN}<w:rPr>{_size(8)}</w:rPr></w:style>'
)
_CHARACTERS = "".join(
    f'<w:style w:type="character"{_OWN} w:styleId="{style_id}"><w:name w:val="{name}"/>'
    f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="5"/><w:qFormat/><w:rPr>{look}</w:rPr></w:style>'
    for name, style_id, look in (
        (NUMBER_STYLE, "ArticleNumber", fonts(HEITI)),
        (ADDED_STYLE, "Added", fonts(HEITI) + '<w:u w:val="single"/>'),
        (REMOVED_STYLE, "Removed", "<w:strike/>"),
    )
)
_TABLE_STYLE = (
    f'<w:style w:type="table"{_OWN} w:styleId="ResponsibilityTable"><w:name w:val="{TABLE_STYLE}"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="17"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders><w:tblCellMar>"
    + "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    + '</w:tblCellMar></w:tblPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr><w:tblStylePr w:type="firstRow">'
    '<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr></w:tblStylePr></w:style>'
)

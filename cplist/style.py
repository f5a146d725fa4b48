"""The look that a pack starts from: a style.docx after GB/T 9704-2012, made from nothing.

A pack's own style.docx is edited in Word, so its styles are found by name (w:name): Word may give
them new ids when it saves. The names in this module are therefore what writers build on.

Lengths are in twips (1/20 point) unless a name says points. Latin text has the Chinese font too: a
quotation mark or a dash that someone types by hand then keeps its Chinese shape, hint or not.
"""

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"

# 225 mm hold 22 lines of 28.95 points; 156 mm hold 28 characters of 16 points less 0.3 each.
LINE = 579
CHARACTER_SPACING = -6
TABLE_WIDTH = 12756

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_ROOT = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}/relationships"'


@dataclass(frozen=True)
class _Look:
    """One paragraph style; None is what Normal has."""

    name: str
    style_id: str
    sample: str
    font: str = FANGSONG
    points: float = 16
    align: str | None = None
    first_line: int = 0
    """Indent of the first line, in characters."""
    right: int = 0
    """Distance from the right edge, in characters."""
    before: int = 0
    after: int = 0
    line: int | None = LINE
    """From line to line; None lets the text decide, as tables need it."""
    outline: int | None = None
    keep_next: bool = False
    following: str | None = None
    """The style that Word gives to the next paragraph that someone types."""


_MAIN = (
    _Look("责任制标题", "SystemTitle", "某某银行消费者权益保护工作责任制", TITLE, 22, "center",
          before=LINE, after=290, keep_next=True),
    _Look("发文字号", "DocumentNumber", "某银发〔2026〕1号", align="center", after=289),
    _Look("章", "Chapter", "第一章　总则", HEITI, align="center", before=290, after=289,
          outline=0, keep_next=True, following="Article"),
    _Look("节", "Section", "第一节　一般规定", KAITI, align="center",
          outline=1, keep_next=True, following="Article"),
    _Look("条", "Article", "　为落实消费者权益保护工作主体责任，结合本行实际，制定本责任制。",
          first_line=2, following="ArticleParagraph"),
    _Look("款", "ArticleParagraph", "一条之中，第二款起用这一样式：", first_line=2),
    _Look("项", "Item", "（一）项用这一样式；", first_line=2),
    _Look("目", "SubItem", "1.目用这一样式。", first_line=2),
    _Look("一级标题", "HeadingOne", "一、一级标题", HEITI, first_line=2,
          outline=0, keep_next=True, following="ArticleParagraph"),
    _Look("二级标题", "HeadingTwo", "（一）二级标题", KAITI, first_line=2,
          outline=1, keep_next=True, following="ArticleParagraph"),
    _Look("签字说明", "BeforeSigning", "签字栏之前的一段用这一样式，与签字栏同页。", first_line=2, keep_next=True),
    _Look("落款", "SignOff", "2026年12月1日", align="right", right=4, before=LINE),
)  # fmt: skip
_ANNEX = (
    _Look("附件标识", "AnnexMark", "附件1", HEITI, align="left", keep_next=True),
    _Look("附件标题", "AnnexTitle", "某某银行消费者权益保护工作责任清单", TITLE, 22, "center",
          before=LINE, after=290, outline=0, keep_next=True),
    _Look("附件说明", "AnnexNote", "说明：附件标题之下的说明文字用这一样式。", points=12,
          first_line=2, after=120, line=400, keep_next=True),
    _Look("附件小标题", "AnnexHeading", "一、主要负责人", HEITI, 14, "left",
          before=240, after=60, line=400, outline=1, keep_next=True),
)  # fmt: skip
_TABLE_HEAD = _Look("表头", "TableHead", "表头", HEITI, 10.5, "center", line=None, keep_next=True)
_TABLE_TEXT = _Look("表文", "TableText", "表中的文字用这一样式。", FANGSONG, 10.5, "left", line=None)
_TABLE_CENTRED = _Look("表文居中", "TableTextCentred", "居中", FANGSONG, 10.5, "center", line=None)
_BLANK = _Look("填写格", "Blank", "手写", FANGSONG, 12, "left", before=200, after=200, line=None, keep_next=True)
_BREAK = _Look("分节", "Break", "", FANGSONG, 1, "left", line=20)
_COMMENT = _Look("annotation text", "CommentText", "", SONGTI, 9, "left", line=None)
_TABLE = (_TABLE_HEAD, _TABLE_TEXT, _TABLE_CENTRED, _BLANK, _BREAK)
_FOOTER = _Look("footer", "Footer", "", SONGTI, 14, "left", line=None)

STYLE_NAMES = (*(look.name for look in (*_MAIN, *_ANNEX, *_TABLE)), "条号", "责任制表格")
"""The names that writers find styles by: paragraphs, then the character and the table style."""


def default_style() -> bytes:
    """Give a style.docx: the styles of STYLE_NAMES, an upright and a turned section, and samples of each.

    The same bytes every time: nothing in it depends on clock, machine or chance.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in _parts().items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # else it would tell Windows from Unix
            archive.writestr(member, (_DECLARATION + text).encode(), zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def _parts() -> dict[str, str]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/fontTable", "fontTable.xml"),
            (f"{_OFFICE}/relationships/footer", "footer1.xml"),
            (f"{_OFFICE}/relationships/footer", "footer2.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer('<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>', 1),
        "word/footer2.xml": _footer('<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>', 2),
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": f'<Properties xmlns="{_OFFICE}/extended-properties"/>',
        "docProps/custom.xml": f'<Properties xmlns="{_OFFICE}/custom-properties"/>',
    }


def _content_types() -> str:
    word = f"{_TYPES}.wordprocessingml"
    overrides = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/word/footer2.xml": f"{word}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
        "/docProps/custom.xml": f"{_TYPES}.custom-properties+xml",
    }
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core_properties() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>样式</dc:title><dc:creator>cplist</dc:creator><dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )


def _settings() -> str:
    modern = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {_ROOT}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{modern}" w:val="15"/>'
        f'<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="{modern}" w:val="1"/>'
        f'<w:compatSetting w:name="differentiateMultirowTableHeaders" w:uri="{modern}" w:val="1"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table() -> str:
    """Name for each font the one that a computer without it is likely to have."""
    relatives = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", TITLE: "华文中宋"}
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{relative}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, relative in relatives.items()
    )
    return f"<w:fonts {_ROOT}>{listed}</w:fonts>"


def _styles() -> str:
    looks = "".join(
        _paragraph_style(
            look, f'{_OWN} w:styleId="{look.style_id}"', f'<w:uiPriority w:val="{place}"/><w:qFormat/>'
        )
        for place, look in enumerate((*_MAIN, *_ANNEX, *_TABLE), 1)
    )
    footer = _paragraph_style(_FOOTER, f' w:styleId="{_FOOTER.style_id}"', _HIDDEN)
    comment = _paragraph_style(_COMMENT, f' w:styleId="{_COMMENT.style_id}"', _HIDDEN) + _COMMENT_MARK
    listed = _BUILT_IN + looks + footer + comment + _article_number() + _TABLE_STYLE
    return f"<w:styles {_ROOT}>{_defaults()}{listed}</w:styles>"


def _defaults() -> str:
    font = f'{_fonts(FANGSONG)}{{}}{_size(16)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    body_font = font.format(f'<w:spacing w:val="{CHARACTER_SPACING}"/>')
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font.format('')}</w:rPr></w:rPrDefault><w:pPrDefault/>"
        '</w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{_spacing(0, 0, LINE)}<w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{body_font}</w:rPr></w:style>"
    )


def _paragraph_style(look: _Look, attributes: str, gallery: str) -> str:
    following = f'<w:next w:val="{look.following}"/>' if look.following else ""
    spacing = "" if look.points == 16 else '<w:spacing w:val="0"/>'
    return (
        f'<w:style w:type="paragraph"{attributes}>'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/>{following}{gallery}'
        f"<w:pPr>{_paragraph_properties(look)}</w:pPr>"
        f"<w:rPr>{_fonts(look.font)}{spacing}{_size(look.points)}</w:rPr></w:style>"
    )


def _paragraph_properties(look: _Look) -> str:
    """In the order that the schema asks for."""
    parts = (
        (look.keep_next, "<w:keepNext/>"),
        (look.line is None, '<w:snapToGrid w:val="0"/>'),
        (True, _spacing(look.before, look.after, look.line)),
        (look.first_line or look.right, _indent(look)),
        (look.before or look.after, "<w:contextualSpacing/>"),
        (look.align, f'<w:jc w:val="{look.align}"/>'),
        (look.outline is not None, f'<w:outlineLvl w:val="{look.outline}"/>'),
    )
    return "".join(xml for wanted, xml in parts if wanted)


def _spacing(before: int, after: int, line: int | None) -> str:
    pitch = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {pitch}/>'


def _indent(look: _Look) -> str:
    """Characters for Word, which then follows the font; twips for the rest."""
    character = round(look.points * 20)
    return (
        f'<w:ind w:rightChars="{look.right * 100}" w:right="{look.right * character}"'
        f' w:firstLineChars="{look.first_line * 100}" w:firstLine="{look.first_line * character}"/>'
    )


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def _article_number() -> str:
    return (
        f'<w:style w:type="character"{_OWN} w:styleId="ArticleNumber"><w:name w:val="条号"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="5"/><w:qFormat/>'
        f"<w:rPr>{_fonts(HEITI)}</w:rPr></w:style>"
    )


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
_TABLE_STYLE = (
    f'<w:style w:type="table"{_OWN} w:styleId="ResponsibilityTable"><w:name w:val="责任制表格"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="17"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders><w:tblCellMar>"
    + "".join(f'<w:{edge} w:w="80" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    + '</w:tblCellMar></w:tblPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr><w:tblStylePr w:type="firstRow">'
    '<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr></w:tblStylePr></w:style>'
)


def _document() -> str:
    upright = "".join(_paragraph(look) for look in _MAIN)
    turned = "".join(_paragraph(look) for look in _ANNEX)
    return (
        f"<w:document {_ROOT}><w:body>{upright}<w:p><w:pPr>{_UPRIGHT}</w:pPr></w:p>"
        f'{turned}{_sample_table()}<w:p><w:pPr><w:pStyle w:val="Break"/></w:pPr></w:p>{_TURNED}'
        "</w:body></w:document>"
    )


def _paragraph(look: _Look) -> str:
    number = _run("第一条", '<w:rStyle w:val="ArticleNumber"/>') if look.style_id == "Article" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{look.style_id}"/></w:pPr>{number}{_run(look.sample)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    return (
        f'<w:r><w:rPr>{properties}<w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _sample_table() -> str:
    column = f'<w:gridCol w:w="{TABLE_WIDTH // 3}"/>'
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ResponsibilityTable"/>'
        f'<w:tblW w:w="{TABLE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{column * 3}</w:tblGrid>'
        + _sample_row("<w:tblHeader/>", _TABLE_HEAD, _TABLE_HEAD, _TABLE_HEAD)
        + _sample_row("", _TABLE_CENTRED, _TABLE_TEXT, _BLANK)
        + "</w:tbl>"
    )


def _sample_row(properties: str, *looks: _Look) -> str:
    width = f'<w:tcPr><w:tcW w:w="{TABLE_WIDTH // 3}" w:type="dxa"/></w:tcPr>'
    cells = "".join(f"<w:tc>{width}{_paragraph(look)}</w:tc>" for look in looks)
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _footer(place: str, number: int) -> str:
    """One character in from the edge; the number is what a reader sees that counts no pages."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    field = f'<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{separate}{_run(str(number))}'
    return (
        f'<w:ftr {_ROOT}><w:p><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>'
        f"{_run('— ')}{begin}{field}{end}{_run(' —')}</w:p></w:ftr>"
    )


def _section(page_size: str, margins: str) -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/><w:type w:val="nextPage"/>'
        f'<w:pgSz {page_size}/><w:pgMar {margins} w:header="851" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


_UPRIGHT = _section(
    'w:w="11906" w:h="16838"', 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:footer="1417"'
)
# The upright page's binding edge is on top; the body keeps its 156 × 225 mm and stands in the middle,
# the page number keeps its distance from the body.
_TURNED = _section(
    'w:w="16838" w:h="11906" w:orient="landscape"',
    'w:top="1587" w:right="2041" w:bottom="1474" w:left="2041" w:footer="907"',
)

"""The style.docx that a pack starts from: after GB/T 9704-2012, made without any other file.

A pack's own style.docx is edited in Word, which may give the styles new ids when it saves; so writers find them by
their names (writers/word/default_style/looks.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from cplist.core.namespaces import OFFICE, PACKAGE, RELATIONSHIPS, WORD
from cplist.core.opc import (
    CONTENT_TYPES,
    ContentTypes,
    Relationship,
    relationships_part,
    relationships_xml,
    zipped,
)
from cplist.core.xml_text import DECLARATION
from cplist.writers.word.default_style.looks import (
    ANNEX,
    BLANK,
    COVER,
    FANGSONG,
    HEITI,
    KAITI,
    LINE,
    MAIN,
    SMALL,
    SMALL_CENTRED,
    SMALLEST,
    SMALLEST_CENTRED,
    SONGTI,
    TABLE_CENTRED,
    TABLE_HEAD,
    TABLE_TEXT,
    TITLE,
    Look,
)
from cplist.writers.word.default_style.styles_xml import styles_xml
from cplist.writers.word.style_package import DOCUMENT

TABLE_WIDTH = 12756

_TYPES = "application/vnd.openxmlformats-officedocument"
_WORD_TYPES = f"{_TYPES}.wordprocessingml"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
_OVERRIDES = {
    DOCUMENT: f"{_WORD_TYPES}.document.main+xml",
    "word/styles.xml": f"{_WORD_TYPES}.styles+xml",
    "word/settings.xml": f"{_WORD_TYPES}.settings+xml",
    "word/fontTable.xml": f"{_WORD_TYPES}.fontTable+xml",
    "word/footer1.xml": f"{_WORD_TYPES}.footer+xml",
    "word/footer2.xml": f"{_WORD_TYPES}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_TYPES}.extended-properties+xml",
    "docProps/custom.xml": f"{_TYPES}.custom-properties+xml",
}
_OF_PACKAGE = (
    (f"{RELATIONSHIPS}/officeDocument", DOCUMENT),
    (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
    (f"{RELATIONSHIPS}/custom-properties", "docProps/custom.xml"),
)
_OF_DOCUMENT = (
    (f"{RELATIONSHIPS}/styles", "word/styles.xml"),
    (f"{RELATIONSHIPS}/settings", "word/settings.xml"),
    (f"{RELATIONSHIPS}/fontTable", "word/fontTable.xml"),
    (f"{RELATIONSHIPS}/footer", "word/footer1.xml"),
    (f"{RELATIONSHIPS}/footer", "word/footer2.xml"),
)
_ROOT = f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"'


def default_style() -> bytes:
    """Give a style.docx: the styles of looks.STYLE_NAMES, an upright and a turned section, and samples of each.

    The same bytes every time: nothing in it depends on clock, machine or chance.
    """
    return zipped(_parts(), mode=0)


def _parts() -> dict[str, bytes]:
    texts = {
        DOCUMENT: _document(),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer('<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>', 1),
        "word/footer2.xml": _footer('<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>', 2),
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": f'<Properties xmlns="{OFFICE}/extended-properties"/>',
        "docProps/custom.xml": f'<Properties xmlns="{OFFICE}/custom-properties"/>',
    }
    parts = {name: (DECLARATION + text).encode() for name, text in texts.items()}
    return {
        CONTENT_TYPES: ContentTypes(_DEFAULTS, _OVERRIDES).xml(),
        relationships_part(""): relationships_xml(_numbered(_OF_PACKAGE), ""),
        DOCUMENT: parts.pop(DOCUMENT),
        relationships_part(DOCUMENT): relationships_xml(_numbered(_OF_DOCUMENT), DOCUMENT),
        **parts,
    }


def _numbered(targets: Iterable[tuple[str, str]]) -> list[Relationship]:
    return [Relationship(f"rId{number}", kind, target) for number, (kind, target) in enumerate(targets, 1)]


def _core_properties() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
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


def _document() -> str:
    upright = "".join(_paragraph(look) for look in (*COVER, *MAIN))
    turned = "".join(_paragraph(look) for look in ANNEX)
    return (
        f"<w:document {_ROOT}><w:body>{upright}<w:p><w:pPr>{_UPRIGHT}</w:pPr></w:p>"
        f'{turned}{_sample_table()}<w:p><w:pPr><w:pStyle w:val="Break"/></w:pPr></w:p>{_TURNED}'
        "</w:body></w:document>"
    )


def _paragraph(look: Look) -> str:
    number = _run("第一条", '<w:rStyle w:val="ArticleNumber"/>') if look.style_id == "Article" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{look.style_id}"/></w:pPr>{number}{_run(look.sample)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    """A tab in the text is one."""
    shown = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return (
        f'<w:r><w:rPr>{properties}<w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:t xml:space="preserve">{shown}</w:t></w:r>'
    )


def _sample_table() -> str:
    column = f'<w:gridCol w:w="{TABLE_WIDTH // 3}"/>'
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ResponsibilityTable"/>'
        f'<w:tblW w:w="{TABLE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{column * 3}</w:tblGrid>'
        + _sample_row("<w:tblHeader/>", TABLE_HEAD, TABLE_HEAD, TABLE_HEAD)
        + _sample_row("", TABLE_CENTRED, TABLE_TEXT, BLANK)
        + _sample_row("", SMALL_CENTRED, SMALL, SMALL)
        + _sample_row("", SMALLEST_CENTRED, SMALLEST, SMALLEST)
        + "</w:tbl>"
    )


def _sample_row(properties: str, *looks: Look) -> str:
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


def _section(page_size: str, margins: str, grid: str) -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/><w:type w:val="nextPage"/>'
        f'<w:pgSz {page_size}/><w:pgMar {margins} w:header="851" w:gutter="0"/>'
        f'<w:docGrid {grid}w:linePitch="{LINE}"/></w:sectPr>'
    )


_UPRIGHT = _section(
    'w:w="11906" w:h="16838"',
    'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:footer="1417"',
    'w:type="lines" ',
)
# The upright page's binding edge is on top; the body keeps its 156 × 225 mm and stands in the middle, the page
# number keeps its distance from the body. No grid: LibreOffice would leave out what doesn't fill a line of it.
_TURNED = _section(
    'w:w="16838" w:h="11906" w:orient="landscape"',
    'w:top="1587" w:right="2041" w:bottom="1474" w:left="2041" w:footer="907"',
    "",
)

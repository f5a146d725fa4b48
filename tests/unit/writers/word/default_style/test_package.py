"""The style.docx that cplist makes: reproducible, lean, and named as writers expect it."""

import io
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from cplist.writers.word.default_style.looks import STYLE_NAMES
from cplist.writers.word.default_style.package import default_style

COMMITTED = Path(__file__).resolve().parents[5] / "templates" / "shandong-2022-1" / "style.docx"

PARAGRAPH_STYLES = {
    "封面标题": ("方正小标宋简体", 26),
    "封面标记": ("楷体_GB2312", 16),
    "封面落款": ("仿宋_GB2312", 16),
    "发文机关标志": ("方正小标宋简体", 36),
    "发文字号": ("仿宋_GB2312", 16),
    "责任制标题": ("方正小标宋简体", 22),
    "题注": ("楷体_GB2312", 16),
    "目录标题": ("黑体", 16),
    "toc 1": ("仿宋_GB2312", 14),
    "章": ("黑体", 16),
    "节": ("楷体_GB2312", 16),
    "条": ("仿宋_GB2312", 16),
    "首条": ("仿宋_GB2312", 16),
    "首条同页": ("仿宋_GB2312", 16),
    "款": ("仿宋_GB2312", 16),
    "末款": ("仿宋_GB2312", 16),
    "项": ("仿宋_GB2312", 16),
    "目": ("仿宋_GB2312", 16),
    "一级标题": ("黑体", 16),
    "二级标题": ("楷体_GB2312", 16),
    "表前说明": ("仿宋_GB2312", 16),
    "书标题": ("黑体", 14),
    "书文": ("仿宋_GB2312", 14),
    "书表前": ("仿宋_GB2312", 14),
    "落款": ("仿宋_GB2312", 16),
    "附件标识": ("黑体", 16),
    "附件标题": ("方正小标宋简体", 22),
    "附件说明": ("仿宋_GB2312", 12),
    "附件文字": ("仿宋_GB2312", 12),
    "图": ("仿宋_GB2312", 9),
    "附件小标题": ("黑体", 14),
    "表头": ("黑体", 10.5),
    "表文": ("仿宋_GB2312", 10.5),
    "表文居中": ("仿宋_GB2312", 10.5),
    "表文小": ("仿宋_GB2312", 9),
    "表文小居中": ("仿宋_GB2312", 9),
    "表文特小": ("仿宋_GB2312", 7.5),
    "表文特小居中": ("仿宋_GB2312", 7.5),
    "填写格": ("仿宋_GB2312", 12),
}
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return read_parts(default_style())


@pytest.fixture(scope="module")
def document() -> docx.document.Document:
    return docx.Document(io.BytesIO(default_style()))


def test_the_committed_file_holds_the_default_style(parts: dict[str, bytes]) -> None:
    assert read_parts(COMMITTED.read_bytes()) == parts


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs the same parts otherwise")
def test_the_committed_file_is_the_default_style_to_the_byte() -> None:
    assert COMMITTED.read_bytes() == default_style()


def test_it_is_the_same_every_time() -> None:
    assert default_style() == default_style()


def test_no_clock_and_no_machine_shows_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(default_style())) as archive:
        assert {(member.date_time, member.create_system) for member in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3)
        }


def test_it_is_lean(parts: dict[str, bytes]) -> None:
    assert next(iter(parts)) == "[Content_Types].xml"
    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert len(default_style()) < 10_000


def test_it_has_the_styles_that_writers_ask_for(document: docx.document.Document) -> None:
    kinds = {style.name: style.type for style in document.styles}
    assert list(STYLE_NAMES) == [*PARAGRAPH_STYLES, "分节", "条号", "修订增", "修订删", "责任制表格"]
    assert {kinds[name] for name in PARAGRAPH_STYLES} == {WD_STYLE_TYPE.PARAGRAPH}
    assert {kinds[name] for name in ("条号", "修订增", "修订删")} == {WD_STYLE_TYPE.CHARACTER}
    assert kinds["责任制表格"] == WD_STYLE_TYPE.TABLE


@pytest.mark.parametrize("name", PARAGRAPH_STYLES)
def test_a_style_has_its_font_for_every_script_and_its_size(document: docx.document.Document, name: str) -> None:
    font, points = PARAGRAPH_STYLES[name]
    chain = [document.styles[name], document.styles["Normal"]]
    fonts = next(style.element.rPr.rFonts for style in chain if has(style, "rFonts"))
    size = next(style.font.size for style in chain if has(style, "sz"))
    assert {fonts.get(qn(f"w:{slot}")) for slot in SLOTS} == {font}
    assert size.pt == points
    assert not document.styles[name].font.bold


def has(style: docx.styles.style.BaseStyle, name: str) -> bool:
    """Whether the style itself says so."""
    return next(style.element.iter(qn(f"w:{name}")), None) is not None


@pytest.mark.parametrize("name", ["条", "款", "项", "目", "表前说明", "落款"])
def test_what_looks_like_normal_follows_it(document: docx.document.Document, name: str) -> None:
    """Whoever changes the font or the distance of lines of Normal changes the text of the document."""
    style = document.styles[name]
    spacing = next(style.element.iter(qn("w:spacing")), None)
    assert style.base_style.name == "Normal"
    assert not has(style, "rFonts") and not has(style, "sz")
    assert spacing is None or spacing.get(qn("w:line")) is None


@pytest.mark.parametrize(
    ("name", "level"), [("章", 0), ("节", 1), ("附件标题", 0), ("附件小标题", 1), ("条", None)]
)
def test_headings_have_an_outline_level_and_stay_with_what_follows(
    document: docx.document.Document, name: str, level: int | None
) -> None:
    properties = document.styles[name].element.pPr
    outline = properties.find(qn("w:outlineLvl"))
    assert (None if outline is None else int(outline.get(qn("w:val")))) == level
    assert bool(document.styles[name].paragraph_format.keep_with_next) == (level is not None)


@pytest.mark.parametrize("name", ["条", "款", "项", "目"])
def test_body_text_is_indented_by_two_characters(document: docx.document.Document, name: str) -> None:
    indent = document.styles[name].element.pPr.ind
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")


def test_normal_has_the_line_and_the_character_spacing_of_the_grid(document: docx.document.Document) -> None:
    normal = document.styles["Normal"].element
    assert (normal.pPr.spacing.get(qn("w:line")), normal.pPr.spacing.get(qn("w:lineRule"))) == (
        "579",
        "exact",
    )
    assert normal.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-6"
    assert document.styles["Normal"].paragraph_format.widow_control is False


@pytest.mark.parametrize("name", ["表头", "表文", "表文居中"])
def test_text_in_tables_has_lines_of_its_own(document: docx.document.Document, name: str) -> None:
    properties = document.styles[name].element.pPr
    assert (properties.spacing.get(qn("w:line")), properties.spacing.get(qn("w:lineRule"))) == ("300", "exact")


def test_no_line_is_put_on_the_grid_instead_of_where_its_style_says(document: docx.document.Document) -> None:
    assert document.styles["Normal"].element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"


def test_the_issuers_mark_is_red_and_a_red_line_stands_under_the_number(document: docx.document.Document) -> None:
    assert document.styles["发文机关标志"].element.rPr.find(qn("w:color")).get(qn("w:val")) == "FF0000"
    line = document.styles["发文字号"].element.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert (line.get(qn("w:color")), line.get(qn("w:val"))) == ("FF0000", "single")


def test_no_font_comes_from_a_theme(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        assert b"heme=" not in content, name
        assert b"asciiTheme" not in content, name


def test_every_part_is_xml_without_python_docx_in_it(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        ElementTree.fromstring(content)
        assert b"python-docx" not in content, name


def test_word_shows_it_as_its_own_and_asks_no_question(parts: dict[str, bytes]) -> None:
    settings = parts["word/settings.xml"].decode()
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    assert "<w:evenAndOddHeaders/>" in settings
    assert "updateFields" not in settings


def test_an_upright_section_is_followed_by_a_turned_one(document: docx.document.Document) -> None:
    upright, turned = document.sections
    assert upright.orientation == WD_ORIENT.PORTRAIT
    assert turned.orientation == WD_ORIENT.LANDSCAPE
    assert measures(upright) == (11906, 16838, 2098, 1474, 1984, 1587, 1417)
    assert measures(turned) == (16838, 11906, 1587, 2041, 1474, 2041, 907)


def test_the_upright_section_has_the_grid_and_both_have_both_page_numbers(
    document: docx.document.Document,
) -> None:
    for section, kind in zip(document.sections, ("lines", None), strict=True):
        grid = section._sectPr.find(qn("w:docGrid"))
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == (kind, "579")
        odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
        assert (odd.text, even.text) == ("— 1 —", "— 2 —")
        assert "PAGE" in odd._p.xml
        assert "PAGE" in even._p.xml


def test_the_samples_show_each_style_once(document: docx.document.Document) -> None:
    shown = [paragraph.style.name for paragraph in document.paragraphs]
    table = document.tables[0]
    in_table = {cell.paragraphs[0].style.name for row in table.rows for cell in row.cells}
    for name in set(PARAGRAPH_STYLES) - in_table:
        assert shown.count(name) == 1, name
    small = {"表文小", "表文小居中", "表文特小", "表文特小居中"}
    assert in_table == {"表头", "表文", "表文居中", "填写格"} | small
    assert table.style.name == "责任制表格"
    assert "条号" in {run.style.name for paragraph in document.paragraphs for run in paragraph.runs}


def read_parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def measures(section: docx.section.Section) -> tuple[int, ...]:
    """Width, height, top, right, bottom, left, footer, in twips."""
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
        section.footer_distance,
    )
    return tuple(round(length.twips) for length in lengths)

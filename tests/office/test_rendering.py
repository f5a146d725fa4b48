"""Both files, valid for Office, and shown whole by LibreOffice: the same text, and rows that hide none of it."""

import csv
import datetime
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from acceptance.reading import Book, Document, bare, book_at, document_at
from command import PACKS, ROOT, Build, Builds
from openpyxl.utils import get_column_letter

from .conftest import Office, PdfText, ToPdf, Validate, rewritten

pytestmark = pytest.mark.slow

PROFILES = {"village-bank": ROOT / "profiles" / "village-bank.yaml", "tiny": PACKS / "tiny-profile.yaml"}
LARGE = ROOT / "profiles" / "city-bank.yaml"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
AT_THE_MARGIN = "，、；。：）”》"
"""LibreOffice 7.4 doesn't paint a comma that hangs over the margin of a line that it squeezes: a few in a book."""
MOST_AT_THE_MARGIN = 0
HYPHEN_WITHIN_A_NUMBER = "\N{NON-BREAKING HYPHEN}"
"""What LibreOffice has in a text where Word has a w:noBreakHyphen."""
NOT_IN_THE_TEXT = re.compile(r"^— \d+ —$|\.{3,}", re.MULTILINE)
"""Page numbers, and the dots of the table of contents."""
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
POINTS = {"in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pt": 1.0}

Convert = Callable[[Path, str], Path]


def files(build: Build) -> dict[str, Path]:
    """A build's files by how their names end."""
    return {path.suffix: path for path in build.folder.iterdir() if "旧" not in path.name}


@pytest.fixture(scope="module", params=list(PROFILES))
def built(request: pytest.FixtureRequest, build: Builds) -> dict[str, Path]:
    """The files of a first build, which are only read."""
    return files(build.once(PROFILES[request.param]))


@pytest.fixture(scope="module")
def convert(office: Office) -> Convert:
    """Give a function: path, LibreOffice's name of a format → the folder with what it made of it."""
    return office.folder


# valid


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_validator_finds_nothing(built: dict[str, Path], validate: Validate, suffix: str) -> None:
    assert validate(built[suffix]) == []


def test_the_validator_finds_something_planted(built: dict[str, Path], validate: Validate, tmp_path: Path) -> None:
    planted = rewritten(
        built[".docx"], tmp_path / "planted.docx", "word/document.xml", b"<w:tblHeader/>", b"<w:b/>"
    )
    assert validate(planted)


# Word


def test_libreoffice_reads_every_word_of_the_document(built: dict[str, Path], convert: Convert) -> None:
    (text,) = convert(built[".docx"], "txt:Text (encoded):UTF8").iterdir()
    read = text.read_text("utf-8-sig").replace(HYPHEN_WITHIN_A_NUMBER, "-")
    assert bare(read) == bare(document_at(built[".docx"]).text)


def test_every_word_of_the_document_is_on_its_pages(
    built: dict[str, Path], to_pdf: ToPdf, pdf_text: PdfText
) -> None:
    document = document_at(built[".docx"])
    written = Counter(bare("".join([document.text, *document.drawings])))
    printed = Counter(bare(NOT_IN_THE_TEXT.sub("", pdf_text(to_pdf(built[".docx"]), "-raw"))))
    missing = written - printed
    assert set(missing) <= set(AT_THE_MARGIN) and missing.total() <= MOST_AT_THE_MARGIN, missing
    repeated = {sign for line in document.lines if line.style == "表头" for sign in line.text}
    assert set(printed - written) <= repeated


def test_articles_are_printed_in_their_order(built: dict[str, Path], to_pdf: ToPdf, pdf_text: PdfText) -> None:
    lines = document_at(built[".docx"]).lines
    end = next(number for number, line in enumerate(lines) if line.style == "附件标识")
    articles = unpunctuated("".join(line.text for line in lines[:end]))
    printed = unpunctuated(NOT_IN_THE_TEXT.sub("", pdf_text(to_pdf(built[".docx"]), "-raw")))
    assert printed.startswith(articles)


def test_a_document_that_libreoffice_saved_has_the_same_text(built: dict[str, Path], convert: Convert) -> None:
    (saved,) = convert(built[".docx"], "docx").iterdir()
    ours, theirs = document_at(built[".docx"]), document_at(saved)
    assert theirs.text == text_with_one_paragraph_for_a_drawing_and_its_section(ours)
    assert theirs.drawings == ours.drawings
    assert {name for name in ours.bookmarks if name.startswith("cp")} <= set(theirs.bookmarks)
    assert theirs.anchors == ours.anchors


def text_with_one_paragraph_for_a_drawing_and_its_section(document: Document) -> str:
    """LibreOffice ends a section in the paragraph of the drawing that is its last."""
    first, *others = document.lines
    followed = zip(document.lines, others, strict=False)
    kept = [line for before, line in followed if (before.style, line.style) != ("图", "分节")]
    return "\n".join(line.text for line in (first, *kept))


# Excel


def test_every_cell_is_shown_by_libreoffice(built: dict[str, Path], convert: Convert) -> None:
    book = book_at(built[".xlsx"])
    shown = {path.stem.rpartition("-")[2]: path for path in convert(built[".xlsx"], EVERY_SHEET).iterdir()}
    assert list(shown) and set(shown) == set(book.xlsx.sheetnames)
    for sheet in book.values:
        with shown[sheet.title].open(encoding="utf-8-sig", newline="") as file:
            assert filled_rows(csv.reader(file)) == filled_rows(texts(sheet)), sheet.title


def filled_rows(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows without blank ones at the end, which wait for somebody to write in them."""
    found = list(rows)
    while found and not any(found[-1]):
        found.pop()
    return found


def test_a_cell_that_is_missing_would_be_seen(built: dict[str, Path], convert: Convert, tmp_path: Path) -> None:
    planted = rewritten(built[".xlsx"], tmp_path / "planted.xlsx", "xl/sharedStrings.xml", "应当".encode(), b"")
    sheet = book_at(built[".xlsx"]).values["责任清单"]
    shown = next(path for path in convert(planted, EVERY_SHEET).iterdir() if path.stem.endswith("-责任清单"))
    with shown.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) != texts(sheet)


def test_every_shared_string_is_in_some_cell(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".xlsx"]) as archive:
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    shared = ["".join(item.itertext()) for item in root]
    written = {cell.value for sheet in book_at(built[".xlsx"]).xlsx for row in sheet.iter_rows() for cell in row}
    assert len(shared) == len(set(shared)) == int(root.get("uniqueCount", "0"))
    assert [text for text in shared if text not in written] == []


def test_what_is_visible_is_printed(built: dict[str, Path], to_pdf: ToPdf, pdf_text: PdfText) -> None:
    """The last words of the longest cells of each sheet stand on some page."""
    printed = unpunctuated(pdf_text(to_pdf(built[".xlsx"]), "-raw"))
    for sheet in book_at(built[".xlsx"]).values:
        if sheet.sheet_state == "visible":
            cells = sorted(visible(sheet), key=len)[-3:]
            assert [cell for cell in cells if unpunctuated(cell)[-8:] not in printed] == [], sheet.title


def test_a_workbook_that_libreoffice_saved_has_the_same_cells(built: dict[str, Path], convert: Convert) -> None:
    (saved,) = convert(built[".xlsx"], "xlsx").iterdir()
    theirs = Book(saved).values
    for sheet in book_at(built[".xlsx"]).values:
        assert texts(theirs[sheet.title], sheet.max_row, sheet.max_column) == texts(sheet), sheet.title


def test_answers_survive_a_workbook_that_libreoffice_saved(
    built: dict[str, Path], convert: Convert, build: Builds, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    profile = PROFILES[request.node.callspec.params["built"]]
    mine = files(build.start(profile, tmp_path / "out"))
    book = Book(mine[".xlsx"])
    for number, row in enumerate(book.cells("履职情况")):
        row["备注"].value = f"第{number}行，<&>"
    book.save()
    (saved,) = convert(mine[".xlsx"], "xlsx").iterdir()
    shutil.copy(saved, mine[".xlsx"])
    old = mine[".xlsx"].read_bytes()
    build(profile, tmp_path / "out", "--only", "checklist")
    rows = Book(mine[".xlsx"]).rows("履职情况")
    assert [row["备注"] for row in rows] == [f"第{number}行，<&>" for number in range(len(rows))]
    assert mine[".xlsx"].with_name(f"{mine['.xlsx'].stem}.旧1.xlsx").read_bytes() == old


def test_rows_are_high_enough_for_all_of_their_text(
    built: dict[str, Path], convert: Convert, tmp_path: Path
) -> None:
    """LibreOffice says how high each row must be, once it may choose."""
    if (
        "Fandol"
        not in subprocess.run(["fc-match", "宋体"], capture_output=True, check=True, encoding="utf-8").stdout
    ):
        pytest.skip("without Fandol a face with taller lines stands in")
    (open_document,) = convert(free_to_choose(built[".xlsx"], tmp_path / "free.xlsx"), "ods").iterdir()
    (flat,) = convert(open_document, "fods").iterdir()
    wanted = heights(flat)
    for sheet in book_at(built[".xlsx"]).xlsx:
        if sheet.sheet_state == "visible":
            ours = [sheet.row_dimensions[number].height or 15 for number in range(1, sheet.max_row + 1)]
            low = [
                number
                for number, (a, b) in enumerate(zip(ours, wanted[sheet.title], strict=False), 1)
                if a < b - 0.5
            ]
            assert low == [], f"{sheet.title}: rows {low[:9]} hide text"
            assert sum(ours) < 2.5 * sum(wanted[sheet.title][: len(ours)]), f"{sheet.title} is full of empty room"


def test_whatever_is_printed_fits_the_width_of_a_page(built: dict[str, Path]) -> None:
    for sheet in book_at(built[".xlsx"]).xlsx:
        if sheet.sheet_state == "visible":
            one_page = sheet.title in ("从这里开始", "责任矩阵", "进度")
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, int(one_page))
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows
            assert sheet.freeze_panes


def unpunctuated(text: str) -> str:
    return "".join(sign for sign in bare(text) if sign not in AT_THE_MARGIN + "-")


def texts(sheet: Any, rows: int | None = None, columns: int | None = None) -> list[list[str]]:
    """A sheet's cells as they are shown, row by row."""
    return [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_row=rows, max_col=columns)]


def _shown(cell: Any) -> str:
    if cell.value is None:
        return ""
    if cell.number_format == "0%" and isinstance(cell.value, int | float):
        return f"{cell.value:.0%}"
    return str(cell.value).removesuffix(" 00:00:00")


def visible(sheet: Any) -> Iterator[str]:
    for number, column in enumerate(sheet.iter_cols(), 1):
        if not sheet.column_dimensions[get_column_letter(number)].hidden:
            yield from (str(cell.value) for cell in column if isinstance(cell.value, str))


def free_to_choose(path: Path, target: Path) -> Path:
    """The workbook without any row's height; its hidden columns, which LibreOffice would fit too, very wide."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb' ht="[\d.]+"(?: customHeight="1")?', b"", content)
                content = re.sub(rb'<col [^>]*hidden="1"[^>]*>', lambda col: wide(col[0]), content)
            after.writestr(name, content)
    return target


def wide(column: bytes) -> bytes:
    return re.sub(rb' width="[\d.]+"', b' width="200"', column)


def heights(flat: Path) -> dict[str, list[float]]:
    """Each sheet's rows' heights in points, from a .fods."""
    root = ElementTree.parse(flat).getroot()
    by_style = {
        style.get(f"{STYLE}name"): points(properties.get(f"{STYLE}row-height", "0pt"))
        for style in root.iter(f"{STYLE}style")
        if (properties := style.find(f"{STYLE}table-row-properties")) is not None
    }
    return {
        str(table.get(f"{TABLE}name")): [
            by_style[row.get(f"{TABLE}style-name")]
            for row in table.iter(f"{TABLE}table-row")
            if row.get(f"{TABLE}style-name")  # a chart has a table of its own, without
            for _ in range(min(2000, int(row.get(f"{TABLE}number-rows-repeated", "1"))))
        ]
        for table in root.iter(f"{TABLE}table")
    }


def points(length: str) -> float:
    match = re.fullmatch(r"([\d.]+)([a-z]+)", length)
    assert match, length
    return float(match[1]) * POINTS[match[2]]


WORKED_OUT = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""LibreOffice's setting to work out every formula of an .xlsx anew."""


@pytest.fixture(scope="module")
def worked_out(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Any]:
    """Give a function: path → the workbook's values, every formula worked out by LibreOffice."""
    calculating = replace(office, own=tmp_path_factory.mktemp("calculating"), setting=WORKED_OUT)
    return lambda path: Book(calculating.file(path, "xlsx")).values


def differing(path: Path, theirs: Any) -> list[str]:
    """The formulas whose stored values aren't those, by their places."""
    book = book_at(path)
    places = [
        (sheet.title, c.coordinate) for sheet in book.xlsx for row in sheet for c in row if c.data_type == "f"
    ]
    assert places
    return [
        f"{title}!{place}"
        for title, place in places
        if not _same(book.values[title][place].value or "", theirs[title][place].value or "")
    ]


def _same(ours: Any, theirs: Any) -> bool:
    """Whether two values are one; LibreOffice keeps 15 digits of a number."""
    return ours == theirs or (isinstance(ours, float) and ours == pytest.approx(theirs, rel=1e-14))


def fill_in_everything(path: Path) -> None:
    """Answers of every kind in every row, a ledger, a day that some have missed."""
    book = Book(path)
    choices = {
        row[0].value: [cell.value for cell in row[1:] if cell.value] for row in book.xlsx["选项"].iter_rows()
    }
    cells = list(book.cells("履职情况"))
    for number, row in enumerate(cells):
        states = choices.get(str(row["状态选项"].value).removeprefix("choice_"), [])
        if states and number % 4:
            row["本期状态"].value = states[number % len(states)]
        if number % 3 == 0:
            row["到期日（本机构自定）"].value = datetime.date(2026, 3 + number % 10, 1)
    for number, row in enumerate(book.cells("履职台账")):
        if number < 30:
            row["编号"].value = cells[number * 5]["编号"].value
            row["责任主体"].value = cells[number * 5 % 40]["主体名称"].value
            row["日期"].value = datetime.date(2026, 1 + number % 9, 3)
    book.save()


def test_stored_values_are_those_that_libreoffice_gives(
    build: Builds, worked_out: Callable[[Path], Any], tmp_path: Path
) -> None:
    made = build.start(PROFILES["village-bank"], tmp_path).path("checklist")
    assert differing(made, worked_out(made)) == []
    fill_in_everything(made)
    made = build(PROFILES["village-bank"], tmp_path, "--only", "checklist").path("checklist")
    assert differing(made, worked_out(made)) == []
    states = {row["状态判断"] for row in rows_of_values(made)}
    assert states >= {"未填报", "逾期未填报", "正常", "在办", "需关注", "逾期", "由子项汇总"}


def rows_of_values(path: Path) -> list[dict[str, Any]]:
    book = book_at(path)
    header = book.header("履职情况")
    sheet = book.values["履职情况"]
    return [
        {title: sheet.cell(row, column).value for title, column in header.items()}
        for row in range(book.header_row("履职情况") + 1, sheet.max_row + 1)
    ]


def test_a_stored_value_that_is_wrong_is_seen(
    build: Builds, worked_out: Callable[[Path], Any], tmp_path: Path
) -> None:
    made = build.once(PROFILES["village-bank"]).path("checklist")
    number = book_at(made).xlsx.sheetnames.index("进度") + 1
    part = f"xl/worksheets/sheet{number}.xml"
    planted = rewritten(made, tmp_path / "planted.xlsx", part, b"<v>0</v>", b"<v>9</v>")
    assert differing(planted, worked_out(planted))


def test_a_filled_in_workbook_with_lists_and_a_sheet_of_ones_own_is_valid(
    validate: Validate, build: Builds, tmp_path: Path
) -> None:
    made = build.start(LARGE, tmp_path).path("checklist")
    fill_in_everything(made)
    book = Book(made)
    cells = list(book.cells("履职情况"))
    cells[3]["条款原文"].value, cells[5]["行标识"].value = "改过的原文", "9-99|nobody"
    own = book.xlsx.create_sheet("我的统计", 1)
    own["A1"], own["A2"] = "自己的表", "=SUM(1,2)"
    own["A1"].number_format = "0.0000"
    book.save()
    made = build(LARGE, tmp_path, "--only", "checklist").path("checklist")
    assert {"冲突", "我的统计"} <= set(Book(made).xlsx.sheetnames)
    assert validate(made) == []

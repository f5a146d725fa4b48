"""The system as an official document: its look comes from style.docx alone, its table of contents is right, a page
holds its structure, in every variant of the profile's `document`."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
import yaml
from acceptance.reading import bare, document_at
from store import Store

from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import build
from cplist.workspace.batch import Builder
from cplist.writers.word.default_style.package import default_style

from .conftest import Office, PdfText, Remade, ToPdf, Validate

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "profiles").glob("*.yaml"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"—(\d+)—")
VARIANTS: dict[str, dict[str, str]] = {
    "plain": {"status": "final"},
    "cover": {"cover": "true", "approval": "2026年11月20日第五届董事会第八次会议审议通过"},
    "heading": {"heading": "岱岳银行股份有限公司文件"},
    "all": {"cover": "true", "heading": "岱岳银行股份有限公司山东省泰安市分行文件", "names": "false"},
}
ANOTHER_LOOK = {
    '"579" w:lineRule="exact"': '"590" w:lineRule="exact"',
    "仿宋_GB2312": "楷体",
}


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest, store: Store) -> Path:
    return system(request.param.stem, store)


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request: pytest.FixtureRequest, store: Store) -> Path:
    return system(request.param, store)


def system(name: str, store: Store) -> Path:
    """The system of an example or of a variant, written once in a run."""

    def make(folder: Path) -> None:
        profile = ROOT / "profiles" / f"{name}.yaml"
        if name in VARIANTS:
            profile = folder / "profile.yaml"
            profile.write_text(with_document(VARIANTS[name]), "utf-8")
        written(profile, folder).rename(folder / f"{name}.docx")

    return store.folder(f"system {name}", make) / f"{name}.docx"


NAMES = [*VARIANTS, *(path.stem for path in EXAMPLES)]
PRINTED_TOGETHER = 6


@pytest.fixture(scope="module")
def to_pdf(to_pdf: ToPdf, office: Office, store: Store) -> ToPdf:
    """The same; examples and variants are printed some at a time, as each start of LibreOffice takes a second."""

    def printed(path: Path) -> Path:
        if path.stem not in NAMES:
            return to_pdf(path)
        first = NAMES.index(path.stem) // PRINTED_TOGETHER * PRINTED_TOGETHER
        some = [system(name, store) for name in NAMES[first : first + PRINTED_TOGETHER]]
        return office.together(some, "pdf")[some.index(path)]

    return printed


def written(profile: Path, folder: Path, style: bytes | None = None, *, annotate: bool = False) -> Path:
    """The system of a profile, as a file; `style` takes the place of the pack's style.docx."""
    builder = Builder(())
    read = builder.profile(str(profile))
    pack = builder.pack_of(read)
    if style is not None:
        files = {**pack.files, "style.docx": style}
        pack = type(pack)(**{**vars_of(pack), "files": files})
    built = build(Inputs(read, pack, request=Request(("system",), annotate=annotate)))
    path = folder / "system.docx"
    path.write_bytes(built.file("system").content)
    return path


def vars_of(pack: Any) -> dict[str, Any]:
    return {name: getattr(pack, name) for name in pack.__dataclass_fields__}


def with_document(document: dict[str, str]) -> str:
    data = yaml.load((ROOT / "profiles" / "city-bank.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["document"] |= document
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@cache
def pages(pdf: Path, pdf_text: PdfText) -> list[str]:
    return [bare(page) for page in pdf_text(pdf, "-raw").split("\f")][:-1]


def entries(path: Path) -> list[tuple[str, int]]:
    """The table of contents: words and page number."""
    found = [re.fullmatch(r"(.*?)(\d+)", line.text) for line in document_at(path).lines if line.style == "toc 1"]
    return [(bare(match[1]), int(match[2])) for match in found if match]


def printed_on(entry: str, leaves: list[str]) -> int:
    """The number of the page where that heading stands, not only its entry."""
    for page in leaves:
        if entry in page.replace(f"{entry}.", "") and (number := NUMBER.search(page)):
            return int(number[1])
    raise AssertionError(f"no page has {entry}")


# the table of contents


def test_every_page_number_of_an_example_is_right(example: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    leaves = pages(to_pdf(example), pdf_text)
    found = entries(example)
    assert len(found) > 8
    assert [(entry, printed_on(entry, leaves)) for entry, _ in found] == found


def test_every_page_number_of_a_variant_is_right(variant: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    leaves = pages(to_pdf(variant), pdf_text)
    assert [(entry, printed_on(entry, leaves)) for entry, _ in entries(variant)] == entries(variant)


@pytest.mark.parametrize("name", ["property-insurer-province", "village-bank", "finance-company"])
def test_comments_move_no_heading(name: str, tmp_path: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    path = written(ROOT / "profiles" / f"{name}.yaml", tmp_path, annotate=True)
    assert list(docx.Document(str(path)).comments)
    leaves = pages(to_pdf(path), pdf_text)
    assert [(entry, printed_on(entry, leaves)) for entry, _ in entries(path)] == entries(path)


def test_it_lists_the_chapters_and_annexes_and_leads_to_them(example: Path) -> None:
    document = document_at(example)
    lines = document.lines
    headings = [line.text for line in lines if line.style == "章"]
    labels = [number for number, line in enumerate(lines) if line.style == "附件标识"]
    headings += [f"{lines[number].text}　{lines[number + 1].text}" for number in labels]
    listed = [line for line in lines if line.style == "toc 1"]
    assert [re.sub(r"\d+$", "", line.text) for line in listed] == headings
    starts = {name: line for line in lines for name in line.bookmarks if name.startswith("_Toc")}
    for line in listed:
        (anchor,) = line.anchors
        assert line.text.startswith(starts[anchor].text)


def test_it_is_a_field_that_word_updates_when_asked_and_not_before(example: Path) -> None:
    with zipfile.ZipFile(example) as archive:
        body, settings = archive.read("word/document.xml").decode(), archive.read("word/settings.xml").decode()
    codes = [unescape(code) for code in re.findall(r"<w:instrText[^>]*>([^<]*)<", body)]
    pages_ = [code for code in codes[1:] if code.startswith(" PAGEREF _Toc")]
    annexes = [code for code in codes[1:] if code.startswith(' TC "附件')]
    assert codes[0] == ' TOC \\h \\z \\t "章,1" \\f A '
    assert len(pages_) == len(entries(example)) and len(pages_) + len(annexes) + 1 == len(codes)
    assert "updateFields" not in settings and "w:dirty" not in body
    assert body.count('"begin"') == body.count('"end"') == body.count('"separate"') + len(annexes)


def test_made_anew_it_says_the_same(variant: Path, remade: Remade) -> None:
    """In the middle of its work LibreOffice may count a page more: what counts is that no entry is lost."""
    again = [line.rpartition("\t") for line in remade(variant)]
    assert [bare(entry) for entry, _, _ in again] == [entry for entry, _ in entries(variant)]
    pages_ = zip([int(page) for _, _, page in again], [page for _, page in entries(variant)], strict=True)
    assert all(abs(theirs - ours) <= 1 for theirs, ours in pages_)


# the look


def test_nothing_is_formatted_in_the_body(variant: Path) -> None:
    """Paragraphs have a style and sections, runs a style and a hint; cells have widths and joins."""
    with zipfile.ZipFile(variant) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    within = {"pPr": {"pStyle", "sectPr"}, "rPr": {"rStyle", "rFonts"}, "tcPr": {"tcW", "gridSpan", "vMerge"}}
    for name, allowed in within.items():
        found = {child.tag.removeprefix(W) for element in root.iter(f"{W}{name}") for child in element}
        assert found <= allowed, name
    assert {tuple(e.attrib) for e in root.iter(f"{W}rFonts")} <= {(f"{W}hint",)}


def test_every_style_that_is_used_is_there_and_named(variant: Path) -> None:
    names = {style.name for style in document_at(variant).docx.styles}
    used = {line.style for line in document_at(variant).lines}
    assert used <= names and {"责任制标题", "章", "条", "款", "项", "表头", "表文", "附件标识"} <= used
    assert "Normal" not in used


def test_a_changed_look_takes_effect_everywhere(tmp_path: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    """Another font, 29.5 points from line to line: fewer lines on a page, and the contents know it, but for a page
    where the font's digits and letters are of another width."""
    style = restyled(default_style(), ANOTHER_LOOK)
    profile = ROOT / "profiles" / "village-bank.yaml"
    (tmp_path / "other").mkdir()
    path = written(profile, tmp_path / "other", style)
    pdf = to_pdf(path)
    leaves = pages(pdf, pdf_text)
    assert all(abs(printed_on(entry, leaves) - page) <= 1 for entry, page in entries(path))
    assert [page for _, page in entries(path)] != [page for _, page in entries(written(profile, tmp_path))]
    boxes = pdf_text(pdf, "-f", "3", "-l", "3", "-bbox")
    tops = sorted({float(top) for top in re.findall(r'<word xMin="[\d.]+" yMin="([\d.]+)"', boxes)})
    steps = {round(b - a, 1) for a, b in pairwise(tops)}
    assert steps & {29.5, 29.4, 29.6} and not steps & {28.9, 29.0}
    fonts = ElementTree.fromstring(zipfile.ZipFile(path).read("word/styles.xml")).iter(f"{W}rFonts")
    assert "仿宋_GB2312" not in {font.get(f"{W}eastAsia") for font in fonts}


def restyled(style: bytes, swaps: dict[str, str]) -> bytes:
    from cplist.core.opc import unzipped, zipped

    parts = unzipped(style)
    text = parts["word/styles.xml"].decode()
    for old, new in swaps.items():
        assert old in text
        text = text.replace(old, new)
    return zipped({**parts, "word/styles.xml": text.encode()})


def test_the_validator_finds_nothing(variant: Path, validate: Validate) -> None:
    assert validate(variant) == []


def test_no_page_is_empty_and_no_heading_ends_one(variant: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    for page in pages(to_pdf(variant), pdf_text):
        text = NUMBER.sub("", page)
        assert len(text) > 10
    assert_no_heading_ends_a_page(variant, pages(to_pdf(variant), pdf_text))


def test_pages_are_counted_from_the_one_behind_the_cover(variant: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    numbers = [int(found[1]) if (found := NUMBER.search(page)) else 0 for page in pages(to_pdf(variant), pdf_text)]
    covered = any(line.style == "封面标题" for line in document_at(variant).lines)
    assert numbers == list(range(0 if covered else 1, len(numbers) + (0 if covered else 1)))


# the structure at a glance


def test_the_structure_is_a_drawing_and_its_table(example: Path, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    leaves = pages(to_pdf(example), pdf_text)
    first = next(number for number, page in enumerate(leaves) if page.startswith("附件1责任体系图"))
    last = next(number for number, page in enumerate(leaves) if page.startswith("附件2"))
    drawings = document_at(example).drawings
    boxes = sum(drawing.count("\n") + 1 for drawing in drawings)
    assert len(drawings) == (1 if boxes < 55 else 2)
    assert last - first <= len(drawings) + 1
    for number, drawing in enumerate(drawings, first):
        assert all(bare(box) in leaves[number] for box in drawing.split("\n"))
    assert "负总责" in leaves[first] and "责任体系责任主体和责任定性" in leaves[last - 1]


@pytest.mark.parametrize(("leaders", "departments", "most"), [(3, 3, 2), (12, 30, 3), (15, 40, 5)])
def test_every_box_is_drawn_however_large_the_institution(
    leaders: int, departments: int, most: int, tmp_path: Path, to_pdf: ToPdf, pdf_text: PdfText
) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text(of_size(leaders, departments), "utf-8")
    path = written(profile, tmp_path)
    leaves = pages(to_pdf(path), pdf_text)
    first = next(number for number, page in enumerate(leaves) if page.startswith("附件1责任体系图"))
    last = next(number for number, page in enumerate(leaves) if page.startswith("附件2"))
    assert last - first <= most
    drawn = "".join(leaves[first:last])
    for number in range(departments):
        assert drawn.count(f"业务与渠道综合管理第{number}部") >= 2  # in the drawing, and in the table
    assert [(entry, printed_on(entry, leaves)) for entry, _ in entries(path)] == entries(path)
    assert_no_heading_ends_a_page(path, leaves)


def of_size(leaders: int, departments: int) -> str:
    """The city bank with so many leaders and departments, whose posts and names are long."""
    data = yaml.load((ROOT / "profiles" / "city-bank.yaml").read_text("utf-8"), yaml.BaseLoader)
    lines = ("front", "middle", "back")
    names = [f"业务与渠道综合管理第{number}部" for number in range(departments)]
    posts = [f"党委委员、副行长兼第{number}事业部总裁" for number in range(leaders)]
    roles = [["chief"], ["cp_deputy", "other"], ["discipline_secretary"], *[["other"]] * leaders][:leaders]
    ids = [f"d{number}" for number in range(departments)]
    own = {number: {"functions": ["cp_lead", "complaints"]} for number in (0,)} | {1: {"functions": ["discipline"]}}
    del data["assignments"], data["document"]["interpreter"]
    del data["bodies"]["board"]["oversees"]
    data["bodies"]["committee"] |= {"chair": "l0", "office": "d0"}
    data["departments"] = [
        {"id": id_, "name": names[number], "lines": [lines[number % 3]], **own.get(number, {})}
        for number, id_ in enumerate(ids)
    ]
    data["leaders"] = [
        {"id": f"l{number}", "post": posts[number], "roles": [*roles[number]]}
        | ({"oversees": ids[number - 1 :: leaders - 1]} if number else {})
        for number in range(leaders)
    ]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def assert_no_heading_ends_a_page(path: Path, leaves: list[str]) -> None:
    """Each stands on a page with the beginning of what follows it."""
    lines = document_at(path).lines
    headings = ("章", "节", "附件小标题")
    pairs = [
        bare(heading.text + following.text[:8])
        for heading, following in pairwise(lines)
        if heading.style in headings
    ]
    assert pairs and [pair for pair in pairs if not any(pair in page for page in leaves)] == []


def test_the_structure_names_every_leader_department_and_level_with_its_grade(example: Path) -> None:
    profile = yaml.load((ROOT / "profiles" / f"{request_name(example)}.yaml").read_text("utf-8"), yaml.BaseLoader)
    table = next(t for t in document_at(example).docx.tables if t.cell(0, 0).text == "责任体系")
    shown = "".join(cell.text for row in table.rows for cell in row.cells)
    for leader in profile["leaders"]:
        has_share = bool(leader["roles"] or leader.get("functions"))
        assert (leader.get("name", leader.get("short_post", leader["post"])) in shown) == has_share
    for department in profile["departments"]:
        assert department.get("short_name", department["name"]) in shown
    assert "第一责任人" in shown and "最终责任（限信访投诉事项处置）" in shown


def request_name(example: Path) -> str:
    """The example that a document was written from, by the institution that its properties name."""
    author = document_at(example).docx.core_properties.author
    return next(path.stem for path in EXAMPLES if f"name: {author}\n" in path.read_text("utf-8"))


# what the file says of itself


def test_the_properties_are_the_institutions(example: Path) -> None:
    properties = document_at(example).docx.core_properties
    assert properties.title.endswith("消费者权益保护工作责任制") and properties.language == "zh-CN"
    assert properties.author in properties.title
    assert "鲁银保监规〔2022〕1号" in properties.subject
    with zipfile.ZipFile(example) as archive:
        assert not any(b"python-docx" in archive.read(name) for name in archive.namelist())


def test_headings_and_table_headers_are_marked(example: Path) -> None:
    document = document_at(example).docx
    levels = {
        name: int(document.styles[name].element.pPr.find(f"{W}outlineLvl").get(f"{W}val"))
        for name in ("章", "节", "附件标题", "附件小标题")
    }
    assert levels == {"章": 0, "节": 1, "附件标题": 0, "附件小标题": 1}
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None

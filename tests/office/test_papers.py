"""Letters, memo, comparison and comments: valid for Office, and on LibreOffice's pages to the last word."""

from pathlib import Path

import docx
import pytest
from acceptance.reading import Document, bare
from command import ROOT, Builds
from docx.oxml.ns import qn
from store import Store

from .conftest import Office, PdfText, ToPdf, Validate

PROFILES = ("city-bank", "county-branch", "outlet", "insurance-broker", "life-insurer")


@pytest.fixture(scope="module", params=PROFILES)
def papers(request: pytest.FixtureRequest, build: Builds, store: Store) -> list[Path]:
    """Everything that there is of one institution, the comparison with an earlier version too."""

    def make(folder: Path) -> None:
        source = ROOT / "profiles" / f"{request.param}.yaml"
        earlier = folder / "earlier.yaml"
        earlier.write_text(source.read_text("utf-8").replace("2027-01-01", "2027-03-01"), "utf-8")
        build(earlier, folder / "out")
        build(source, folder / "out", "--only", "system", "--annotate", "--only", "letters", "--only", "memo")

    return sorted((store.folder(f"papers {request.param}", make) / "out").rglob("*.docx"))


def test_the_validator_finds_nothing(papers: list[Path], validate: Validate) -> None:
    found = {path.parent.name for path in papers}
    assert {"责任书", "上会材料"} <= found
    assert any("修订对照表" in path.name for path in papers)
    assert {path.name: errors for path in papers if (errors := validate(path))} == {}


def test_every_word_is_on_the_pages(papers: list[Path], to_pdf: ToPdf, pdf_text: PdfText) -> None:
    letters = [path for path in papers if path.parent.name == "责任书"]
    for path in [*letters[:2], *(path for path in papers if path.parent.name == "上会材料")]:
        page_text = unpunctuated(pdf_text(to_pdf(path), "-raw"))
        document = Document(path)
        missing = [line.text for line in document.lines if unpunctuated(line.text)[-6:] not in page_text]
        assert missing == [], path.name


def test_the_place_to_sign_is_on_a_page_with_words(papers: list[Path], to_pdf: ToPdf, pdf_text: PdfText) -> None:
    for path in [path for path in papers if path.parent.name == "责任书"][:3]:
        pages = pdf_text(to_pdf(path), "-raw").split("\f")
        last = next(page for page in reversed(pages) if "签字栏" in page)
        assert "一式" in last and "日期" in last, path.name


def test_nothing_is_formatted_in_the_body(papers: list[Path]) -> None:
    """Looks are named styles; a run says at most that its signs are Chinese, or names a character style."""
    allowed = {qn("w:rFonts"), qn("w:rStyle")}
    for path in papers:
        document = docx.Document(str(path))
        for properties in document.element.body.iter(qn("w:rPr")):
            assert {child.tag for child in properties} <= allowed, path.name
        for paragraph in document.element.body.iter(qn("w:pPr")):
            assert {child.tag for child in paragraph} <= {qn("w:pStyle"), qn("w:sectPr")}, path.name


def test_comments_survive_libreoffice(papers: list[Path], office: Office) -> None:
    system = next(path for path in papers if path.name.endswith("责任制.docx"))
    ours = {comment.text for comment in docx.Document(str(system)).comments}
    theirs = {comment.text for comment in docx.Document(str(office.file(system, "docx"))).comments}
    assert {bare(text) for text in theirs} == {bare(text) for text in ours}


def unpunctuated(text: str) -> str:
    return "".join(sign for sign in bare(text) if sign not in "，、；。：）”》-＿_")

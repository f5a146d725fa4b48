"""Letters, memo, comparison and comments: valid for Office, and on LibreOffice's pages to the last word."""

from pathlib import Path

import docx
import pytest
from acceptance.reading import bare, document_at
from command import ROOT, Builds
from docx.oxml.ns import qn
from store import Store

from .conftest import Office, PdfText, Validate, ValidateAlike, rewritten

pytestmark = pytest.mark.slow

PROFILES = ("city-bank", "county-branch", "outlet", "insurance-broker", "life-insurer")


@pytest.fixture(scope="module", params=PROFILES)
def papers(request: pytest.FixtureRequest, build: Builds, store: Store) -> list[Path]:
    """Everything that there is of one institution, the comparison with an earlier version too."""

    def make(folder: Path) -> None:
        source = ROOT / "profiles" / f"{request.param}.yaml"
        earlier = folder / "earlier.yaml"
        earlier.write_text(source.read_text("utf-8").replace("2027-01-01", "2027-03-01"), "utf-8")
        build(earlier, folder / "out", "--only", "system")
        build(source, folder / "out", "--only", "system", "--annotate", "--only", "letters", "--only", "memo")

    return sorted((store.folder(f"papers {request.param}", make) / "out").rglob("*.docx"))


def test_the_validator_finds_nothing(papers: list[Path], validate: Validate, validate_alike: ValidateAlike) -> None:
    found = {path.parent.name for path in papers}
    assert {"责任书", "上会材料"} <= found
    assert any("修订对照表" in path.name for path in papers)
    letters = [path for path in papers if path.parent.name == "责任书"]
    assert validate_alike(letters) == {}
    assert {path.name: errors for path in papers if path not in letters and (errors := validate(path))} == {}


def test_what_is_wrong_in_one_of_the_letters_is_found(
    papers: list[Path], validate_alike: ValidateAlike, tmp_path: Path
) -> None:
    letters = [path for path in papers if path.parent.name == "责任书"]
    planted = {
        "wrong": (b"</w:sectPr>", b"<w:b/></w:sectPr>"),
        "marked": (b"<w:body>", b"<w:body>%s%s" % (BOOKMARK % (901, b"one", 901), BOOKMARK % (902, b"other", 902))),
        "twice": (b"<w:body>", b"<w:body>%s%s" % (BOOKMARK % (901, b"one", 901), BOOKMARK % (901, b"other", 901))),
    }
    files = [
        rewritten(letters[-1], tmp_path / f"{name}.docx", "word/document.xml", *change)
        for name, change in planted.items()
    ]
    assert set(validate_alike([*letters[:2], *files])) == {"wrong.docx", "twice.docx"}


BOOKMARK = b'<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>'


def printed(paths: list[Path], office: Office, pdf_text: PdfText) -> dict[Path, str]:
    """What stands on the pages of the letters and of the memo, which are printed together."""
    some = [path for path in paths if path.parent.name == "责任书"][:3]
    some += [path for path in paths if path.parent.name == "上会材料"]
    return {path: pdf_text(pdf, "-raw") for path, pdf in zip(some, office.together(some, "pdf"), strict=True)}


def test_every_word_is_on_the_pages(papers: list[Path], office: Office, pdf_text: PdfText) -> None:
    for path, text in printed(papers, office, pdf_text).items():
        page_text = unpunctuated(text)
        document = document_at(path)
        missing = [line.text for line in document.lines if unpunctuated(line.text)[-6:] not in page_text]
        assert missing == [], path.name


def test_the_place_to_sign_is_on_a_page_with_words(papers: list[Path], office: Office, pdf_text: PdfText) -> None:
    texts = printed(papers, office, pdf_text)
    for path in [path for path in papers if path.parent.name == "责任书"][:3]:
        pages = texts[path].split("\f")
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

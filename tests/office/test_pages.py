"""How many pages the documents have, as LibreOffice counts them; one conversion of each."""

from pathlib import Path

import pytest
from acceptance.reading import Document, bare
from command import ROOT, Builds

from .conftest import PdfText, ToPdf

pytestmark = pytest.mark.slow

MOST = {"city-bank": 45, "outlet": 20, "county-branch": 28, "village-bank": 32}
"""The limits themselves, for the whole document."""
LETTERS = {
    "city-bank": ("chairman", "vp_consumer", "retail", "consumer", "outlet"),
    "outlet": ("president", "supervisor"),
    "county-branch": ("president", "supervisor", "business", "outlet"),
    "insurance-broker": (),
}
"""Whose letters are looked at: the longest of each kind; none named: everybody's."""


def leaves(pdf: Path, pdf_text: PdfText) -> list[str]:
    """The words of each page, without its number."""
    return [bare(page).rpartition("—")[0].rpartition("—")[0] for page in pdf_text(pdf, "-raw").split("\f")[:-1]]


@pytest.mark.parametrize("name", MOST)
def test_a_system_is_within_its_limit_and_ends_no_part_with_a_lonely_row(
    name: str, build: Builds, to_pdf: ToPdf, pdf_text: PdfText
) -> None:
    path = build.once(ROOT / "profiles" / f"{name}.yaml").path("system")
    found = leaves(to_pdf(path), pdf_text)
    assert len(found) <= MOST[name]
    rows = [line.text for line in Document(path).lines if line.in_table]
    assert rows
    starts = [number for number, page in enumerate(found) if page.startswith("附件")]
    assert len(found[starts[0] - 1]) > 50, "the last article isn't divided"
    for number in [start - 1 for start in starts[1:]]:
        assert len(found[number]) > 60, found[number]
    chapter = next(number for number, page in enumerate(found) if page.startswith("第一章总则"))
    assert "目录" in found[chapter - 1]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_two_pages_and_an_annex(name: str, build: Builds, to_pdf: ToPdf, pdf_text: PdfText) -> None:
    chosen = [argument for id_ in LETTERS[name] for argument in ("--for", id_)]
    made = build.once(ROOT / "profiles" / f"{name}.yaml", "--only", "letters", *chosen)
    paths = sorted(made.folder.rglob("*.docx"))
    assert len(paths) >= max(2, len(LETTERS[name]))
    for path in paths:
        found = leaves(to_pdf(path), pdf_text)
        annex = next(number for number, page in enumerate(found) if page.startswith("附件责任事项清单"))
        assert annex == 2, path.name
        assert "签字栏" in found[1] and "一式" in found[1], path.name

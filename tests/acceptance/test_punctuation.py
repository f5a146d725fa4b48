"""No ASCII comma, colon, semicolon, parenthesis, question or exclamation mark beside a Chinese character."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jinja2
import pytest
import yaml

from .conftest import PACKS, ROOT, Build

CHINESE = "[\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’—…·]"
ASCII = "[,:;()?!]"
SLIP = re.compile(f"{CHINESE}{ASCII}|{ASCII}{CHINESE}")
MEANT = ("键: 值", "（: ）", "（, ）", "[甲, 乙]", "{after: 列, before: 列}", "[表!列]", "责任清单!编号")
"""Where a text shows the signs of YAML, or of a formula."""
LINK = re.compile(r"\]\([^()\s]*\)")
TEMPLATE_FOLDERS = [ROOT / "templates" / "shandong-2022-1", PACKS / "tiny"]
EXPRESSIONS = ("rows", "within", "value", "total", "each", "banner_by", "formula_when", "document", "row")
"""Keys of checklist.yaml whose values are Jinja expressions: only their strings are shown."""
FORMULAS = ("formula", "when", "check", "choices_from")
"""Keys whose values are formulas: of them too only the strings."""

Place = tuple[str, str]


def slips(texts: Iterable[Place]) -> list[str]:
    """Each slip with a few characters around it and the place it stands in."""
    return [
        f"{place}: …{text[max(0, match.start() - 12) : match.end() + 12]}…"
        for place, text in texts
        for match in SLIP.finditer(without_meant(text))
    ]


def without_meant(text: str) -> str:
    for meant in MEANT:
        text = text.replace(meant, "")
    return text


# the checker itself


@pytest.mark.parametrize(
    "planted",
    ["中文,中文", "中文: x", "x;中文", "(中文", "中文)", "好?", "好!", "《办法》(2020)", "“甲”,乙", "甲。)"],
)
def test_the_checker_finds_a_planted_slip(planted: str) -> None:
    assert len(slips([("here", f"前文，{planted}，后文")])) >= 1


@pytest.mark.parametrize(
    "clean", ["中文，中文（甲）；乙：丙！", "a, b (c): d", "第1.2-03项", "100%", "甲 (a) 乙", "12:30"]
)
def test_the_checker_lets_the_rest_pass(clean: str) -> None:
    assert slips([("here", clean)]) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{{ x }}中文,{{ y }}", 1),
        ('{{ "中文(" ~ x }}', 1),
        ("{# 说明:中文 #}", 1),
        ("{% if a(b) %}中文{% endif %}", 0),
        ('{{ say({"1.1-01": "中文"}) }}', 0),
        ("[中文](1.1-01)和[](key)", 0),
        ("[中文](1.1-01),", 1),
        ("::: article aim 目的\n1. 甲\n", 0),
    ],
)
def test_the_checker_tells_words_from_syntax(template: str, found: int) -> None:
    assert len(slips(template_texts("here", template))) == found


def test_the_checker_finds_one_planted_in_each_file(city_bank: Build, tmp_path: Path) -> None:
    for kind in ("system", "checklist"):
        planted = tmp_path / city_bank.path(kind).name
        with zipfile.ZipFile(city_bank.path(kind)) as before, zipfile.ZipFile(planted, "w") as after:
            for part in before.namelist():
                after.writestr(part, before.read(part).replace("应当".encode(), "应当,".encode(), 1))
        assert slips(office_texts(planted))


# what is shown


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_the_city_banks_files_are_clean(city_bank: Build, kind: str) -> None:
    texts = list(office_texts(city_bank.path(kind)))
    assert sum(len(text) for _, text in texts) > 20_000
    assert slips(texts) == []


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_no_stop_stands_twice(city_bank: Build, kind: str) -> None:
    for place, text in office_texts(city_bank.path(kind)):
        assert not re.search("[，；：。、][，；：。、]|（）|“”|《》", text), place


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_the_tiny_packs_files_are_clean(tiny: Build, kind: str) -> None:
    assert slips(office_texts(tiny.path(kind))) == []


@pytest.mark.parametrize("folder", TEMPLATE_FOLDERS, ids=lambda folder: folder.name)
def test_the_packs_yaml_is_clean(folder: Path) -> None:
    for path in sorted(folder.glob("*.yaml")):
        assert slips(yaml_texts(path)) == []
        assert slips(comments(path)) == []


@pytest.mark.parametrize(("folder", "least"), [*zip(TEMPLATE_FOLDERS, (15, 1), strict=True)])
def test_the_packs_templates_are_clean(folder: Path, least: int) -> None:
    files = sorted(folder.rglob("*.j2"))
    assert len(files) >= least
    for path in files:
        assert slips(template_texts(path.name, path.read_text("utf-8"))) == []


@pytest.mark.parametrize("folder", TEMPLATE_FOLDERS, ids=lambda folder: folder.name)
def test_the_notices_are_clean(folder: Path) -> None:
    assert slips([("notice.txt", (folder / "notice.txt").read_text("utf-8"))]) == []


def test_messages_are_clean() -> None:
    files = sorted((ROOT / "cplist").rglob("*.yaml"))
    assert len(files) >= 10
    for path in files:
        assert slips(yaml_texts(path)) == []
        assert slips(comments(path)) == []


@pytest.mark.parametrize("folder", ["profiles", "tests/examples/profiles", "tests/examples/packs"])
def test_comments_of_the_profiles_are_clean(folder: str) -> None:
    files = sorted((ROOT / folder).glob("**/*.yaml"))
    assert len(files) >= 2
    for path in files:
        if path.name != "design.yaml":  # its comments are the design's own
            assert slips(comments(path)) == []


def test_what_the_program_itself_says_is_clean() -> None:
    files = sorted((ROOT / "cplist").rglob("*.py"))
    assert len(files) > 150
    for path in files:
        assert slips((f"{path.name}:{line}", text) for line, text in strings(path.read_text("utf-8"))) == []


# where texts come from


def office_texts(path: Path) -> Iterator[Place]:
    """Every text of a .docx or an .xlsx: paragraphs, cells, headers and footers, validations, properties, names.

    A paragraph's runs are joined: the two sides of a slip may stand in two runs.
    """
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.endswith(".xml") and "fontTable" not in part:
                root = ElementTree.fromstring(archive.read(part))
                yield from ((f"{path.name}/{part}", text) for text in xml_texts(root))


def xml_texts(root: ElementTree.Element) -> Iterator[str]:
    whole = {"p", "si", "oddHeader", "oddFooter", "evenFooter", "lpwstr", "title", "subject", "creator"}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name in whole:
            yield "".join(shown(element))
        if name in ("dataValidation", "sheet"):
            yield from element.attrib.values()


def shown(element: ElementTree.Element) -> Iterator[str]:
    """Its text without the codes of fields, which nobody reads and which have a grammar of their own."""
    for part in element.iter():
        if not part.tag.endswith("}instrText"):
            yield part.text or ""
        yield part.tail or ""


def yaml_texts(path: Path) -> Iterator[Place]:
    """Every value; of a checklist's expressions only their strings, of its titles only what isn't Jinja."""
    for keys, value in values(yaml.safe_load(path.read_text("utf-8")), ()):
        place = f"{path.name}/{'.'.join(keys)}"
        if path.name == "checklist.yaml":
            expression = keys[-1] in EXPRESSIONS
            if keys[-1] in FORMULAS:
                value = "".join(re.findall('"([^"]*)"', value))
            yield from template_texts(place, f"{{{{ {value} }}}}" if expression else value)
        else:
            yield place, re.sub(r"\{\w+\}", "", value) if path.parent.name == "messages" else value


def values(data: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from values(inner, (*keys, str(key)))
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from values(inner, keys if isinstance(inner, str) else (*keys, str(number)))
    elif isinstance(data, str):
        yield keys, data


def comments(path: Path) -> Iterator[Place]:
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if match := re.search(r"(?:^|\s)#(.*)", line):
            yield f"{path.name}:{number}", match[1]


def template_texts(name: str, source: str) -> Iterator[Place]:
    """What of a Jinja template's source is words: its text, its strings, its comments; without Markdown's links."""
    for line, kind, value in jinja2.Environment().lex(source):
        if kind in ("data", "string", "comment"):
            yield f"{name}:{line}", LINK.sub("", value)


def strings(code: str) -> Iterator[tuple[int, str]]:
    """A module's strings with Chinese in them, but neither docstrings nor regular expressions."""
    documentation = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False)
    }
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.STRING and token.start[0] not in documentation and token.string[0] not in "rR":
            yield token.start[0], token.string.strip("fF\"'")

"""The responsibility map as `cplist build` writes it: one file that needs no other, the same each time."""

from __future__ import annotations

import html.parser
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from .conftest import CITY_BANK, PACKS, TINY, Build, Builds, Cplist

pytestmark = pytest.mark.slow

Profile = Callable[..., Path]
HOSTILE = {
    "a script": "</script><script>document.title=1</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "a comment": "<!-- <script>",
    "entities": "&amp;&#x41;&lt;甲",
    "a template": "%script%${1}{{ 7 * 7 }}",
    "quotes": "\"'`\\",
}


class Page(html.parser.HTMLParser):
    """The elements of a page, with what stands in its scripts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script" and data.strip():
            self.scripts.append(data)

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.scripts[1]))


@pytest.fixture(scope="module")
def page(city_bank: Build) -> Page:
    return Page(city_bank.path("map"))


def test_it_is_built_by_default_and_listed(city_bank: Build) -> None:
    path = city_bank.path("map")
    assert path == city_bank.folder / "岱岳银行责任地图.html"
    assert city_bank.manifest["kinds"][path.name] == "map"
    assert path.name in city_bank.manifest["outputs"]


def test_it_holds_every_duty_of_coverage(page: Page, coverage: dict[str, Any]) -> None:
    assert [duty["id"] for duty in page.data["duties"]] == [duty["id"] for duty in coverage["duties"]]
    assert page.data["summary"] == coverage["summary"]


def test_its_shares_are_the_totals_of_the_matrix_sheet(city_bank: Build, page: Page) -> None:
    rows = city_bank.book.rows("责任矩阵", "条款")
    names = {party["name"]: party["id"] for party in page.data["parties"]}
    fields = {"●": "responsible", "○": "supporting", "△": "overseen_by", "◇": "supervised_by"}
    seen = 0
    for row in rows:
        mark = next((mark for mark in fields if f"（{mark}" in str(row["标题"])), None)
        for title, value in row.items():
            if mark and title in names:
                id_ = names[title]
                assert int(value or 0) == sum(id_ in duty[fields[mark]] for duty in page.data["duties"])
                seen += 1
    assert seen == 4 * 33


def test_it_names_no_other_file_but_the_documents_beside_it(page: Page) -> None:
    loading = {"src", "srcset", "href", "action", "formaction", "data", "poster", "background", "style"}
    loads = [(tag, key) for tag, attributes in page.elements for key in attributes if key in loading]
    assert loads == [("a", "href")]
    assert {tag for tag, _ in page.elements} & {"link", "iframe", "img", "object", "embed", "base"} == set()
    assert page.data["document"]["system"] == "岱岳银行消费者权益保护工作责任制.docx"


def test_it_fetches_nothing(city_bank: Build) -> None:
    text = city_bank.path("map").read_text("utf-8")
    assert re.findall("https?:|//[a-z]+[.]|@import|url[(]", text) == []
    assert "default-src 'none'" in text


def test_it_says_what_it_was_made_from(city_bank: Build, page: Page) -> None:
    properties = {a.get("name"): a.get("content") for tag, a in page.elements if tag == "meta"}
    assert properties["cplist.build"] == city_bank.manifest["build"]["id"]
    assert properties["cplist.institution"] == "岱岳银行股份有限公司"
    assert page.data["build"] == city_bank.manifest["build"]


def test_the_same_profile_gives_the_same_map_wherever_it_lies(
    build: Builds, city_bank: Build, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "deep" / "p.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(CITY_BANK.read_bytes())
    theirs = build(elsewhere, tmp_path / "out", "--only", "map", env={"LANG": "en_US.UTF-8"})
    assert theirs.path("map").read_bytes() == city_bank.path("map").read_bytes()


def test_only_map_writes_nothing_else(build: Builds, tmp_path: Path) -> None:
    made = build(TINY, tmp_path, "--only", "map")
    assert sorted(path.name for path in made.folder.iterdir()) == ["build.json", "清溪村镇银行责任地图.html"]


def answered(made: Build, secret: str = "") -> None:
    """Fill in the first three rows of a workbook of the tiny pack."""
    path = made.path("checklist")
    book = load_workbook(path)
    sheet = book["履职情况"]
    header = next(row for row in sheet.iter_rows(max_row=8) if "进度" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header}
    for number, word in enumerate(("已完成", "进行中", "未开始"), header[0].row + 1):
        sheet.cell(number, columns["进度"]).value = word
        sheet.cell(number, columns["备注"]).value = secret
    book.save(path)


@pytest.mark.parametrize("only", [(), ("--only", "map")], ids=["all", "only-map"])
def test_it_shows_how_far_the_workbook_is_and_nothing_else_of_it(
    build: Builds, tmp_path: Path, only: tuple[str, ...]
) -> None:
    made = build.start(TINY, tmp_path)
    assert "state" not in Page(made.path("map")).data
    answered(made, "线索不外传")
    page = build(TINY, tmp_path, *only).path("map")
    state = Page(page).data["state"]
    assert [row["kind"] for row in state["rows"]][:4] == ["done", "doing", "attention", "blank"]
    assert (state["day"], state["period"]) == (None, "")
    assert "线索不外传" not in page.read_text("utf-8")
    first = page.read_bytes()
    assert build(TINY, tmp_path, *only).path("map").read_bytes() == first


def test_a_workbook_in_which_nothing_was_filled_in_shows_no_state(build: Builds, tmp_path: Path) -> None:
    build.start(TINY, tmp_path)
    assert "state" not in Page(build(TINY, tmp_path).path("map")).data


def test_only_map_keeps_what_build_json_knew(build: Builds, tmp_path: Path) -> None:
    before = build.start(TINY, tmp_path).manifest
    assert build(TINY, tmp_path, "--only", "map").manifest == before


def test_a_map_that_a_person_changed_is_kept(build: Builds, cplist: Cplist, tmp_path: Path) -> None:
    path = build.start(TINY, tmp_path).path("map")
    path.write_bytes(path.read_bytes() + b"<!-- mine -->")
    again = build(TINY, tmp_path, status=1)
    assert path.read_bytes().endswith(b"<!-- mine -->")
    assert again.path("map").name == "清溪村镇银行责任地图.新.html"
    assert "file-kept" in again.said.rules


def test_a_pack_says_how_it_is_called(cplist: Cplist, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    (packs / "tiny").mkdir(parents=True)
    for source in (PACKS / "tiny").iterdir():
        (packs / "tiny" / source.name).write_bytes(source.read_bytes())
    about = packs / "tiny" / "pack.yaml"
    about.write_text(about.read_text("utf-8").replace("files:\n", "files:\n  map: 接待一览（虚构）\n"), "utf-8")
    said = cplist("build", TINY, "--packs", packs, "-o", tmp_path / "out", "--only", "map", "--json")
    assert said.status == 0, said.err
    path = Path(said.data["builds"][0]["outputs"][0]["path"])
    assert path.name == "清溪村镇银行接待一览（虚构）.html"
    assert Page(path).data["title"].endswith("接待一览（虚构）")


def test_hostile_names_stay_text(build: Builds, page: Page, tmp_path: Path) -> None:
    profile = yaml.safe_load(CITY_BANK.read_text("utf-8"))
    for department, name in zip(profile["departments"], HOSTILE.values(), strict=False):
        department["name"] = name
    profile["institution"]["name"] = HOSTILE["a script"]
    profile["assignments"][0]["reason"] = HOSTILE["an image"]
    path = tmp_path / "profile.yaml"
    path.write_text(json.dumps(profile, ensure_ascii=False, default=str), "utf-8")
    theirs = Page(build(path, tmp_path / "out", "--only", "map").path("map"))
    assert [tag for tag, _ in theirs.elements] == [tag for tag, _ in page.elements]
    assert {party["name"] for party in theirs.data["parties"]} >= set(HOSTILE.values())
    assert theirs.data["institution"]["name"] == HOSTILE["a script"]
    assert HOSTILE["an image"] in [duty["reason"] for duty in theirs.data["duties"]]

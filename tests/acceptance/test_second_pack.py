"""The engine knows no clause: another notice is another folder, and not a line of Python."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import PACKS, ROOT, TINY, Build, Cplist
from .reading import article_bookmark, bare, duty_bookmark, number_of

OF_THE_SHIPPED_NOTICE = [
    *("消保", "消费者权益保护", "消费者", "五个亲自", "一把手", "信访", "投诉", "包案"),
    *("纪委", "纪检", "首问负责", "三到位", "鲁银保监", "银保监", "山东"),
]


@pytest.fixture(scope="module")
def pack() -> dict[str, Any]:
    return dict(yaml.safe_load((PACKS / "tiny" / "notice.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def duties(pack: dict[str, Any]) -> list[dict[str, Any]]:
    return [duty for clause in pack["clauses"] for duty in clause["duties"]]


@pytest.fixture(scope="module")
def covered(cplist: Cplist) -> dict[str, Any]:
    said = cplist("coverage", TINY, "--packs", PACKS, "--json")
    assert said.status == 0, said.err
    return {duty["id"]: duty for duty in said.data["duties"]}


def test_it_says_that_it_is_fictional() -> None:
    for file in ("pack.yaml", "notice.yaml", "rules.yaml", "system.md.j2", "checklist.yaml"):
        assert "虚构" in (PACKS / "tiny" / file).read_text("utf-8").split("\n")[0], file
    assert "虚构" in TINY.read_text("utf-8").split("\n")[0]


def test_it_holds_no_python() -> None:
    assert [path for path in (PACKS / "tiny").rglob("*") if path.suffix.startswith(".py")] == []


def test_its_roles_are_its_own(cplist: Cplist) -> None:
    own = {role["id"] for role in cplist("clauses", "--pack", "tiny", "--packs", PACKS, "--json").data["roles"]}
    shipped = {role["id"] for role in cplist("clauses", "--json").data["roles"]}
    assert own and not own & shipped


def test_every_file_is_built(tiny: Build) -> None:
    names = {path.name for path in tiny.folder.iterdir()}
    assert names == {
        "清溪村镇银行网点接待制度（虚构）.docx",
        "清溪村镇银行网点接待清单（虚构）.xlsx",
        "清溪村镇银行责任地图.html",
        "build.json",
    }


def test_its_catalogue_is_its_notice_to_the_letter(cplist: Cplist) -> None:
    said = cplist("clauses", "--pack", "tiny", "--packs", PACKS, "--json").data
    printed = said["notice"]["printed"]
    text = [printed["title"], printed["number"], printed["addressees"]]
    text += [part for clause in said["clauses"] for part in (clause["heading"], clause["text"])]
    text += [printed["signature"], printed["date"]]
    assert bare("".join(text)) == bare((PACKS / "tiny" / "notice.txt").read_text("utf-8"))


def test_clause_and_duty_ids_follow_its_own_numbering(cplist: Cplist) -> None:
    clauses = cplist("clauses", "--pack", PACKS / "tiny", "--json").data["clauses"]
    assert [clause["id"] for clause in clauses] == list("01234567")
    assert [duty["id"] for duty in clauses[3]["duties"]] == ["3-01", "3-02", "3-03"]


def test_the_catalogue_is_also_shown_to_people(cplist: Cplist) -> None:
    said = cplist("clauses", "--pack", "tiny", "--packs", PACKS)
    assert said.status == 0
    assert "3-03" in said.out and "不得拒绝接待。" in said.out


def test_every_duty_is_covered(covered: dict[str, Any], duties: list[dict[str, Any]]) -> None:
    assert list(covered) == [duty["id"] for duty in duties]
    assert {duty["status"] for duty in covered.values()} == {"assigned", "not_applicable", "statement", "ground"}


def test_a_condition_that_does_not_hold_says_why(covered: dict[str, Any]) -> None:
    assert covered["2-01"]["status"] == "not_applicable"
    assert covered["2-01"]["reason"] == "本机构只有一名负责人"
    assert covered["2-01"]["responsible"] == []


@pytest.mark.parametrize(
    ("duty", "party", "says"),
    [
        ("3-01", "hall", "未设柜面服务部门，由前台的营业部承担"),
        ("5-01", "control", "未设检查部门，由风险合规部承担"),
    ],
)
def test_a_fallback_is_taken_and_told(
    covered: dict[str, Any], tiny: Build, duty: str, party: str, says: str
) -> None:
    assert covered[duty]["responsible"] == [party]
    assert says in covered[duty]["reason"]
    assert says in tiny.said.err


def test_its_roles_first_choice_is_taken_where_it_can_be(covered: dict[str, Any]) -> None:
    assert covered["4-01"]["responsible"] == ["general"]
    assert covered["4-01"]["overseen_by"] == ["governor"]


def test_each_duty_has_its_bookmark_in_its_article(tiny: Build, covered: dict[str, Any]) -> None:
    document = tiny.document
    for id_, duty in covered.items():
        if duty["status"] in ("assigned", "ground"):
            assert document.bookmarks.count(duty_bookmark(id_)) == 1
            (article,) = duty["articles"]
            lines = document.articles[article_bookmark(article["key"])]
            assert any(duty_bookmark(id_) in line.bookmarks for line in lines)
            assert number_of(lines[0].text) == article["number"]
    assert duty_bookmark("2-01") not in document.bookmarks


def test_references_lead_somewhere_and_say_where(tiny: Build) -> None:
    document = tiny.document
    assert set(document.anchors) <= set(document.bookmarks)
    assert any("对第三条第（二）项所称登记的抽查" in line.text for line in document.lines)


def test_each_duty_but_statements_has_its_row(tiny: Build, duties: list[dict[str, Any]]) -> None:
    rows = [row["编号"] for row in tiny.book.rows("责任清单")]
    assert rows == [duty["id"] for duty in duties if duty["kind"] != "statement"]


def test_each_responsible_party_has_its_row_to_fill_in(tiny: Build, covered: dict[str, Any]) -> None:
    wanted = [f"{id_}|{party}" for id_, duty in covered.items() for party in duty["responsible"]]
    assert [row["行标识"] for row in tiny.book.rows("履职情况")] == wanted


def test_its_sheets_are_its_own(tiny: Build) -> None:
    sheets = [sheet for sheet in tiny.book.xlsx if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in sheets] == ["责任清单", "履职情况", "说明"]


def test_a_decision_of_the_profile_is_printed(tiny: Build) -> None:
    row = next(row for row in tiny.book.rows("履职情况") if row["编号"] == "4-01")
    assert row["建议频次"] == "每月立卷（本机构自定）"


def test_its_optional_items_and_own_rules_are_decided_in_the_profile(cplist: Cplist, tmp_path: Path) -> None:
    decided = "options: {sample: drop}\nown_rules: [{id: archive, name: 档案办法, number: 清银〔2030〕9号}]\n"
    texts = {}
    for name, more in (("open", ""), ("decided", decided), ("wrong", "options: {simple: drop}\n")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"extends: {TINY}\n{more}", "utf-8")
        said = cplist("explain", "--article", "inspection", path, "--packs", PACKS, "--json")
        texts[name] = "".join(said.data["article"]["paragraphs"]) if said.data["article"] else said.data["findings"]
    assert "比例不低于十分之一（可选：本机构自定）。" in texts["open"]
    assert "适用《" not in texts["open"]
    assert "比例" not in texts["decided"]
    assert "记录的保管，适用《档案办法》（清银〔2030〕9号）。" in texts["decided"]
    assert [(found["rule"], "sample" in found["hint"]) for found in texts["wrong"]][:1] == [
        ("profile-unknown-option", True)
    ]


def test_nothing_of_the_shipped_notice_is_in_its_files(tiny: Build) -> None:
    for place, text in written(tiny.folder):
        found = [word for word in OF_THE_SHIPPED_NOTICE if word in text]
        assert not found, f"{place}: {found}"


def test_nothing_of_the_shipped_notice_is_said(tiny: Build, cplist: Cplist) -> None:
    for command in ("check", "coverage"):
        said = cplist(command, TINY, "--packs", PACKS)
        assert said.status == 0
        assert not [word for word in OF_THE_SHIPPED_NOTICE if word in said.out + said.err]
    assert not [word for word in OF_THE_SHIPPED_NOTICE if word in tiny.said.out + tiny.said.err]


def test_the_search_for_the_shipped_notice_finds_it(city_bank: Build) -> None:
    text = "".join(text for _, text in written(city_bank.folder))
    assert [word for word in OF_THE_SHIPPED_NOTICE if word not in text] == []


def test_check_finds_what_the_build_finds(cplist: Cplist, tiny: Build) -> None:
    said = cplist("check", TINY, "--packs", PACKS, "--json")
    assert said.status == 0
    assert said.data["schema"] == "cplist.findings/1"
    assert said.data["findings"] == tiny.said.data["builds"][0]["findings"]


def test_the_engine_names_no_duty_of_any_pack() -> None:
    packs = (ROOT / "templates" / "shandong-2022-1", PACKS / "tiny")
    ids = [duty["id"] for pack in packs for duty in duties_of(pack)]
    modules = list((ROOT / "cplist").rglob("*.py"))
    assert len(ids) > 170 and len(modules) > 150
    for module in modules:
        code = module.read_text("utf-8")
        assert not [id_ for id_ in ids if f'"{id_}"' in code], module


def duties_of(pack: Path) -> Iterator[dict[str, Any]]:
    for clause in yaml.safe_load((pack / "notice.yaml").read_text("utf-8"))["clauses"]:
        yield from clause.get("duties") or ()


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Each name and each part of each file in the folder, as text."""
    for path in sorted(folder.iterdir()):
        yield path.name, path.name
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{part}", archive.read(part).decode()) for part in archive.namelist())
        else:
            yield path.name, path.read_text("utf-8")

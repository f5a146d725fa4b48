"""Workbooks that parties returned, brought into the institution's by `build --merge`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import Build, Builds, Cplist
from .test_party_checklists import LEDGER, SHEET, VILLAGE_BANK, answer, books, property_of, table

pytestmark = pytest.mark.slow

UNITS = """  - tier: outlet
    name: 支行
    kinds:
      - {id: branch, name: 支行, units: [{id: east, name: 东关支行（虚构）}, {id: west, name: 西关支行（虚构）}]}
"""


def answers(path: Path, *titles: str) -> dict[str, tuple[Any, ...]]:
    """What stands in those columns, by the rows' keys; rows in which nothing does are left out."""
    page = openpyxl.load_workbook(path)[SHEET]
    header, columns = table(page)
    rows = page.iter_rows(header + 1, values_only=True)
    keyed = {row[columns["行标识"] - 1]: [row[columns[title] - 1] for title in titles] for row in rows}
    found = {
        key: tuple(None if str(one).startswith("=") else one for one in values) for key, values in keyed.items()
    }
    return {key: values for key, values in found.items() if any(values)}


def lines(path: Path, sheet: str) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(path)[sheet]
    header, columns = table(page, "编号" if sheet == LEDGER else "机构" if sheet == "下辖机构" else "行标识")
    rows = page.iter_rows(header + 1, values_only=True)
    found = [{title: row[number - 1] for title, number in columns.items()} for row in rows]
    return [one for one in found if any(value not in ("", None) for value in one.values())]


@pytest.fixture(scope="module")
def village(build: Builds) -> Build:
    return build.once(VILLAGE_BANK, "--only", "checklist", "--only", "party-checklists")


@pytest.fixture
def merge(cplist: Cplist, tmp_path: Path) -> Callable[..., Any]:
    """Give a function that brings a folder into the institution's workbook."""

    def run(folder: Path, *options: str, profile: Path = VILLAGE_BANK) -> Any:
        merging = ("--only", "checklist", "--merge", folder)
        return cplist("build", profile, *merging, *options, "-o", tmp_path / "out", "--json")

    return run


def checklist(said: Any) -> Path:
    return next(Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == "checklist")


def test_a_department_returns_twice_and_nothing_is_lost(
    village: Build, merge: Callable[..., Any], cplist: Cplist, tmp_path: Path
) -> None:
    came = tmp_path / "came"
    came.mkdir()
    own = books(village)
    for name, party in (("a.xlsx", "business"), ("b.xlsx", "business"), ("c.xlsx", "general"), ("d.xlsx", "vice")):
        shutil.copy(own[party], came / name)
    shutil.copy(village.path("checklist"), came / "whole.xlsx")
    answer(came / "a.xlsx", 本期状态="按期", 备注="先交的（虚构）")
    answer(came / "c.xlsx", 备注="综合部（虚构）")
    answer(came / "b.xlsx", 本期状态="逾期", 备注="先交的（虚构）")

    said = merge(came)
    path = checklist(said)
    stands = answers(path, "本期状态", "备注")
    assert set(stands.values()) == {("逾期", "先交的（虚构）"), (None, "综合部（虚构）")}
    assert [(one["列"], one["表中的内容"]) for one in lines(path, "冲突")] == [("本期状态", "按期")]
    assert "业务发展部（a.xlsx" in lines(path, "冲突")[0]["原因"]
    assert [one["责任主体"] for one in lines(path, LEDGER)] == ["业务发展部", "综合管理部"]
    told = {one["rule"]: one["message"] for one in said.data["builds"][0]["findings"]}
    assert (
        "b.xlsx" in told["merge-twice"] and "d.xlsx" in told["merge-blank"] and "whole.xlsx" in told["merge-whole"]
    )
    assert "党支部书记、董事长；" in told["merge-missing"]
    assert "副行长" in told["merge-missing"] and "业务发展部" not in told["merge-missing"]

    before = path.read_bytes()
    assert checklist(merge(came)).read_bytes() == before
    cplist("build", VILLAGE_BANK, "--only", "checklist", "-o", tmp_path / "out")
    assert path.read_bytes() == before
    (came / "b.xlsx").unlink()
    assert checklist(merge(came)).read_bytes() == before


def test_units_of_a_level_have_a_line_each(
    cplist: Cplist, merge: Callable[..., Any], tmp_path: Path, profile: Callable[..., Path]
) -> None:
    text = VILLAGE_BANK.read_text("utf-8")
    (level,) = [one for one in text.splitlines(keepends=True) if "tier: outlet, name:" in one]
    ours = profile(VILLAGE_BANK, (level, UNITS))
    said = cplist("build", ours, "--only", "party-checklists", "--for", "branch", "-o", tmp_path / "p", "--json")
    came = tmp_path / "came"
    came.mkdir()
    for output in said.data["builds"][0]["outputs"]:
        if "东关支行" in output["path"]:
            shutil.copy(output["path"], came / "east.xlsx")
    answer(came / "east.xlsx", 备注="东关（虚构）")
    said = merge(came, profile=ours)
    line, other = lines(checklist(said), "下辖机构")
    assert (line["机构"], line["文件"]) == ("东关支行（虚构）", "east.xlsx")
    assert line["应填行数"] > 0
    assert (other["机构"], other["文件"], other["应填行数"]) == ("西关支行（虚构）", "没有交回", None)
    assert answers(checklist(said), "备注") == {}
    told = {one["rule"]: one["message"] for one in said.data["builds"][0]["findings"]}
    assert "西关支行" in told["merge-missing"] and "东关支行" not in told["merge-missing"]
    before = checklist(said).read_bytes()
    assert checklist(merge(came, profile=ours)).read_bytes() == before
    shutil.copy(checklist(said), came / "whole.xlsx")
    for folder in (came, tmp_path / "out"):
        collected = cplist("collect", folder, "-o", tmp_path / "c", "--json")
        assert collected.data["institutions"][0]["parties_not_returned"] == ["西关支行（虚构）"]


def test_units_may_come_from_a_list(
    cplist: Cplist, merge: Callable[..., Any], tmp_path: Path, profile: Callable[..., Path]
) -> None:
    """88 branches stand in a table that somebody hands in, and each gets a workbook."""
    text = VILLAGE_BANK.read_text("utf-8")
    (level,) = [one for one in text.splitlines(keepends=True) if "tier: outlet, name:" in one]
    kind = "{id: branch, name: 支行, units_from: 名单/支行.csv}"
    ours = profile(VILLAGE_BANK, (level, f"  - tier: outlet\n    name: 支行\n    kinds:\n      - {kind}\n"))
    (tmp_path / "名单").mkdir()
    listed = "机构号,机构名称\n" + "".join(f"{n:04},第{n}支行（虚构）\n" for n in range(1, 89))
    (tmp_path / "名单" / "支行.csv").write_bytes(listed.encode("gb18030"))
    ask = ("--only", "party-checklists", "--for", "branch_0007", "-o", tmp_path / "p", "--json")
    outputs = cplist("build", ours, *ask).data["builds"][0]["outputs"]
    (path,) = [Path(one["path"]) for one in outputs if one["kind"] == "party-checklist"]
    assert (property_of(path, "cplist.unit"), "第7支行" in path.name) == ("branch_0007", True)
    came = tmp_path / "came"
    came.mkdir()
    shutil.copy(path, came / "7.xlsx")
    answer(came / "7.xlsx", 本期状态="按期")
    returned = lines(checklist(merge(came, profile=ours)), "下辖机构")
    assert [one["机构"] for one in returned if one["文件"] != "没有交回"] == ["第7支行（虚构）"]
    assert len(returned) == 88
    (tmp_path / "名单" / "支行.csv").write_text(listed.replace("0003,", ","), "utf-8")
    slip = cplist("check", ours)
    assert slip.status == 1 and "支行.csv:4:1" in slip.err and "[units-no-code]" in slip.err


def test_a_file_of_another_period_is_named_and_not_mixed_in(
    village: Build, merge: Callable[..., Any], tmp_path: Path, profile: Callable[..., Path]
) -> None:
    """The clerk of one department wrote another period; the clerk of another wrote nothing but the period."""
    came = tmp_path / "came"
    came.mkdir()
    own = books(village)
    for name, party in (("b.xlsx", "business"), ("c.xlsx", "general")):
        shutil.copy(own[party], came / name)
        typed_period(came / name, "2026年第三季度")
    answer(came / "b.xlsx", 备注="第三季度的（虚构）")
    ours = profile(VILLAGE_BANK, ("\ndocument:\n", "\ndocument:\n  period: 2026年第四季度\n"))
    said = merge(came, profile=ours)
    told = {one["rule"]: one["message"] for one in said.data["builds"][0]["findings"]}
    assert "b.xlsx，2026年第三季度" in told["merge-period"] and "2026年第四季度" in told["merge-period"]
    assert "c.xlsx" in told["merge-blank"] and "业务发展部" in told["merge-missing"]
    assert answers(checklist(said), "备注") == {}
    (line,) = lines(checklist(said), "冲突")
    assert line["表中的内容"] == "第三季度的（虚构）" and "2026年第三季度" in line["原因"]

    typed_period(came / "b.xlsx", "2026 年第四季度")
    told = {one["rule"]: one["message"] for one in merge(came, profile=ours).data["builds"][0]["findings"]}
    assert "merge-period" not in told and "业务发展部" not in told["merge-missing"]
    assert [*answers(checklist(said), "备注").values()] == [("第三季度的（虚构）",)]


def typed_period(path: Path, period: str) -> None:
    book = openpyxl.load_workbook(path)
    (cell,) = [row[0] for row in book["从这里开始"].iter_rows(max_col=1, max_row=8) if row[0].value == "期间"]
    cell.offset(0, 1).value = period
    book.save(path)


def test_what_stands_beside_the_answers_comes_along_or_is_named(
    cplist: Cplist, merge: Callable[..., Any], tmp_path: Path, profile: Callable[..., Path]
) -> None:
    """A department's duty went to another one: its answer stands on 已停用 of the workbook that it is handed."""
    ask = ("--only", "party-checklists", "--for", "business", "-o", tmp_path / "p", "--json")
    said = cplist("build", VILLAGE_BANK, *ask)
    path = next(Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == "party-checklist")
    answer(path, 本期状态="按期")
    (key,) = answers(path, "本期状态")
    mine = f"assignments:\n  - {{duty: {key.partition('|')[0]}, lead: general, support: []}}\n"
    moved = profile(VILLAGE_BANK, ("assignments:\n", mine))
    cplist("build", moved, *ask)
    came = tmp_path / "came"
    came.mkdir()
    shutil.copy(path, came / "b.xlsx")
    assert lines(path, "已停用") and not answers(path, "本期状态")
    book = openpyxl.load_workbook(path)
    book.create_sheet("分工")["A1"] = "本部门内部分工（虚构）"
    page = book[SHEET]
    header, columns = table(page)
    page.cell(header, page.max_column + 1, "存放处")
    page.cell(header + 1, page.max_column, "档案柜（虚构）")
    page.merge_cells(
        start_row=header + 2, start_column=columns["备注"], end_row=header + 3, end_column=columns["备注"]
    )
    page.cell(header + 2, columns["备注"], "一并说明（虚构）")
    book["从这里开始"]["K20"] = "旁注（虚构）"
    book.save(came / "b.xlsx")

    said = merge(came, profile=moved)
    listed = {(one["列"], one["表中的内容"]): one["原因"] for one in lines(checklist(said), "冲突")}
    assert set(listed) == {("本期状态", "按期"), ("存放处", "档案柜（虚构）")}
    assert "已停用" in listed["本期状态", "按期"] and "b.xlsx" in listed["本期状态", "按期"]
    assert [*answers(checklist(said), "备注").values()] == [("一并说明（虚构）",)] * 2
    told = {one["rule"]: one for one in said.data["builds"][0]["findings"]}
    assert "b.xlsx·分工" in told["merge-left"]["message"] and "旁注（虚构）" in told["merge-left"]["message"]
    assert told["merge-range"]["cells"][0]["file"] == "b.xlsx"
    assert "merge-gone" not in told
    before = checklist(said).read_bytes()
    assert checklist(merge(came, profile=moved)).read_bytes() == before

    del book["履职台账"]
    page.delete_rows(header + 5)
    book.save(came / "c.xlsx")
    told = {one["rule"]: one["message"] for one in merge(came, profile=moved).data["builds"][0]["findings"]}
    assert "c.xlsx·履职台账" in told["merge-gone"] and "|business" in told["merge-gone"]


def test_the_workbook_of_another_institution_is_named_and_left(
    build: Builds, merge: Callable[..., Any], tmp_path: Path
) -> None:
    other = build.once(VILLAGE_BANK.with_name("outlet.yaml"), "--only", "party-checklists")
    came = tmp_path / "came"
    came.mkdir()
    shutil.copy(next(iter(books(other).values())), came / "x.xlsx")
    (came / "broken.xlsx").write_bytes(b"PK\3\4")
    said = merge(came)
    assert said.status == 1
    assert {"merge-other", "returned-unreadable"} <= set(said.rules)
    assert checklist(said).exists()


def test_merging_goes_with_one_profile_and_its_checklist(cplist: Cplist, tmp_path: Path) -> None:
    several = cplist("build", VILLAGE_BANK, VILLAGE_BANK, "--merge", tmp_path, "-o", tmp_path / "o")
    assert several.status == 2
    without = cplist("build", VILLAGE_BANK, "--only", "memo", "--merge", tmp_path, "-o", tmp_path / "o")
    assert without.status == 2
    nothing = cplist("build", VILLAGE_BANK, "--merge", tmp_path, "-o", tmp_path / "o", "--json")
    assert nothing.status == 1 and "collect-nothing" in nothing.rules

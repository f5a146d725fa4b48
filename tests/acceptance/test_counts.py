"""Coverage and workbook count the same: duties, pairs, the matrix and its totals, progress, clause by clause."""

from __future__ import annotations

import functools
import io
import random
import re
from collections import Counter
from typing import Any, NamedTuple

import openpyxl
import pytest
from drafts import built, shipped

from cplist.cli.json_report import coverage_data
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import Built, build
from cplist.profile.profile import read_profile
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import pairs

from .conftest import ROOT

pytestmark = pytest.mark.slow

EXAMPLES = sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml"))
SAMPLE = random.Random(5).sample(sorted(pairs()), 12)
MARKS = {"●": "responsible", "○": "supporting", "△": "overseen_by", "◇": "supervised_by"}
FIRST = {
    "责任清单": "编号",
    "履职情况": "行标识",
    "条款对照": "编号",
    "责任定性": "责任主体",
    "责任矩阵": "标题",
    "进度": "应填行数",
    "从这里开始": "步骤",
}
"""The sheets that are counted, and a title in the header of each."""
every = pytest.mark.parametrize("name", [*EXAMPLES, *("/".join(pair) for pair in SAMPLE)])


class Counted(NamedTuple):
    """One institution: what coverage says, and each sheet's rows by title, the values as stored."""

    duties: list[dict[str, Any]]
    sheets: dict[str, list[dict[str, Any]]]


def built_starter(type_: str, tier: str) -> Built:
    profile = read_profile(starter(type_, tier).encode(), f"{type_}-{tier}.yaml")
    return build(Inputs(profile, shipped(), request=Request(("checklist",))))


@functools.cache
def counted(name: str) -> Counted:
    type_, _, tier = name.partition("/")
    made = built_starter(type_, tier) if tier else built(name)
    content = io.BytesIO(made.file("checklist").content)
    book = openpyxl.load_workbook(content, read_only=True, data_only=True)  # reads those sheets alone
    sheets = {sheet: rows(book[sheet], first) for sheet, first in FIRST.items()}
    return Counted(coverage_data(made.draft, "zh")["duties"], sheets)


def rows(sheet: Any, first: str) -> list[dict[str, Any]]:
    """The rows under the one that holds that title."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, line in enumerate(lines) if first in line)
    wide = len(lines[header])
    return [
        dict(zip(lines[header], [*line, *[None] * (wide - len(line))], strict=True)) for line in lines[header + 1 :]
    ]


def parts(duties: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How many duties each party has by mark; statements are no duties to anybody."""
    return Counter(
        (mark, party)
        for duty in duties
        if duty["status"] != "statement"
        for mark, key in MARKS.items()
        for party in duty[key]
    )


@every
def test_the_list_has_a_row_for_each_duty_that_is_no_statement(name: str) -> None:
    duties, sheets = counted(name)
    wanted = [duty["id"] for duty in duties if duty["status"] != "statement"]
    assert [row["编号"] for row in sheets["责任清单"]] == wanted


@every
def test_there_is_a_row_to_fill_in_for_each_pair(name: str) -> None:
    duties, sheets = counted(name)
    wanted = [f"{duty['id']}|{party}" for duty in duties for party in duty["responsible"]]
    assert [row["行标识"] for row in sheets["履职情况"]] == wanted


@every
def test_the_clauses_count_the_pairs(name: str) -> None:
    duties, sheets = counted(name)
    lines = {row["编号"]: row["履职情况行数"] for row in sheets["条款对照"]}
    assert list(lines) == [duty["id"] for duty in duties]
    for duty in duties:
        assert lines[duty["id"]] == ("—" if duty["status"] == "statement" else len(duty["responsible"]))


@every
def test_the_matrix_and_its_totals_count_the_parts(name: str) -> None:
    duties, sheets = counted(name)
    ids = {row["责任主体"]: row["主体代号"] for row in sheets["责任定性"]}
    assert len(ids) == len(sheets["责任定性"]), "names tell parties apart"
    matrix, totals = sheets["责任矩阵"][:-4], sheets["责任矩阵"][-4:]
    wanted = parts(duties)
    shown = [title for title in matrix[0] if title in ids]
    assert {party for _, party in wanted} == {ids[title] for title in shown}
    for title in shown:
        cells: Counter[str] = Counter()
        for row in matrix:
            cells.update(marks_in(row[title]))
        for mark, total in zip(MARKS, totals, strict=True):
            assert int(total[title]) == cells[mark] == wanted[mark, ids[title]], (title, mark)


def marks_in(cell: str | None) -> Counter[str]:
    """●3△1 → three and one."""
    return Counter({mark: int(number) for mark, number in re.findall(r"([●○△◇])(\d+)", cell or "")})


@every
def test_the_rows_of_the_matrix_count_duties_parties_and_gaps(name: str) -> None:
    duties, sheets = counted(name)
    labels = {row["编号"]: row["条款"] for row in sheets["条款对照"]}
    mine = [duty for duty in duties if duty["status"] != "statement"]
    for row in sheets["责任矩阵"][:-4]:
        of_clause = [duty for duty in mine if labels[duty["id"]] == row["条款"]]
        assert row["事项数"] == len(of_clause)
        assert row["责任主体数"] == len({party for duty in of_clause for party in duty["responsible"]})
        assert row["不适用"] == sum(duty["status"] == "not_applicable" for duty in of_clause)
        assert row["待明确"] == sum(duty["status"] == "gap" for duty in of_clause)
    total = sheets["责任矩阵"][-4]
    assert total["事项数"] == len(mine)
    assert total["不适用"] == sum(duty["status"] == "not_applicable" for duty in mine)


@every
def test_progress_counts_the_rows_to_fill_in(name: str) -> None:
    duties, sheets = counted(name)
    progress = [row for row in sheets["进度"] if row["应填行数"] is not None]
    progress = progress[: 1 + [row["责任主体"] for row in progress].index("合计")]
    wanted = Counter(party for duty in duties for party in duty["responsible"])
    assert {row["主体代号"]: row["应填行数"] + row["由子项汇总"] for row in progress[:-1]} == wanted
    summed = Counter(row["主体代号"] for row in sheets["履职情况"] if row["状态判断"] == "由子项汇总")
    assert {row["主体代号"]: row["由子项汇总"] for row in progress[:-1]} == {id_: summed[id_] for id_ in wanted}
    assert progress[-1]["应填行数"] + summed.total() == wanted.total() == len(sheets["履职情况"])


@every
def test_every_sheet_has_the_same_number_to_fill_in(name: str) -> None:
    _, sheets = counted(name)
    summed = [row["编号"] for row in sheets["履职情况"] if row["状态判断"] == "由子项汇总"]
    to_fill_in = len(sheets["履职情况"]) - len(summed)
    start = {row["步骤"]: row["到哪里"] for row in sheets["从这里开始"]}
    assert (start["应填"], start["已填"], start["完成率"]) == (to_fill_in, 0, "0%")
    progress = next(row for row in sheets["进度"] if row["责任主体"] == "合计")
    assert (progress["应填行数"], progress["已填报"], progress["完成率"]) == (to_fill_in, 0, 0)
    assert sum(row["应填"] for row in sheets["责任清单"] if row["编号"] not in summed) == to_fill_in

"""`collect` sums the workbooks of parties into their institution, and names who returned none."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from .conftest import Builds, Cplist, Said
from .test_party_checklists import VILLAGE_BANK, answer, books

pytestmark = pytest.mark.slow

NAME = "陵南惠禾村镇银行股份有限公司"


@pytest.fixture(scope="module")
def collected(build: Builds, cplist: Cplist, tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    """Two files of one department, one of another, a blank one."""
    own = books(build.once(VILLAGE_BANK, "--only", "checklist", "--only", "party-checklists"))
    came, out = tmp_path_factory.mktemp("came"), tmp_path_factory.mktemp("out")
    for name, party in (("a", "business"), ("b", "business"), ("c", "general"), ("d", "vice")):
        shutil.copy(own[party], came / f"{name}.xlsx")
    answer(came / "a.xlsx", 本期状态="按期")
    answer(came / "c.xlsx", 备注="综合部（虚构）")
    answer(came / "b.xlsx", 本期状态="逾期")
    return cplist("collect", came, "-o", out, "--json"), out


def test_parties_are_summed_into_their_institution(collected: tuple[Said, Path]) -> None:
    said, _ = collected
    (one,) = said.data["institutions"]
    assert one["name"] == NAME
    assert {part["id"]: part["file"] for part in one["parties"]} == {"general": "c.xlsx", "business": "b.xlsx"}
    assert one["counts"]["rows"] == sum(part["counts"]["rows"] for part in one["parties"]) == len(one["rows"])
    assert {row["party"] for row in one["rows"]} == {"business", "general"}
    assert one["acts"] == 2
    assert [row["state"] for row in one["rows"] if row["state"] and row["kind"] != "summed"] == ["逾期"]


def test_of_several_the_last_counts_a_blank_one_does_not_and_who_is_missing_is_named(
    collected: tuple[Said, Path],
) -> None:
    said, _ = collected
    problems = {one["file"]: one["rule"] for one in said.data["problems"]}
    assert problems == {"a.xlsx": "returned-twice", "d.xlsx": "returned-blank"}
    missing = said.data["institutions"][0]["parties_not_returned"]
    assert {"副行长", "行长", "运营合规部", "支行"} <= set(missing)
    assert not {"业务发展部", "综合管理部"} & set(missing)
    (told,) = [one for one in said.data["findings"] if one["rule"] == "collect-parties"]
    assert "副行长" in told["message"] and "董事长；" in told["message"]


def test_each_has_a_line_of_its_own(collected: tuple[Said, Path]) -> None:
    page = openpyxl.load_workbook(collected[1] / "责任清单汇总.xlsx")["责任主体一览"]
    assert {row[1] for row in page.iter_rows(4, values_only=True)} == {"业务发展部", "综合管理部"}

"""The example profile of the design (its YAML is design.yaml, to the letter) means what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, Build, Builds, Cplist
from .reading import bare, duty_bookmark

pytestmark = pytest.mark.slow

DESIGN = ROOT / "tests" / "examples" / "profiles" / "design.yaml"


@pytest.fixture(scope="module")
def design(build: Builds) -> Build:
    return build.once(DESIGN)


@pytest.fixture(scope="module")
def duties(cplist: Cplist) -> dict[str, Any]:
    said = cplist("coverage", DESIGN, "--json")
    assert said.status == 0
    return {duty["id"]: duty for duty in said.data["duties"]}


def test_it_builds_without_gap_and_without_error(design: Build) -> None:
    (built,) = design.said.data["builds"]
    assert built["summary"]["gap"] == 0
    assert [found for found in built["findings"] if found["severity"] == "error"] == []
    assert design.document.lines and design.book.rows("责任清单")


def test_it_builds_without_its_base_too(cplist: Cplist, tmp_path: Path) -> None:
    alone = "\n".join(line for line in DESIGN.read_text("utf-8").split("\n") if not line.startswith("extends:"))
    said = cplist("build", "-", "-o", tmp_path, "--json", stdin=alone.encode())
    assert said.status == 0
    assert said.data["builds"][0]["summary"]["gap"] == 0


def test_its_own_values_win_over_its_base(design: Build, duties: dict[str, Any]) -> None:
    assert "我行" not in design.document.text
    assert "纪检组长" not in design.document.text
    assert "本行" in design.document.text and "纪委书记" in design.document.text


def test_what_only_its_base_has_is_there_too(design: Build) -> None:
    assert "安全保卫部" in design.document.text


def test_its_decision_for_a_lead_is_kept(duties: dict[str, Any], design: Build) -> None:
    assert (duties["2.2-09"]["responsible"], duties["2.2-09"]["supporting"]) == (["cp"], ["risk"])
    row = next(row for row in design.book.rows("责任清单") if row["编号"] == "2.2-09")
    assert row["建议频次"].startswith("按件")
    assert row["建议履职痕迹"].startswith("消保审查意见书（文号）")


def test_what_its_superior_performs_names_the_local_part(duties: dict[str, Any], design: Build) -> None:
    duty = duties["2.3-11"]
    assert (duty["status"], duty["local_part"]) == ("superior", "配合检查，落实整改")
    assert duty_bookmark("2.3-11") in design.document.bookmarks
    assert "配合检查，落实整改" in design.document.text


def test_what_it_calls_not_applicable_is_so_with_its_reason(duties: dict[str, Any], design: Build) -> None:
    duty = duties["3.1-08"]
    assert (duty["status"], duty["reason"], duty["responsible"]) == ("not_applicable", "尚未设立分支机构", [])
    assert duty_bookmark("3.1-08") not in design.document.bookmarks
    row = next(row for row in design.book.rows("责任清单") if row["编号"] == "3.1-08")
    assert "尚未设立分支机构" in row["责任主体"]


def test_its_document_says_what_it_repeals_and_when_it_starts(design: Build) -> None:
    text = bare(design.document.text)
    assert "自2027年1月1日起施行" in text
    assert "《泰山银行消费者权益保护工作责任制》（泰银发〔2022〕40号）" in text


def test_whoever_oversees_without_being_other_has_no_duty_of_the_other_leaders(duties: dict[str, Any]) -> None:
    others = [duty for id_, duty in duties.items() if id_.startswith("1.3-") and duty["status"] == "assigned"]
    assert others
    for duty in others:
        assert "dis" not in duty["responsible"] and "chair" not in duty["responsible"]

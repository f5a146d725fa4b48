"""What a person sees of coverage: a table by clause, then gaps and the rest one by one, with why."""

from __future__ import annotations

import re
import unicodedata

import pytest

from cplist.cli.console import show_coverage
from cplist.cli.coverage_table import coverage_lines
from cplist.domain.assignment import Status
from cplist.draft import Draft
from cplist.pack.pack import Pack
from cplist.pipeline import draft
from cplist.profile.profile import read_profile

from ..rules_page import ROOT

BRANCH = ROOT / "profiles" / "foreign-bank.yaml"


@pytest.fixture(scope="module")
def without_lead(pack: Pack) -> Draft:
    text = BRANCH.read_text("utf-8").replace("[cp_lead, complaints]", "[complaints]")
    profile = read_profile(text.encode(), "p.yaml", lambda base, file: (base, b""))
    return draft(profile, pack)


@pytest.fixture
def lines(without_lead: Draft, pack: Pack) -> list[str]:
    return coverage_lines(without_lead, pack, "zh")


def gaps(drafted: Draft) -> list[str]:
    return [a.duty.id for a in drafted.assigned.assignments if a.status is Status.GAP]


def ends(line: str) -> list[int]:
    """The terminal columns in which the cells of a row end."""
    wide = "".join("xx" if unicodedata.east_asian_width(c) in "WF" else c for c in line)
    return [match.end() for match in re.finditer(r"\S+(?: \S+)*", wide)]


class TestTheTable:
    def test_has_a_row_for_each_clause_and_a_total(self, lines: list[str], without_lead: Draft) -> None:
        table = lines[: lines.index("")]
        assert table[0].split() == ["条款", "落到主体", "上级实施", "不适用", "追责情形", "缺口"]
        counts = [re.findall(r"(?<=\s)(?:\d+|-)(?=\s|$)", row)[-5:] for row in table[1:]]
        sums = [sum(int(row[n]) for row in counts[:-1] if row[n] != "-") for n in range(5)]
        assert sums == [int(cell) for cell in counts[-1]]
        assert sums[4] == len(gaps(without_lead))

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_stands_in_straight_columns(self, without_lead: Draft, pack: Pack, language: str) -> None:
        table = coverage_lines(without_lead, pack, language)
        rows = [ends(row)[-5:] for row in table[: table.index("")]]
        assert all(row == rows[0] for row in rows)


class TestWhatIsntSimplyAssigned:
    def test_names_every_duty_on_nobody_once_and_why(self, lines: list[str], without_lead: Draft) -> None:
        named = [line.split()[0] for line in lines if re.match(r"\s+\S+\s+缺口\s", line)]
        assert named == gaps(without_lead)
        assert any("没有消保牵头部门，无人承担" in line for line in lines)

    def test_says_why_something_doesnt_apply(self, lines: list[str]) -> None:
        at = lines.index("  本机构未设党组织（2项）")
        assert [line.split()[0] for line in lines[at + 1 : at + 3]] == ["1.4-03", "1.4-07"]

    def test_is_said_in_english_too(self, without_lead: Draft, pack: Pack) -> None:
        english = coverage_lines(without_lead, pack, "en")
        assert f"gap: {len(gaps(without_lead))}" in english
        assert any("nobody: the profile has no" in line for line in english)


def test_gaps_are_printed_once_and_other_findings_behind_the_table(
    without_lead: Draft, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    show_coverage(without_lead, pack)
    said = capsys.readouterr()
    assert "[gap]" not in said.err
    assert "[no-lead-department]" in said.err
    assert all(said.out.count(f" {duty} ") == 1 for duty in gaps(without_lead))

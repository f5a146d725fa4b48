"""By which rule each duty lands on whom: the rows of assignment-rules.md, their fallbacks, levels, decisions."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from soak import times

from cplist.assignment.assign import assign
from cplist.core.findings import Severity
from cplist.domain import vocabulary
from cplist.domain.assignment import PartyKind, Status
from cplist.domain.institution import (
    Decision,
    Institution,
    Leader,
)
from cplist.domain.notice import Kind
from cplist.domain.structure import Body
from cplist.pack.pack import Pack

Assign = Callable[..., Any]

CHIEF, DEPUTY, SECRETARY = "chair", "deputy", "secretary"

ONE_PERSON = {"chair": "行长: chief cp_deputy, oversees hall"}
THREE = {
    "chair": "行长: chief cp_deputy",
    "vice": "副行长: other, oversees hall",
    "watcher": "监察员: discipline_secretary",
}
HALL = {"hall": "营业部: front", "back": "综合部: back cp_lead"}
BARE = {"retail": "零售部: front", "desk": "业务管理部: middle", "back": "综合部: back cp_lead"}

DELIBERATION = {"deliberation": Body("deliberation", "行务会", CHIEF)}
SUBSTITUTE = {
    "chair": "总经理: chief",
    "deputy": "副总经理: cp_deputy",
    "officer": "合规负责人: discipline_secretary",
}
DEPARTMENTS = {
    "retail": "个人金融部: front marketing sales_management product",
    "operations": "运营管理部: middle operations pricing",
    "technology": "信息科技部: middle it",
    "risk": "风险管理部: middle risk",
    "consumer": "消费者权益保护部: back cp_lead complaints",
    "law": "法律合规部: back compliance legal",
    "personnel": "人力资源部: back hr training performance",
    "audit": "审计部: back audit",
    "general": "办公室: back office security party_affairs",
    "watch": "纪委办公室: back discipline",
}
OTHERS = [id_ for id_ in DEPARTMENTS if id_ != "consumer"]
CONCERNED = [id_ for id_ in DEPARTMENTS if id_ != "watch"]
OTHERS_CONCERNED = [id_ for id_ in CONCERNED if id_ != "consumer"]


class TestARowOfTheRules:
    """assignment-rules.md, row by row, in a bank that has everybody."""

    @pytest.mark.parametrize(
        ("row", "duty", "responsible", "supporting", "overseen_by", "supervised_by"),
        [
            ("A1", "1.1-04", [CHIEF], ["consumer"], [], [SECRETARY]),
            ("A2", "1.2-02", [DEPUTY], ["consumer"], [CHIEF], [SECRETARY, "watch"]),
            (
                *("A3", "1.3-02", ["vice", "risk_officer"]),
                ["retail", "operations", "technology", "risk", "law", "personnel", "audit", "general"],
                *([CHIEF], [SECRETARY, "watch"]),
            ),
            ("A4", "1.4-02", [SECRETARY], ["watch"], [], []),
            ("B1", "1.0-05", ["committee"], ["consumer"], [CHIEF], [SECRETARY]),
            ("C1", "2.1-09", ["retail"], ["consumer"], ["vice"], ["audit", "watch"]),
            ("C2", "2.1-06", ["retail"], ["personnel", "consumer", "law"], ["vice"], ["audit"]),
            (
                *("C3", "2.2-04", ["operations", "technology", "risk"], ["consumer"]),
                *(["vice", "risk_officer"], ["audit"]),
            ),
            (
                *("C4", "2.2-02", ["retail", "technology", "operations", "risk"], ["consumer"]),
                *(["vice", "risk_officer"], ["audit"]),
            ),
            ("C5", "2.2-10", ["retail", "operations", "technology"], ["consumer"], ["vice"], ["audit"]),
            ("C6", "2.3-03", ["consumer"], [], [DEPUTY], ["watch", "audit"]),
            ("C6f", "2.2-09", ["consumer"], ["risk", "law"], [DEPUTY], ["audit"]),
            ("C7", "4.3-05", ["consumer"], OTHERS_CONCERNED, [DEPUTY], ["watch"]),
            (
                *("C8", "2.3-08", ["law", "personnel", "audit", "general"], ["consumer"]),
                *(["risk_officer"], ["watch"]),
            ),
            (
                *("C8a", "2.3-09", ["personnel"], ["law", "audit", "general", "consumer"]),
                *(["risk_officer"], ["watch"]),
            ),
            ("C8b", "2.3-10", ["personnel"], ["consumer", "watch"], ["risk_officer"], ["audit"]),
            ("C8c", "2.3-11", ["audit"], ["consumer", "law"], ["risk_officer"], [SECRETARY]),
            ("C9", "2.3-12", ["watch"], [], [SECRETARY], []),
            (
                "C10",
                "2.3-16",
                ["retail", "operations", "technology", "risk", "consumer", "law", "personnel", "audit", "general"],
                ["watch"],
                [DEPUTY, "vice", "risk_officer"],
                [SECRETARY],
            ),
            ("D1", "1.0-02", [CHIEF], ["consumer", "personnel"], [], [SECRETARY]),
            ("D2", "1.0-03", ["consumer"], ["watch", "audit", "general"], [DEPUTY], ["audit"]),
            ("D2", "2.2-07", ["risk"], ["consumer", "law"], ["risk_officer"], ["audit"]),
            ("D2b", "3.1-01", ["consumer"], OTHERS, [DEPUTY], ["watch"]),
            ("D2b", "3.1-07", ["general"], ["consumer", "technology"], ["risk_officer"], ["watch"]),
            ("D3", "4.2-02", ["consumer", *OTHERS_CONCERNED], [], [DEPUTY, "vice", "risk_officer"], ["watch"]),
            ("D3", "4.2-05", CONCERNED, ["watch"], [DEPUTY, "vice", "risk_officer"], ["watch"]),
            ("D4", "4.1-11", ["consumer"], ["general"], [CHIEF], ["watch"]),
            ("D4", "4.1-12", ["general"], ["consumer", "law"], ["risk_officer"], ["watch"]),
            ("D5", "3.1-04", ["personnel"], ["consumer"], [DEPUTY], ["audit"]),
            ("D6", "4.4-01", ["watch"], ["personnel", "law", "consumer"], [CHIEF], ["audit"]),
            ("D6", "4.4-02", ["watch", "personnel"], ["consumer"], [CHIEF], ["audit"]),
            ("D7", "4.2-11", ["general"], ["consumer", "risk"], ["risk_officer"], ["audit"]),
            ("D9", "4.2-12", [CHIEF], ["general", "consumer"], [], [SECRETARY]),
            ("D8", "4.3-02", CONCERNED, [], [DEPUTY, "vice", "risk_officer"], ["watch"]),
            ("D8", "4.3-07", ["consumer"], OTHERS, [DEPUTY], ["audit", "watch"]),
            ("G1", "4.4-03", ["watch", "personnel"], ["consumer"], [CHIEF], ["audit"]),
        ],
    )
    def test_lands_a_duty_on_its_parties(
        self,
        assigned: Assign,
        row: str,
        duty: str,
        responsible: list[str],
        supporting: list[str],
        overseen_by: list[str],
        supervised_by: list[str],
    ) -> None:
        outcome = assigned()
        assert outcome[duty].rule == row
        assert outcome.ids(duty) == responsible
        assert outcome.ids(duty, "supporting") == supporting
        assert sorted(outcome.ids(duty, "overseen_by")) == sorted(overseen_by)
        assert outcome.ids(duty, "supervised_by") == supervised_by

    @pytest.mark.parametrize("duty", ["0.0-01", "0.0-03", "5.0-04", "5.0-08", "5.0-09", "3.2-09"])
    def test_lets_purposes_and_the_regulators_measures_land_on_nobody(self, assigned: Assign, duty: str) -> None:
        outcome = assigned()
        assert outcome[duty].status is Status.STATEMENT
        assert (outcome.ids(duty), outcome.ids(duty, "borne_by")) == ([], [])
        assert outcome[duty].reason

    @pytest.mark.parametrize(
        ("duty", "bearers"),
        [
            ("1.0-01", ["institution"]),
            ("1.1-01", [CHIEF]),
            ("1.1-02", [CHIEF]),
            ("1.2-01", [DEPUTY]),
            ("1.3-01", ["vice", "risk_officer"]),
            ("1.4-01", [SECRETARY]),
            ("2.1-01", ["retail"]),
        ],
    )
    def test_grades_somebody_without_giving_them_work(
        self, assigned: Assign, duty: str, bearers: list[str]
    ) -> None:
        outcome = assigned()
        assert outcome[duty].status is Status.STATEMENT
        assert (outcome.ids(duty), outcome.ids(duty, "supporting")) == ([], [])
        assert outcome.ids(duty, "borne_by") == bearers

    def test_grades_the_institution_where_a_department_does_the_work(self, assigned: Assign) -> None:
        outcome = assigned()
        assert (outcome.ids("3.1-01"), outcome.ids("3.1-01", "borne_by")) == (["consumer"], ["institution"])

    def test_has_the_committee_deliberate_what_is_established_and_nothing_else(self, assigned: Assign) -> None:
        outcome = assigned(below="city_branch outlet")
        assert outcome.ids("1.0-03", "deliberated_by") == outcome.ids("3.1-04", "deliberated_by") == ["committee"]
        for duty in ("2.3-03", "3.1-08", "3.1-09", "4.1-10", "4.2-05"):
            assert outcome.ids(duty, "deliberated_by") == [], duty

    def test_has_a_meeting_deliberate_and_no_person(self, assigned: Assign) -> None:
        outcome = assigned(bodies={})
        found = [*outcome.assigned.assignments]
        assert [a.duty.id for a in found if a.deliberated_by or a.approved_by] == []

    @pytest.mark.parametrize("tiers", ["legal_entity", "city_branch", "county_branch"])
    def test_lets_nobody_oversee_or_supervise_themselves(self, assigned: Assign, tiers: str) -> None:
        found = assigned(tiers=tiers, below="outlet", superior="总行").assigned.assignments
        supervisors = set()
        for a in found:
            supervisors.add(a.supervised_by)
            assert not {*a.responsible} & {*a.overseen_by, *a.supervised_by, *a.deliberated_by}, a.duty.id
            assert not {*a.overseen_by} & {*a.supervised_by}, a.duty.id
        assert len(supervisors) > 4

    def test_lets_the_reporting_department_come_first(self, assigned: Assign) -> None:
        departments = {
            "retail": "个人金融部: front product",
            "call": "客户服务中心: back complaints",
            "consumer": "消保部: back cp_lead",
        }
        outcome = assigned(departments=departments)
        assert outcome.ids("4.2-02") == ["call", "retail", "consumer"]
        assert outcome.ids("3.2-24") == []

    def test_has_single_cases_overseen_by_each_departments_leader_and_the_deputy(self, assigned: Assign) -> None:
        leaders = {
            "chair": "行长: chief",
            "deputy": "副行长: cp_deputy",
            "vice": "副行长: other, oversees retail",
            "aide": "行长助理: other, oversees consumer operations",
        }
        assert set(assigned(leaders=leaders).ids("4.2-02", "overseen_by")) == {"deputy", "vice", "aide"}
        assert assigned(leaders=leaders).ids("4.3-02", "overseen_by") == ["vice", "aide"]

    def test_explains_itself(self, assigned: Assign, pack: Pack) -> None:
        outcome = assigned()
        assert "营销职能和业务拓展职能" in outcome["2.1-02"].reason
        assert all(a.reason and a.rule for a in outcome.assigned.assignments)

    def test_leaves_no_gap_and_warns_of_nothing_in_a_whole_bank(self, assigned: Assign) -> None:
        outcome = assigned(below="city_branch outlet")
        assert outcome.gaps == []
        assert [f for f in outcome.assigned.findings if f.severity is not Severity.NOTE] == []


class TestTheCommittee:
    def test_is_replaced_by_the_body_that_deliberates(self, assigned: Assign) -> None:
        outcome = assigned(bodies=DELIBERATION)
        assert outcome.ids("1.0-05") == ["deliberation"]
        assert outcome.ids("1.0-03", "deliberated_by") == ["deliberation"]
        assert "行务会" in outcome.said("note")
        assert outcome.said("warning") == ""
        assert "1.0-05" in outcome.concerned("未设消保委员会")

    def test_is_replaced_by_the_chief_where_no_body_deliberates(self, assigned: Assign) -> None:
        outcome = assigned(bodies={})
        assert outcome.ids("1.0-05") == [CHIEF]
        assert "由董事长主持研究、审议" in outcome.said("warning")
        assert "由董事长主持研究、审议" in outcome["1.0-05"].reason
        assert outcome.ids("1.0-05", "overseen_by") == []

    def test_comes_before_the_body_that_deliberates(self, assigned: Assign) -> None:
        bodies = {**DELIBERATION, "committee": Body("committee", "消保委员会", CHIEF)}
        outcome = assigned(bodies=bodies)
        assert outcome.ids("1.0-05") == ["committee"]
        assert outcome.said("warning") == ""

    def test_doesnt_take_the_boards_committee_for_itself(self, assigned: Assign) -> None:
        outcome = assigned(bodies={"board_committee": Body("board_committee", "董事会消保委员会")})
        assert outcome.ids("1.0-05") == [CHIEF]


class TestLeaders:
    @pytest.mark.parametrize("duty", ["1.1-05", "1.1-15"])
    def test_alone_the_chief_has_nobody_to_divide_the_work_with(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(leaders=ONE_PERSON, departments=HALL)
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "仅一人" in outcome[duty].reason
        assert outcome.ids("1.1-04") == [CHIEF]

    def test_together_they_do(self, assigned: Assign) -> None:
        outcome = assigned(leaders=THREE, departments=HALL)
        assert outcome.ids("1.1-05") == outcome.ids("1.1-15") == [CHIEF]

    def test_a_chief_who_is_the_deputy_too_is_overseen_by_nobody(self, assigned: Assign) -> None:
        outcome = assigned(leaders=THREE, departments=HALL)
        assert outcome.ids("1.2-02") == [CHIEF]
        assert outcome.ids("1.2-02", "overseen_by") == []
        assert outcome.ids("2.3-03", "overseen_by") == [CHIEF]

    def test_no_deputy_is_a_gap(self, assigned: Assign) -> None:
        outcome = assigned(leaders={"chair": "行长: chief", "vice": "副行长: other"})
        assert outcome["1.2-02"].status is Status.GAP
        assert {f"1.2-{number:02}" for number in range(2, 10)} <= set(outcome.gaps)

    @pytest.mark.parametrize("duty", ["1.3-02", "1.3-03", "1.3-04", "1.3-05", "1.3-06"])
    def test_nobody_else_makes_their_clause_not_apply(self, assigned: Assign, duty: str) -> None:
        leaders = {"chair": "行长: chief", "deputy": "副行长: cp_deputy"}
        outcome = assigned(leaders=leaders)
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "其他负责人" in outcome[duty].reason

    def test_only_an_explicit_other_carries_the_others_clause(self, assigned: Assign) -> None:
        leaders = {
            "chair": "董事长: chief, oversees operations",
            "deputy": "副行长: cp_deputy, oversees consumer retail",
            "both": "行长: cp_deputy other, oversees risk",
            "vice": "副行长: other, oversees technology",
            "silent": "工会主席: , oversees general",
            "secretary": "纪委书记: discipline_secretary, oversees watch personnel",
        }
        outcome = assigned(leaders=leaders)
        assert outcome.ids("1.3-02") == ["both", "vice"]
        assert set(outcome.ids("1.3-02", "supporting")) == {"technology", "risk"}

    def test_overseeing_alone_makes_somebody_oversee_and_no_more(self, assigned: Assign) -> None:
        leaders = {"chair": "行长: chief", "deputy": "副行长: cp_deputy, oversees retail", "vice": "副行长: other"}
        outcome = assigned(leaders=leaders)
        assert outcome.ids("2.1-02", "overseen_by") == ["deputy"]
        assert outcome.ids("1.3-02") == ["vice"]

    def test_departments_that_nobody_oversees_have_no_overseer(self, assigned: Assign) -> None:
        outcome = assigned(leaders={"chair": "行长: chief", "deputy": "副行长: cp_deputy"})
        assert outcome.ids("2.1-02", "overseen_by") == []
        assert outcome["2.1-02"].status is Status.ASSIGNED

    def test_the_lead_department_is_overseen_by_the_deputy_whoever_else_runs_it(self, assigned: Assign) -> None:
        leaders = {
            "chair": "行长: chief",
            "deputy": "副行长: cp_deputy, oversees retail",
            "vice": "副行长: other, oversees consumer",
        }
        assert assigned(leaders=leaders).ids("2.3-03", "overseen_by") == ["deputy"]


class TestWhoWatches:
    def test_the_substitute_does_what_the_secretary_would(self, assigned: Assign) -> None:
        outcome = assigned(leaders=SUBSTITUTE, substitute=("officer", "discipline_secretary"), party="none")
        assert outcome.ids("1.4-02") == outcome.ids("1.4-01", "borne_by") == ["officer"]
        assert outcome.ids("2.3-16", "supervised_by") == ["officer"]

    def test_a_substitute_needs_no_role_beside(self, assigned: Assign) -> None:
        leaders = {**SUBSTITUTE, "officer": "合规负责人: other"}
        outcome = assigned(leaders=leaders, substitute=("officer", "discipline_secretary"), party="none")
        assert outcome.ids("1.4-02") == ["officer"]

    @pytest.mark.parametrize("duty", ["1.4-03", "1.4-07"])
    def test_without_a_party_organisation_two_duties_dont_apply(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(leaders=SUBSTITUTE, substitute=("officer", "discipline_secretary"), party="none")
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "党组织" in outcome[duty].reason

    @pytest.mark.parametrize("duty", ["1.4-03", "1.4-07"])
    def test_a_substitute_from_outside_the_party_organisation_has_no_powers_of_it(
        self, assigned: Assign, duty: str
    ) -> None:
        outcome = assigned(leaders=SUBSTITUTE, substitute=("officer", "discipline_secretary"), party="党委")
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "不是党的组织的人员" in outcome[duty].reason
        assert outcome.ids("1.4-02") == ["officer"]

    @pytest.mark.parametrize("duty", ["1.4-03", "1.4-07"])
    def test_one_who_is_of_it_keeps_them(self, assigned: Assign, duty: str) -> None:
        leaders = {**SUBSTITUTE, "officer": "党支部纪检委员: discipline_secretary"}
        outcome = assigned(leaders=leaders, substitute=("officer", "discipline_secretary"), party="党支部")
        assert outcome.ids(duty) == ["officer"]

    @pytest.mark.parametrize("party", ["党委", "党总支", "党支部", ""])
    def test_with_one_or_where_nothing_is_said_they_do(self, assigned: Assign, party: str) -> None:
        outcome = assigned(party=party)
        assert outcome.ids("1.4-03") == outcome.ids("1.4-07") == [SECRETARY]

    def test_without_a_department_the_substitute_investigates_in_person(self, assigned: Assign) -> None:
        departments = {id_: text for id_, text in DEPARTMENTS.items() if id_ != "watch"}
        outcome = assigned(
            leaders=SUBSTITUTE,
            departments=departments,
            substitute=("officer", "discipline_secretary"),
            party="none",
        )
        assert outcome.ids("2.3-12") == ["officer"]
        assert "本人承担" in outcome["2.3-12"].reason
        assert outcome.ids("2.3-12", "overseen_by") == []
        assert outcome.ids("2.3-16", "supporting") == ["officer"]

    def test_with_neither_it_is_a_gap(self, assigned: Assign) -> None:
        departments = {id_: text for id_, text in DEPARTMENTS.items() if id_ != "watch"}
        outcome = assigned(leaders={"chair": "行长: chief", "deputy": "副行长: cp_deputy"}, departments=departments)
        assert {"1.4-02", "2.3-12", "2.3-13", "2.3-14", "2.3-15"} <= set(outcome.gaps)
        assert outcome["2.3-12"].status is Status.GAP
        assert "档案中没有可以承担的主体" in outcome["2.3-12"].reason

    def test_without_them_personnel_holds_to_account(self, assigned: Assign) -> None:
        departments = {id_: text for id_, text in DEPARTMENTS.items() if id_ != "watch"}
        outcome = assigned(leaders={"chair": "行长: chief", "deputy": "副行长: cp_deputy"}, departments=departments)
        assert outcome.ids("4.4-02") == outcome.ids("4.4-03") == ["personnel"]

    def test_every_department_but_theirs_hands_leads_over(self, assigned: Assign) -> None:
        outcome = assigned()
        assert set(outcome.ids("2.3-16")) == set(DEPARTMENTS) - {"watch"}


def without(*functions: str) -> dict[str, str]:
    """The whole bank's departments without those functions."""
    return {
        id_: " ".join(word for word in text.split(" ") if word not in functions)
        for id_, text in DEPARTMENTS.items()
    }


class TestAFunctionThatNobodyHas:
    @pytest.mark.parametrize(
        ("missing", "duty", "part", "expected"),
        [
            (("complaints",), "4.3-05", "responsible", ["consumer"]),
            (("performance",), "1.1-06", "supporting", ["consumer", "personnel"]),
            (("training",), "2.3-09", "responsible", ["personnel"]),
            (("security",), "4.1-12", "responsible", ["general"]),
            (("security", "office"), "4.1-12", "responsible", ["law"]),
            (("security", "office", "compliance", "legal"), "4.1-12", "responsible", ["risk"]),
            (("security", "office", "compliance", "legal", "risk"), "4.1-12", "responsible", ["consumer"]),
            (("compliance", "legal"), "4.3-03", "responsible", ["consumer", "risk"]),
            (("compliance", "legal", "risk"), "4.3-03", "responsible", ["consumer"]),
            (("audit",), "2.3-11", "responsible", ["law"]),
            (("product",), "2.2-02", "responsible", ["operations", "technology", "risk"]),
            (("pricing",), "2.2-02", "responsible", ["retail", "technology", "operations", "risk"]),
        ],
    )
    def test_falls_to_the_next(
        self, assigned: Assign, missing: tuple[str, ...], duty: str, part: str, expected: list[str]
    ) -> None:
        outcome = assigned(departments=without(*missing))
        assert sorted(outcome.ids(duty, part)) == sorted(expected)
        assert outcome[duty].status is Status.ASSIGNED

    def test_performance_falls_to_the_lead_department_where_there_is_no_personnel(self, assigned: Assign) -> None:
        departments = {"consumer": "消保部: cp_lead", "retail": "零售部: front"}
        assert assigned(departments=departments).ids("1.1-06", "supporting") == ["consumer"]

    def test_office_falls_to_a_back_department(self, assigned: Assign) -> None:
        outcome = assigned(departments=without("office"))
        assert outcome.ids("4.1-11", "supporting") == ["law"]

    def test_office_falls_to_the_lead_department_where_that_is_the_only_one_behind(self, assigned: Assign) -> None:
        assert assigned(departments=BARE).ids("4.2-13", "supporting") == []
        assert assigned(departments=BARE).ids("1.0-04", "supporting") == ["back"]

    def test_is_a_warning_where_it_matters(self, assigned: Assign) -> None:
        assert "未明确负责投诉处理的部门" in assigned(departments=without("complaints")).said("warning")

    @pytest.mark.parametrize("missing", [("performance",), ("training",), ("security",), ("office",), ("audit",)])
    def test_is_none_where_it_doesnt(self, assigned: Assign, missing: tuple[str, ...]) -> None:
        assert assigned(departments=without(*missing)).said("warning") == ""

    @pytest.mark.parametrize("duty", ["2.1-06", "2.1-07", "2.1-08"])
    def test_sales_management_is_a_gap_and_not_spread_over_the_front(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(departments=without("sales_management"))
        assert outcome[duty].status is Status.GAP
        assert outcome.ids(duty) == []
        assert duty in outcome.gaps
        assert "营销管理" in outcome[duty].reason

    def test_says_in_the_assignment_which_way_it_went(self, assigned: Assign) -> None:
        outcome = assigned(departments=without("security"))
        assert "未设安全保卫职能部门，由办公室承担" in outcome["4.1-12"].reason

    def test_beats_the_line_where_somebody_has_it(self, assigned: Assign) -> None:
        """product in a front department still has the duties of 产品研发."""
        assert "retail" in assigned().ids("2.2-02")
        assert "retail" not in assigned().ids("2.2-01")

    def test_a_department_of_two_lines_has_the_duties_of_both(self, assigned: Assign) -> None:
        outcome = assigned(departments={**DEPARTMENTS, "digital": "网络金融部: front middle"})
        assert "digital" in outcome.ids("2.1-02")
        assert "digital" in outcome.ids("2.2-01")

    def test_nobody_in_front_is_a_gap(self, assigned: Assign) -> None:
        departments = {id_: text for id_, text in DEPARTMENTS.items() if id_ != "retail"}
        outcome = assigned(departments=departments)
        assert {"2.1-02", "2.1-06", "2.1-09"} <= set(outcome.gaps)

    def test_an_institution_without_anybody_has_nothing_but_gaps(self, assigned: Assign) -> None:
        outcome = assigned(leaders={}, departments={}, bodies={})
        open_ = [a for a in outcome.assigned.assignments if a.duty.kind is not Kind.STATEMENT]
        assert {a.status for a in open_} == {Status.GAP, Status.NOT_APPLICABLE}
        assert [a.duty.id for a in open_ if a.status is Status.GAP] == outcome.gaps


class TestALeadDepartmentOfTheFront:
    @pytest.mark.parametrize("duty", ["2.2-09", "2.3-05", "2.3-07"])
    @pytest.mark.parametrize("own", ["front cp_lead", "back cp_lead product", "back cp_lead sales_management"])
    def test_gets_a_reviewer_and_a_warning(self, assigned: Assign, duty: str, own: str) -> None:
        departments = {**DEPARTMENTS, "consumer": f"零售部: {own}"}
        outcome = assigned(departments=departments)
        assert "law" in outcome.ids(duty, "supporting")
        assert "由法律合规部复核" in outcome[duty].reason
        assert duty in outcome.concerned("复核")
        assert outcome.said("warning")

    @pytest.mark.parametrize(
        ("missing", "reviewer"),
        [
            ((), "law"),
            (("compliance", "legal"), "risk"),
            (("compliance", "legal", "risk"), "audit"),
        ],
    )
    def test_is_reviewed_by_the_first_that_there_is(
        self, assigned: Assign, missing: tuple[str, ...], reviewer: str
    ) -> None:
        departments = {**without(*missing), "consumer": "零售部: front cp_lead"}
        assert reviewer in assigned(departments=departments).ids("2.3-07", "supporting")

    def test_doesnt_review_itself(self, assigned: Assign) -> None:
        departments = {"consumer": "零售合规部: front cp_lead compliance", "risk": "风险部: middle risk"}
        outcome = assigned(departments=departments)
        assert "由风险部复核" in outcome["2.2-09"].reason

    def test_submits_its_own_products_all_the_same(self, assigned: Assign) -> None:
        departments = {**DEPARTMENTS, "consumer": "零售部: front cp_lead product"}
        assert "consumer" in assigned(departments=departments).ids("2.2-10")

    def test_one_behind_has_what_it_handles_itself_reviewed_without_a_warning(self, assigned: Assign) -> None:
        outcome = assigned()
        assert "消保牵头部门自身承办的事项由法律合规部复核" in outcome["2.2-09"].reason
        assert outcome.said("warning") == ""

    def test_one_that_only_leads_needs_none(self, assigned: Assign) -> None:
        departments = {**DEPARTMENTS, "consumer": "消保部: back cp_lead", "call": "客服中心: back complaints"}
        assert "复核" not in assigned(departments=departments)["2.2-09"].reason


CENTRE = {**DEPARTMENTS, "technology": "信息科技部: middle"}


class TestCentralisation:
    def test_moves_a_function_to_the_superior_and_leaves_the_others(self, assigned: Assign) -> None:
        outcome = assigned(departments=CENTRE, tiers="city_branch", superior="总行", centralised=("it",))
        assert outcome.ids("2.2-02") == ["retail", "operations", "risk"]
        assert "superior" in outcome.ids("2.2-02", "supporting")

    def test_makes_a_duty_of_that_function_alone_the_superiors(self, assigned: Assign) -> None:
        outcome = assigned(
            departments=without("audit"), tiers="city_branch", superior="总行", centralised=("audit",)
        )
        assert outcome["2.3-11"].status is Status.SUPERIOR
        assert outcome.ids("2.3-11") == ["superior"]
        assert outcome.ids("2.3-11", "supporting") == ["consumer", "law"]
        assert "未设审计" not in outcome["2.3-11"].reason


BRANCH = {
    "chair": "行长: chief",
    "deputy": "副行长: cp_deputy, oversees consumer",
    "vice": "副行长: other, oversees retail",
    "secretary": "纪委书记: discipline_secretary, oversees watch",
}


class TestLevels:
    SECTION_3_1 = tuple(f"3.1-{number:02}" for number in range(1, 10))

    def test_a_head_office_without_levels_has_no_units_to_see_to(self, assigned: Assign) -> None:
        outcome = assigned()
        for duty in ("3.1-02", "3.1-03", "3.1-08", "3.1-09", "4.1-10"):
            assert outcome[duty].status is Status.NOT_APPLICABLE, duty
            assert "下辖" in outcome[duty].reason, duty
        assert outcome.ids("3.1-01") == ["consumer"]
        assert outcome.ids("3.1-04") == ["personnel"]

    @pytest.mark.parametrize("duty", ["3.1-02", "3.1-08", "4.1-10"])
    def test_a_head_office_with_levels_has(self, assigned: Assign, duty: str) -> None:
        assert assigned(below="outlet").ids(duty) == ["consumer"]

    @pytest.mark.parametrize(
        "duty", ["2.1-02", "2.3-16", "4.1-04", "4.2-01", "4.2-07", "4.2-12", "4.3-02", "4.3-08"]
    )
    def test_what_the_notice_asks_of_every_institution_binds_the_levels_too(
        self, assigned: Assign, duty: str
    ) -> None:
        alone, above = assigned(), assigned(below="city_branch outlet")
        assert above.ids(duty) == [*alone.ids(duty), "city_branch", "outlet"]
        assert [party.id for party in above[duty].bound_overseen_by] == [DEPUTY]

    def test_what_it_asks_of_superiors_binds_those_that_have_units_themselves(self, assigned: Assign) -> None:
        assert assigned(below="city_branch county_branch outlet").ids("4.1-10") == [
            *("consumer", "city_branch", "county_branch")
        ]

    def test_what_a_department_alone_can_do_binds_no_level(self, assigned: Assign) -> None:
        outcome = assigned(below="city_branch outlet")
        for duty in ("2.2-09", "2.3-01", "4.1-02", "4.4-01"):
            assert not outcome[duty].bound, duty

    @pytest.mark.parametrize(
        ("below", "duty", "expected"),
        [
            ("city_branch outlet", "3.2-01", ["city_branch", "outlet"]),
            ("city_branch outlet", "3.2-10", ["city_branch"]),
            ("city_branch outlet", "3.2-24", ["outlet"]),
            ("tier1_branch city_branch county_branch", "3.2-01", ["tier1_branch", "city_branch", "county_branch"]),
            ("tier1_branch city_branch county_branch", "3.2-20", ["county_branch"]),
            ("county_branch outlet", "3.2-30", ["county_branch", "outlet"]),
        ],
    )
    def test_the_branches_duties_land_on_the_levels(
        self, assigned: Assign, below: str, duty: str, expected: list[str]
    ) -> None:
        outcome = assigned(below=below)
        assert outcome[duty].status is Status.ASSIGNED
        assert outcome.ids(duty) == expected
        assert outcome.ids(duty, "supporting") == ["consumer"]
        assert outcome.ids(duty, "overseen_by") == [DEPUTY]

    @pytest.mark.parametrize(
        ("below", "duty"),
        [("", "3.2-01"), ("outlet", "3.2-10"), ("city_branch", "3.2-20"), ("tier1_branch", "3.2-24")],
    )
    def test_levels_that_arent_there_carry_nothing(self, assigned: Assign, below: str, duty: str) -> None:
        outcome = assigned(below=below)
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert outcome[duty].reason

    @pytest.mark.parametrize("tiers", ["city_branch", "county_branch", "outlet"])
    @pytest.mark.parametrize("duty", SECTION_3_1)
    def test_what_binds_upper_levels_doesnt_bind_lower_ones(self, assigned: Assign, tiers: str, duty: str) -> None:
        outcome = assigned(tiers=tiers, leaders=BRANCH)
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "层级" in outcome[duty].reason

    @pytest.mark.parametrize(
        ("tiers", "applies"),
        [
            ("tier1_branch", {"3.1-01", "3.2-01"}),
            ("city_branch", {"3.2-01", "3.2-10"}),
            ("city_branch tier1_branch", {"3.1-01", "3.2-01", "3.2-10"}),
            ("county_branch", {"3.2-01", "3.2-20"}),
            ("outlet", {"3.2-01", "3.2-20"}),
        ],
    )
    def test_a_branch_has_the_duties_of_its_own_tiers_on_its_departments(
        self, assigned: Assign, tiers: str, applies: set[str]
    ) -> None:
        outcome = assigned(tiers=tiers, leaders=BRANCH)
        for duty in ("3.1-01", "3.2-01", "3.2-10", "3.2-20"):
            assert outcome[duty].applies == (duty in applies), duty
        for duty in applies:
            kinds = {party.kind for party in outcome[duty].responsible}
            assert kinds <= {PartyKind.DEPARTMENT, PartyKind.LEADER}, duty

    def test_a_branch_with_outlets_hands_theirs_on(self, assigned: Assign) -> None:
        outcome = assigned(tiers="city_branch", below="outlet", leaders=BRANCH)
        assert outcome.ids("3.2-24") == ["outlet"]
        assert outcome.ids("3.2-01") == ["consumer", "outlet"]
        assert outcome.ids("3.2-19") == outcome.ids("4.1-10") == ["consumer"]

    def test_a_county_branch_with_outlets_is_a_superior_too(self, assigned: Assign) -> None:
        outcome = assigned(tiers="county_branch", below="outlet", leaders=BRANCH)
        assert outcome.ids("4.1-10") == ["consumer"]
        reached = outcome.ids("3.2-24")
        assert (reached[:2], reached[-1]) == (["retail", "consumer"], "outlet")
        assert {*reached} >= {*CONCERNED}

    def test_an_outlet_is_none(self, assigned: Assign) -> None:
        assert assigned(tiers="outlet", leaders=BRANCH)["4.1-10"].status is Status.NOT_APPLICABLE

    @pytest.mark.parametrize("tiers", ["tier1_branch", "city_branch", "county_branch", "outlet"])
    def test_a_branch_reports_upwards_what_is_its_superiors(self, assigned: Assign, tiers: str) -> None:
        outcome = assigned(tiers=tiers, leaders=BRANCH, superior="总行")
        assert outcome.ids("4.3-06") == CONCERNED

    def test_a_head_office_leaves_that_to_its_levels(self, assigned: Assign) -> None:
        outcome = assigned(below="city_branch outlet")
        assert outcome.ids("4.3-06") == ["city_branch", "outlet"]
        assert "没有上级机构" in outcome["4.3-06"].reason

    def test_a_head_office_alone_has_nobody_to_report_to(self, assigned: Assign) -> None:
        outcome = assigned()
        assert outcome["4.3-06"].status is Status.NOT_APPLICABLE
        assert "没有上级机构" in outcome["4.3-06"].reason

    def test_a_head_office_that_something_counts_as_superior_of_reports(self, assigned: Assign) -> None:
        assert assigned(superior="山东省农村信用社联合社").ids("4.3-06") == CONCERNED

    @pytest.mark.parametrize("duty", ["4.1-08", "4.1-09"])
    def test_what_concerns_others_binds_a_head_office_too(self, assigned: Assign, duty: str) -> None:
        assert assigned().ids(duty) == ["consumer", *OTHERS_CONCERNED]


ALONE = {"chair": "行长: chief cp_deputy"}


class TestAnOutletWithoutDepartments:
    @pytest.mark.parametrize("tiers", ["county_branch", "outlet"])
    @pytest.mark.parametrize("duty", ["2.3-03", "4.1-06", "4.2-12"])
    def test_has_its_chief(self, assigned: Assign, tiers: str, duty: str) -> None:
        outcome = assigned(tiers=tiers, leaders=ALONE, departments={}, bodies={}, superior="分行")
        assert outcome.ids(duty) == [CHIEF]
        assert outcome.ids(duty, "overseen_by") == []

    @pytest.mark.parametrize(
        ("duty", "bound"),
        [
            ("2.1-02", ["front_staff"]),
            ("2.3-16", ["all_staff"]),
            ("3.2-24", ["all_staff"]),
            ("3.2-26", [CHIEF, "all_staff"]),
            ("4.2-02", [CHIEF, "all_staff"]),
            ("4.2-05", ["all_staff"]),
        ],
    )
    def test_has_staff_that_the_notice_binds(self, assigned: Assign, duty: str, bound: list[str]) -> None:
        outcome = assigned(tiers="outlet", leaders=ALONE, departments={}, bodies={}, superior="分行")
        assert outcome.ids(duty) == bound
        assert outcome.ids(duty, "overseen_by") == ([] if CHIEF in bound else [CHIEF])

    def test_has_posts_in_place_of_staff_that_works_with_customers(
        self, assigned: Assign, institution: Callable[..., Institution]
    ) -> None:
        own = institution(tiers="outlet", leaders=ALONE, departments={}, bodies={}, superior="分行")
        post = Leader("manager", "客户经理", (), functions=("marketing",))
        outcome = assigned(replace(own, leaders=(*own.leaders, post)))
        assert outcome.ids("2.1-02") == ["manager"] == [p.id for p in outcome["2.1-01"].borne_by]
        assert outcome.ids("4.2-05") == ["all_staff"]

    @pytest.mark.parametrize(
        "duty", ["2.1-06", "2.2-01", "2.2-02", "2.2-07", "2.2-08", "2.2-10", "2.3-08", "4.1-02", "4.3-03", "4.4-02"]
    )
    def test_leaves_the_institutions_own_duties_to_the_superior(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(tiers="outlet", leaders=ALONE, departments={}, bodies={}, superior="分行")
        assert outcome[duty].status is Status.SUPERIOR
        assert (outcome.ids(duty), outcome.ids(duty, "supporting")[0]) == (["superior"], CHIEF)
        assert outcome[duty].local_part

    @pytest.mark.parametrize("duty", ["2.1-06", "2.2-02", "4.3-03"])
    def test_so_does_a_county_branch_with_some_of_them(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(tiers="county_branch", leaders=BRANCH, superior="分行")
        assert outcome[duty].status is Status.SUPERIOR
        assert outcome["2.2-08"].status is Status.ASSIGNED

    def test_says_so(self, assigned: Assign) -> None:
        outcome = assigned(tiers="outlet", leaders={"chair": "主任: chief cp_deputy"}, departments={}, bodies={})
        assert "本级不设部门，由全体人员承担" in outcome["2.3-16"].reason

    def test_with_departments_has_them(self, assigned: Assign) -> None:
        outcome = assigned(tiers="outlet", leaders=THREE, departments=HALL, bodies={})
        assert outcome.ids("2.1-02") == ["hall"]
        assert outcome.ids("3.2-24") == ["hall", "back"]
        assert outcome.ids("2.1-02", "overseen_by") == ["vice"]

    def test_lacks_only_who_watches(self, assigned: Assign) -> None:
        outcome = assigned(tiers="outlet", leaders={"chair": "行长: chief cp_deputy"}, departments={}, bodies={})
        assert {duty[:4] for duty in outcome.gaps} == {"1.4-", "2.3-"}


POWERS = ("2.3-14", "2.3-15")


class TestWhoHasThePower:
    """调查、惩戒和党内监督：没有权限的核实、建议、移送。"""

    @pytest.mark.parametrize("duty", POWERS)
    def test_the_department_of_discipline_has_it(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(party="党委")
        assert outcome.ids(duty) == ["watch"]
        assert not outcome[duty].powerless

    @pytest.mark.parametrize("duty", POWERS)
    @pytest.mark.parametrize("name", ["综合管理部", "法律合规部"])
    def test_another_department_with_that_function_has_not(self, assigned: Assign, duty: str, name: str) -> None:
        outcome = assigned(departments={**DEPARTMENTS, "watch": f"{name}: back discipline hr"}, party="党委")
        assert outcome[duty].powerless
        assert "有权机构" in outcome[duty].reason

    @pytest.mark.parametrize("duty", POWERS)
    def test_a_substitute_outside_the_party_has_not(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(leaders=SUBSTITUTE, substitute=("officer", "discipline_secretary"), party="none")
        assert outcome[duty].powerless
        assert outcome[duty].status is Status.ASSIGNED

    @pytest.mark.parametrize("duty", POWERS)
    def test_where_there_is_a_superior_it_acts(self, assigned: Assign, duty: str) -> None:
        leaders = {**SUBSTITUTE, "officer": "支部纪检委员: discipline_secretary"}
        outcome = assigned(leaders=leaders, tiers="county_branch", superior="分行", party="党支部")
        assert outcome[duty].status is Status.SUPERIOR
        assert "移送有权机构决定" in outcome[duty].local_part

    @pytest.mark.parametrize("duty", ["1.4-03", "1.4-07"])
    def test_the_partys_supervision_is_no_ones_outside_it(self, assigned: Assign, duty: str) -> None:
        outcome = assigned(leaders=SUBSTITUTE, substitute=("officer", "discipline_secretary"), party="党委")
        assert outcome[duty].status is Status.NOT_APPLICABLE
        assert "不是党的组织的人员" in outcome[duty].reason

    def test_a_branch_of_the_party_is_appraised_by_the_one_above(self, assigned: Assign) -> None:
        leaders = {**SUBSTITUTE, "officer": "支部纪检委员: discipline_secretary"}
        outcome = assigned(leaders=leaders, tiers="outlet", superior="分行", party="党支部")
        assert outcome["1.4-03"].status is Status.SUPERIOR
        assert outcome.ids("1.4-07") == ["officer"]

    def test_accountability_is_not_the_complaints_departments(self, assigned: Assign) -> None:
        departments = {**DEPARTMENTS, "watch": "消保纪检部: back discipline", "consumer": "消保部: back cp_lead hr"}
        assert assigned(departments=departments).ids("4.4-01") == ["watch"]
        departments["watch"] = "客服部: back discipline complaints"
        assert assigned(departments=departments).ids("4.4-01") == ["personnel"]

    def test_a_department_of_discipline_and_more_keeps_the_rest(self, assigned: Assign) -> None:
        departments = {**DEPARTMENTS, "watch": "综合管理部: back discipline hr training office"}
        outcome = assigned(departments=departments)
        assert "watch" in outcome.ids("2.3-08")
        assert "watch" in outcome.ids("2.3-09")


class TestTheProfilesDecisions:
    def decide(self, assigned: Assign, duty: str, **how: Any) -> Any:
        return assigned(decisions=[Decision(duty, **how)], below="city_branch outlet", superior="集团")

    def test_another_lead(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "4.2-11", lead="risk", reason="本行应急归口风险管理部")
        assert outcome.ids("4.2-11") == ["risk", "city_branch", "outlet"]
        assert "risk" not in outcome.ids("4.2-11", "supporting")
        assert outcome["4.2-11"].rule == "profile"
        assert outcome["4.2-11"].reason == "本行应急归口风险管理部"

    def test_another_lead_has_its_own_overseer(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "4.3-02", lead="law")
        assert outcome.ids("4.3-02", "overseen_by") == ["risk_officer"]

    @pytest.mark.parametrize("support", [(), ("risk",), ("vice", "law", "city_branch")])
    def test_other_support(self, assigned: Assign, support: tuple[str, ...]) -> None:
        outcome = self.decide(assigned, "2.2-09", support=support)
        assert outcome.ids("2.2-09", "supporting") == list(support)
        assert outcome.ids("2.2-09") == ["consumer"]

    @pytest.mark.parametrize("overseen_by", [(), ("vice",), (CHIEF, "vice")])
    def test_other_overseers(self, assigned: Assign, overseen_by: tuple[str, ...]) -> None:
        outcome = self.decide(assigned, "2.2-09", overseen_by=overseen_by)
        assert outcome.ids("2.2-09", "overseen_by") == list(overseen_by)

    def test_the_lead_doesnt_support_itself(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "2.2-09", lead="risk", support=("risk", "law"))
        assert (outcome.ids("2.2-09"), outcome.ids("2.2-09", "supporting")) == (["risk"], ["law"])

    def test_the_superior_does_it(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "2.3-11", performed_by="superior", local_part="配合检查，落实整改")
        assert outcome["2.3-11"].status is Status.SUPERIOR
        assert outcome.ids("2.3-11") == ["superior"]
        assert outcome.ids("2.3-11", "supporting") == ["audit", "consumer", "law"]
        assert outcome["2.3-11"].decision.local_part == "配合检查，落实整改"
        assert "上级机构" in outcome["2.3-11"].reason

    def test_the_superior_does_it_with_whom_the_profile_says(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "2.3-11", performed_by="superior", support=("law",))
        assert outcome.ids("2.3-11", "supporting") == ["law"]

    def test_the_superior_does_it_even_where_none_is_named(self, assigned: Assign) -> None:
        outcome = assigned(decisions=[Decision("2.3-11", performed_by="superior")])
        assert outcome.ids("2.3-11") == ["superior"]

    def test_it_doesnt_apply(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "3.1-08", not_applicable="尚未设立分支机构")
        assert outcome["3.1-08"].status is Status.NOT_APPLICABLE
        assert outcome["3.1-08"].reason == "尚未设立分支机构"
        assert outcome.ids("3.1-08") == []

    @pytest.mark.parametrize("how", [{"frequency": "按件"}, {"evidence": "意见书"}, {"measure": "逐件会签"}])
    def test_own_words_change_nobody(self, assigned: Assign, how: dict[str, str]) -> None:
        plain, decided = (
            assigned(below="city_branch outlet", superior="集团"),
            self.decide(assigned, "2.2-09", **how),
        )
        assert decided["2.2-09"].rule == plain["2.2-09"].rule
        assert decided.ids("2.2-09") == plain.ids("2.2-09")
        assert decided["2.2-09"].decision is not None

    def test_a_lead_closes_a_gap(self, assigned: Assign) -> None:
        decisions = [Decision("2.1-06", lead="personnel")]
        outcome = assigned(departments=without("sales_management"), decisions=decisions)
        assert outcome["2.1-06"].status is Status.ASSIGNED
        assert outcome.ids("2.1-06") == ["personnel"]
        assert "2.1-06" not in outcome.gaps

    def test_a_lead_silences_the_fallback_that_it_replaces(self, assigned: Assign) -> None:
        decisions = [Decision("4.1-08", lead="risk")]
        outcome = assigned(departments=without("complaints"), decisions=decisions)
        assert "4.1-09" in outcome.concerned("投诉处理")
        assert "4.1-08" not in outcome.concerned("投诉处理")

    def test_a_ground_stays_a_ground(self, assigned: Assign) -> None:
        outcome = self.decide(assigned, "4.4-03", lead="personnel")
        assert (outcome["4.4-03"].status, outcome.ids("4.4-03")) == (Status.GROUND, ["personnel"])

    @pytest.mark.parametrize("lead", [CHIEF, "committee", "city_branch", "superior", "law"])
    def test_anybody_can_lead(self, assigned: Assign, lead: str) -> None:
        assert self.decide(assigned, "2.3-03", lead=lead).ids("2.3-03") == [lead]

    def test_another_lead_leaves_the_units_below_bound(self, assigned: Assign) -> None:
        assert self.decide(assigned, "4.2-13", lead="law").ids("4.2-13") == ["law", "city_branch", "outlet"]
        assert self.decide(assigned, "4.2-13", lead="outlet").ids("4.2-13") == ["outlet", "city_branch"]

    def test_nothing_else_moves(self, assigned: Assign) -> None:
        plain = assigned(below="city_branch outlet", superior="集团")
        decided = self.decide(assigned, "4.2-11", lead="risk")
        assert [a for a in decided.assigned.assignments if a.duty.id != "4.2-11"] == [
            a for a in plain.assigned.assignments if a.duty.id != "4.2-11"
        ]


def overlaps(assignment: Any) -> set[str]:
    """Who is responsible and something else beside."""
    responsible = {party.id for party in assignment.responsible}
    others = {
        party.id
        for part in ("supporting", "overseen_by", "supervised_by", "deliberated_by", "approved_by")
        for party in getattr(assignment, part)
    }
    return responsible & others


def check_invariants(outcome: Any, institution: Institution) -> None:
    """What holds in every institution, whatever its shape."""
    known = {leader.id for leader in institution.leaders} | {d.id for d in institution.departments}
    known |= set(institution.bodies) | {level.tier.value for level in institution.levels_below}
    known |= {"institution", "party_organisation", "superior", "all_staff", "front_staff"}
    for a in outcome.assigned.assignments:
        assert bool(a.responsible) == (a.status in (Status.ASSIGNED, Status.GROUND, Status.SUPERIOR)), a.duty.id
        assert not overlaps(a), a.duty.id
        assert a.reason, a.duty.id
        parties = [*a.responsible, *a.supporting, *a.overseen_by, *a.supervised_by, *a.borne_by]
        assert {party.id for party in parties} <= known, a.duty.id
        for part in ("responsible", "supporting", "overseen_by", "supervised_by"):
            ids = outcome.ids(a.duty.id, part)
            assert len(ids) == len(set(ids)), a.duty.id
        assert {party.kind for party in a.overseen_by} <= {PartyKind.LEADER, PartyKind.BODY}, a.duty.id
    assert outcome.gaps == [a.duty.id for a in outcome.assigned.assignments if a.status is Status.GAP]
    assert sum(outcome.assigned.summary.values()) == len(outcome.assigned.assignments)


FUNCTIONS = sorted(vocabulary.terms()["functions"])
ROLES = sorted(vocabulary.terms()["leader_roles"])
TIER_NAMES = ["tier1_branch", "city_branch", "county_branch", "outlet"]


@st.composite
def shapes(draw: st.DrawFn) -> dict[str, Any]:
    """Institutions of every shape, sensible or not."""
    names = [f"d{number}" for number in range(draw(st.integers(0, 6)))]
    departments = {
        name: "部门"
        + name
        + ": "
        + " ".join(
            draw(st.lists(st.sampled_from(["front", "middle", "back"]), max_size=2, unique=True))
            + draw(st.lists(st.sampled_from(FUNCTIONS), max_size=5, unique=True))
        )
        for name in names
    }
    leaders = {
        f"l{number}": f"职务{number}: "
        + " ".join(draw(st.lists(st.sampled_from(ROLES), max_size=3, unique=True)))
        + ", oversees "
        + " ".join(draw(st.lists(st.sampled_from(names or [""]), max_size=3, unique=True)))
        for number in range(draw(st.integers(0, 5)))
    }
    bodies = draw(
        st.lists(st.sampled_from(["committee", "deliberation", "board_committee"]), max_size=3, unique=True)
    )
    own = draw(st.sampled_from(["legal_entity", *TIER_NAMES]))
    lower = TIER_NAMES[(TIER_NAMES.index(own) + 1) if own in TIER_NAMES else 0 :]
    below = draw(st.lists(st.sampled_from(lower), unique=True, max_size=4)) if lower else []
    return {
        "departments": departments,
        "leaders": leaders,
        "bodies": {name: Body(name, name) for name in bodies},
        "tiers": own + draw(st.sampled_from(["", " tier1_branch" if own == "city_branch" else ""])),
        "below": " ".join(sorted(below, key=TIER_NAMES.index)),
        "party": draw(st.sampled_from(["党委", "none", ""])),
        "superior": draw(st.sampled_from([None, "总行"])),
        "centralised": tuple(draw(st.lists(st.sampled_from(FUNCTIONS), max_size=2, unique=True))),
    }


@pytest.mark.soak
@settings(max_examples=times(50, 10_000))
@given(shape=shapes())
def test_whatever_the_institution_each_assigned_duty_has_somebody_and_nobody_two_parts(
    shape: dict[str, Any], institution: Callable[..., Institution], assigned: Assign
) -> None:
    built = institution(**shape)
    check_invariants(assigned(built), built)


def test_assigning_is_pure(institution: Callable[..., Institution], pack: Pack) -> None:
    own = institution(below="city_branch outlet", decisions=[Decision("2.2-09", lead="law")])
    before = copy.deepcopy((pack.notice, own))
    names = {role.id: role.name for role in pack.roles.values()}
    first = assign(pack.notice, pack.rules, names, own, "p")
    second = assign(pack.notice, pack.rules, names, own, "p")
    assert (first.assignments, first.findings) == (second.assignments, second.findings)
    assert (pack.notice, own) == before


def test_assigning_doesnt_depend_on_what_was_assigned_before(
    assigned: Assign, institution: Callable[..., Institution]
) -> None:
    plain = assigned().assigned
    assigned(tiers="outlet", leaders=ONE_PERSON, departments={}, bodies={})
    assert assigned().assigned.assignments == plain.assignments


def test_everything_between_the_stages_is_frozen(assigned: Assign) -> None:
    for value in walk(assigned()["2.2-02"]):
        assert value.__dataclass_params__.frozen, type(value)


def walk(value: Any) -> Iterator[Any]:
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from walk(inner)


def test_findings_say_how_many_duties_they_concern(assigned: Assign) -> None:
    outcome = assigned(departments=without("complaints"))
    (found,) = [f for f in outcome.assigned.findings if f.rule == "no-complaints-department"]
    assert found.arguments["count"] == str(len(found.arguments["duties"].split("、")))
    assert (found.location.file, found.severity) == ("profile.yaml", Severity.WARNING)


def test_a_changed_institution_changes_only_what_depends_on_it(
    assigned: Assign, institution: Callable[..., Institution]
) -> None:
    own = institution()
    renamed = replace(own, departments=tuple(replace(d, name=d.name + "（筹）") for d in own.departments))
    one, other = assigned(own), assigned(renamed)
    for duty in ("2.1-02", "4.2-02", "2.3-16"):
        assert one.ids(duty) == other.ids(duty)

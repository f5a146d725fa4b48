"""Leaders and departments as a profile has them: who holds a post, acts in it, assists, what belongs where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cplist.profile.people import departments_of, leaders_of, own_duties_of, vacancies_of, with_lead_post

CHAIR: Mapping[str, Any] = {"id": "chair", "post": "董事长", "roles": ["chief"]}
VICE: Mapping[str, Any] = {"id": "vice", "post": "副行长", "roles": ["other"], "oversees": ["retail", "card"]}
CRO: Mapping[str, Any] = {"id": "cro", "post": "首席风险官", "roles": ["other"], "oversees": ["risk"]}
LAW: Mapping[str, Any] = {"id": "law", "name": "法律合规部", "lines": ["back"]}
CP: Mapping[str, Any] = {"id": "cp", "name": "消费者权益保护部", "lines": ["back"], "parent": "law"}


class TestAVacantPost:
    def test_is_no_leader(self) -> None:
        assert [leader.id for leader in leaders_of([CHAIR, {**CRO, "vacant": "true"}], [])] == ["chair"]

    def test_keeps_its_rank_and_says_who_acts(self) -> None:
        entries = [CHAIR, {**CRO, "vacant": "true", "acting": "vice"}, VICE]
        (vacancy,) = vacancies_of(entries)
        assert (vacancy.id, vacancy.acting, vacancy.before) == ("cro", "vice", "vice")

    def test_gives_its_roles_and_departments_to_who_acts_in_it(self) -> None:
        secretary = {**CRO, "roles": ["discipline_secretary"], "vacant": "true", "acting": "vice"}
        vice = leaders_of([CHAIR, secretary, VICE], [])[1]
        assert vice.roles == ("other", "discipline_secretary")
        assert vice.oversees == ("retail", "card", "risk")
        assert vice.acts_for == ("cro",)

    def test_has_nobody_where_who_is_to_act_is_not_there_either(self) -> None:
        other = {**VICE, "vacant": "true"}
        assert [v.acting for v in vacancies_of([CHAIR, {**CRO, "vacant": "true", "acting": "vice"}, other])] == [
            "",
            "",
        ]


class TestWhoAssists:
    def test_oversees_none_of_the_departments_of_both(self) -> None:
        assistant = {
            "id": "a",
            "post": "行长助理",
            "roles": ["other"],
            "assists": "vice",
            "oversees": ["card", "it"],
        }
        leader = leaders_of([CHAIR, VICE, assistant], [])[2]
        assert (leader.oversees, leader.assists_with) == (("it",), ("card",))

    def test_assists_with_all_of_them_where_nothing_is_said(self) -> None:
        leader = leaders_of([VICE, {"id": "a", "post": "行长助理", "roles": [], "assists": "vice"}], [])[1]
        assert (leader.oversees, leader.assists_with) == ((), ("retail", "card"))

    def test_assists_with_what_belongs_to_them_too(self) -> None:
        entries = [{**VICE, "oversees": ["law"]}, {"id": "a", "post": "行长助理", "roles": [], "assists": "vice"}]
        assert leaders_of(entries, [LAW, CP])[1].assists_with == ("law", "cp")


class TestADepartmentOfTheSecondRank:
    def test_is_overseen_with_its_parent(self) -> None:
        deputy = {**VICE, "oversees": ["law"]}
        below = {**CP, "id": "complaints", "parent": "cp"}
        assert leaders_of([deputy], [LAW, CP, below])[0].oversees == ("law", "cp", "complaints")

    def test_keeps_an_overseer_of_its_own(self) -> None:
        leaders = leaders_of([{**VICE, "oversees": ["law"]}, {**CRO, "oversees": ["cp"]}], [LAW, CP])
        assert [leader.oversees for leader in leaders] == [("law",), ("cp",)]

    def test_that_belongs_to_itself_ends_somewhere(self) -> None:
        assert leaders_of([{**VICE, "oversees": ["cp"]}], [{**CP, "parent": "cp"}])[0].oversees == ("cp",)


def test_whoever_comes_from_outside_has_words_for_it_or_none() -> None:
    entries = [{**CHAIR, "external": words} for words in ("true", "false", "市纪委监委")]
    assert [leader.external for leader in leaders_of(entries, [])] == ["true", "", "市纪委监委"]


def test_a_department_says_what_it_handles_and_whether_it_meets_consumers() -> None:
    (department,) = departments_of([{**LAW, "handles": {"complaints": "处理信访"}, "consumers": "none"}])
    assert (department.part_of("complaints"), department.part_of("hr")) == ("处理信访", "")
    assert not department.consumers


class TestThePostThatLeads:
    OFFICER: Mapping[str, Any] = {"id": "officer", "post": "消保专员", "roles": [], "functions": ["cp_lead"]}

    def test_is_the_one_that_the_profile_names(self) -> None:
        leaders = with_lead_post(leaders_of([CHAIR, self.OFFICER], []))
        assert [(leader.id, leader.at_work) for leader in leaders] == [("chair", False), ("officer", True)]

    def test_is_assumed_where_it_names_none_under_an_id_that_is_free(self) -> None:
        staff = {**CHAIR, "id": "staff", "functions": ["complaints"]}
        added = with_lead_post(leaders_of([staff], []))[-1]
        assert (added.id, added.post, added.functions) == ("staff_post", "消保人员", ("cp_lead", "complaints"))
        assert added.at_work and not added.roles


def test_own_duties_are_in_the_institutions_words() -> None:
    (duty,) = own_duties_of([{"id": "plan", "party": "cp", "text": "编制计划", "frequency": "每年一次"}])
    assert (duty.party, duty.text, duty.frequency, duty.measure) == ("cp", "编制计划", "每年一次", "")

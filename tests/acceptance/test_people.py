"""Leaders, departments and own duties in the documents: what is said of them is true, and everywhere alike."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafts import shipped

from cplist.core.findings import FindingsError, Severity
from cplist.core.messages import hint, message
from cplist.documents.checklist import generated
from cplist.documents.job import Inputs, Job
from cplist.documents.letters import Letter, letter_writer
from cplist.documents.request import NOTHING
from cplist.domain.assignment import Status
from cplist.draft import Draft
from cplist.pipeline import build
from cplist.profile.profile import read_profile

pytestmark = pytest.mark.slow

WHOLE = yaml.load(Path(__file__).with_name("every_key.yaml").read_text("utf-8"), yaml.BaseLoader)
Data = dict[str, Any]


def with_entry(data: Data, key: str, id_: str, /, **changed: Any) -> Data:
    """The profile with keys of one entry changed; None takes a key out."""
    data = copy.deepcopy(data)
    entry = next((entry for entry in data[key] if entry["id"] == id_), None)
    if entry is None:
        entry = {"id": id_}
        data[key].append(entry)
    entry |= changed
    for name in [name for name, value in changed.items() if value is None]:
        del entry[name]
    return data


def job_of(data: Data) -> Job:
    content = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    inputs = Inputs(read_profile(content, "p.yaml"), shipped(), NOTHING)
    return Job(inputs, build(inputs).draft)


@cache
def whole() -> Job:
    return job_of(WHOLE)


def paragraphs(draft: Draft) -> list[str]:
    return [paragraph for article in draft.text.articles for paragraph in article.paragraphs]


def said(draft: Draft, words: str) -> list[str]:
    return [paragraph for paragraph in paragraphs(draft) if words in paragraph]


def letters(job: Job, *wanted: str) -> Mapping[str, Letter]:
    made, _ = letter_writer(job).letters(wanted)
    return {letter.party.id: letter for letter in made}


def words_of(letter: Letter) -> str:
    return repr(letter.text)


def rules(draft: Draft, severity: Severity = Severity.WARNING) -> list[str]:
    return [found.rule for found in draft.findings if found.severity is severity and not found.accepted]


class TestAShortPost:
    def test_stands_in_the_articles_and_the_full_one_once(self) -> None:
        draft = whole().draft
        assert len(said(draft, "党委副书记、行长")) == 1
        assert said(draft, "主任是行长")

    def test_stands_in_full_in_the_leaders_own_letter(self) -> None:
        assert "党委书记、董事长" in words_of(letters(whole())["chair"])

    def test_of_several_is_told_apart(self) -> None:
        data = with_entry(WHOLE, "leaders", "vp1", post="党委委员、副行长", short_post="副行长")
        assert said(job_of(data).draft, "分管消保工作的副行长，是指党委委员、副行长")


class TestTwoOfOnePost:
    def test_are_told_apart_in_the_same_way(self) -> None:
        draft = job_of(with_entry(WHOLE, "leaders", "vp1", name=None)).draft
        assert not said(draft, "副行长（立群）")
        assert "parties-alike" not in rules(draft)

    def test_whom_nothing_tells_apart_are_a_finding(self) -> None:
        data = with_entry(WHOLE, "leaders", "vp3", post="副行长", roles=[])
        assert rules(job_of(data).draft).count("parties-alike") == 1


class TestAVacantPost:
    def test_has_no_duty_no_row_and_no_letter(self) -> None:
        job = whole()
        assert "cro" not in {p.id for a in job.draft.assigned.assignments for p in a.responsible}
        assert "cro" not in letters(job)

    def test_is_acted_in_by_who_is_named(self) -> None:
        draft = whole().draft
        assert said(draft, "首席风险官职务空缺期间，分管个人金融部等的副行长代行其职责。")
        risk = draft.assigned.finders.party("risk")
        assert [p.id for p in draft.assigned.finders.role("overseer", (risk,)).parties if risk] == ["vp2"]

    def test_in_which_nobody_acts_is_one_finding(self) -> None:
        found = rules(job_of(with_entry(WHOLE, "leaders", "cro", acting=None)).draft)
        assert found == ["vacant-post"]

    def test_of_the_deputy_leaves_gaps_and_no_error(self) -> None:
        data = with_entry(WHOLE, "leaders", "vp1", vacant="true", name=None, signs_with=None)
        draft = job_of(data).draft
        assert {*rules(draft)} == {"vacant-post", "gap"}
        assert not rules(draft, Severity.ERROR)
        gaps = {a.duty.id for a in draft.assigned.assignments if a.status is Status.GAP}
        assert gaps == {a.duty.id for a in draft.assigned.assignments if a.duty.rule == "A2"}

    def test_has_its_short_form_explained_with_the_others(self) -> None:
        data = with_entry(WHOLE, "leaders", "cro", post="党委委员、首席风险官", short_post="首席风险官")
        assert said(job_of(data).draft, "首席风险官，是指党委委员、首席风险官")

    def test_may_chair_a_body_by_who_acts(self) -> None:
        data = copy.deepcopy(WHOLE)
        data["bodies"]["committee"]["chair"] = "cro"
        assert str(job_of(data).draft.context["committee_chair"]) == "副行长（立群）"


class TestWhoAssists:
    def test_is_no_second_overseer(self) -> None:
        assert "department-overseen-by-two" not in rules(whole().draft)
        assert said(whole().draft, "行长助理协助分管个人金融部等的副行长分管信用卡中心。")

    def test_and_does_nothing_else_is_said_to_assist_among_those_who_oversee(self) -> None:
        draft = job_of(with_entry(WHOLE, "leaders", "assistant", oversees=None)).draft
        assert said(draft, "协助分管个人金融部等的副行长分管个人金融部")
        assert not said(draft, "行长助理的分管领域")

    def test_is_a_second_overseer_without_that_word(self) -> None:
        draft = job_of(with_entry(WHOLE, "leaders", "assistant", assists=None)).draft
        assert "department-overseen-by-two" in rules(draft)


class TestWhoHasNoShare:
    SECRETARY: Mapping[str, Any] = {"post": "董事会秘书", "name": "秋白", "roles": []}

    def test_has_no_letter_and_no_place_in_the_lists(self) -> None:
        job = job_of(with_entry(WHOLE, "leaders", "secretary", **self.SECRETARY))
        assert "secretary" not in letters(job)
        assert "秋白" not in repr(job.draft.text)
        assert said(job.draft, "董事会秘书、信息科技部不签订消保工作责任书")

    def test_has_a_letter_where_somebody_asks_for_it(self) -> None:
        job = job_of(with_entry(WHOLE, "leaders", "secretary", **self.SECRETARY))
        assert {*letters(job, "secretary")} == {"secretary"}

    def test_has_one_for_a_duty_of_the_institutions_own(self) -> None:
        data = with_entry(WHOLE, "leaders", "secretary", **self.SECRETARY)
        data = with_entry(data, "own_duties", "report", party="secretary", text="向董事会转报消保工作报告")
        assert "向董事会转报消保工作报告" in words_of(letters(job_of(data))["secretary"])

    def test_who_oversees_nothing_is_in_no_article_as_such(self) -> None:
        data = with_entry(WHOLE, "leaders", "cfo", post="首席财务官", roles=["other"])
        assert not said(job_of(data).draft, "没有分管部门")


class TestADutyOfTheInstitutionsOwnForUnits:
    @staticmethod
    def given(party: str) -> Job:
        return job_of(with_entry(WHOLE, "own_duties", "visit", party=party, text="每月走访客户"))

    @pytest.mark.parametrize(("party", "by"), [("cities", "分行"), ("small", "小微金融专营中心")])
    def test_stands_in_the_list_of_levels(self, party: str, by: str) -> None:
        before, _, after = repr(self.given(party).draft.text.blocks).rpartition("本清单列示由下辖各层级机构承担")
        assert f"自行规定，由{by}承担（本机构自定）" in after
        assert after.count("每月走访客户") == 1
        assert "每月走访客户" not in before

    @pytest.mark.parametrize(
        ("party", "signing"),
        [("small", {"special"}), ("city_branch", {"cities", "special"}), ("cities", {"cities"})],
    )
    def test_stands_in_the_letters_of_those_whom_it_binds(self, party: str, signing: set[str]) -> None:
        made = letters(self.given(party))
        assert {id_ for id_, letter in made.items() if "每月走访客户" in words_of(letter)} == signing


def test_who_chairs_the_board_signs_with_nobody_below_it() -> None:
    data = with_entry(WHOLE, "leaders", "chair", roles=["other"], signs_with=None)
    letter = words_of(letters(job_of(with_entry(data, "leaders", "president", roles=["chief"])))["chair"])
    assert "上一级责任人按照管理权限确定。" in letter
    assert "行长" not in letter.partition("签字")[2]


class TestWhoComesFromOutside:
    def test_signs_no_letter_about_the_institutions_accountability(self) -> None:
        assert "watch" not in letters(whole())
        assert said(whole().draft, "驻行纪检监察组组长是上级纪检监察机关派出的人员，不属于我行人员")


def test_leaders_stand_in_the_order_of_the_profile() -> None:
    data = copy.deepcopy(WHOLE)
    data["bodies"] = {}  # whose rows name leaders too
    for entry in data["leaders"]:
        entry["roles"] = ["cp_deputy", "other"] if entry["id"] == "vp2" else entry["roles"]
        if entry["id"] == "vp1":
            entry["roles"] = ["other"]
    job = job_of(data)
    text = repr(job.draft.text)
    chart = text[text.index("责任主体和责任定性") :]
    names = ["孟岩", "海川", "建国", "玉洁", "立群", "小舟"]
    places = [chart.index(name) for name in names]
    assert places == sorted(places)
    order = ["chair", "vp1", "vp2", "assistant"]
    assert [id_ for id_ in letters(job) if id_ in order] == order


class TestADepartmentOfTheSecondRank:
    def test_signs_with_the_head_of_its_parent(self) -> None:
        letter = words_of(letters(whole())["consumer"])
        assert "法律合规部负责人" in letter
        assert "所属部门：法律合规部" in letter

    def test_is_said_once(self) -> None:
        assert len(said(whole().draft, "的二级部")) == 1

    def test_is_overseen_with_it(self) -> None:
        assert "消费者权益保护部" not in "".join(
            message(f, "zh") for f in whole().draft.findings if f.rule == "department-overseen-by-nobody"
        )


class TestASharedFunction:
    def test_says_of_each_department_what_it_handles(self) -> None:
        draft = whole().draft
        assert said(draft, "消保部（处理监管转办、信访渠道的投诉）、客户服务中心（处理客服热线、网点渠道的投诉）")
        of = {id_: words_of(letter) for id_, letter in letters(whole()).items() if id_ in ("consumer", "service")}
        assert "处理监管转办" in of["consumer"] and "处理监管转办" not in of["service"]
        reasons = [a.reason for a in draft.assigned.assignments if a.rule == "C7"]
        assert reasons and all("客户服务中心处理客服热线" in reason for reason in reasons)

    def test_of_the_lead_departments_is_no_warning_where_each_says_its_part(self) -> None:
        data = with_entry(
            WHOLE,
            "departments",
            "service",
            functions=["customer_service", "complaints", "cp_lead"],
            handles={"complaints": "处理客服热线的投诉", "cp_lead": "负责投诉管理和金融教育"},
        )
        assert "two-lead-departments" in rules(job_of(data).draft, Severity.ERROR)
        parts = {"complaints": "处理监管转办的投诉", "cp_lead": "负责消保审查和考核"}
        data = with_entry(data, "departments", "consumer", handles=parts)
        draft = job_of(data).draft
        assert "two-lead-departments" not in rules(draft, Severity.ERROR)
        assert said(draft, "消保部（负责消保审查和考核）、客户服务中心（负责投诉管理和金融教育）")


class TestBusinessWithoutConsumers:
    def test_takes_off_what_presupposes_one_and_nothing_else(self) -> None:
        draft = whole().draft
        exempt = {a.duty.id for a in draft.assigned.assignments if "market" in {p.id for p in a.exempt}}
        assert exempt and exempt <= {d.id for d in shipped().notice.duties if d.presupposes}
        kept = {a.duty.id for a in draft.assigned.assignments if "market" in {p.id for p in a.responsible}}
        assert {"2.2-10", "4.1-06", "4.2-05", "4.2-07", "4.1-09", "4.3-02"} <= kept
        assert {"4.1-08", "4.2-01", "4.2-02", "4.2-03"} <= exempt

    def test_is_shown_with_its_reason(self) -> None:
        reason = next(a.reason for a in whole().draft.assigned.assignments if a.duty.id == "2.1-03")
        assert reason.endswith("金融市场部的业务不面向消费者，对其不适用")
        assert "对本部门不适用" in words_of(letters(whole())["market"])

    def test_leaves_a_gap_where_nobody_else_is_left(self) -> None:
        data = copy.deepcopy(WHOLE)
        for department in data["departments"]:
            if "front" in department["lines"]:
                department["consumers"] = "none"
        gaps = {a.duty.id for a in job_of(data).draft.assigned.assignments if a.status is Status.GAP}
        assert {"2.1-02", "2.1-03"} <= gaps

    def test_takes_nothing_off_the_lead_department(self) -> None:
        data = with_entry(WHOLE, "departments", "consumer", consumers="none", lines=["front", "back"])
        assignments = job_of(data).draft.assigned.assignments
        assert "consumer" not in {p.id for a in assignments for p in a.exempt}

    def test_is_asked_of_no_prohibition(self) -> None:
        duties = [duty for duty in shipped().notice.duties if duty.presupposes]
        assert len(duties) == 19
        assert not [duty.id for duty in duties if duty.kind.value == "prohibition"]


class TestFunctionsOfATrade:
    def test_are_the_packs(self) -> None:
        assert "claims" in shipped().functions

    def test_take_part_where_the_notice_says_and_so_on(self) -> None:
        by_id = {a.duty.id: a for a in whole().draft.assigned.assignments}
        assert "collection" in {p.id for p in by_id["4.3-02"].responsible}

    def test_do_not_make_training_of_agents_the_institutions_training(self) -> None:
        data = with_entry(WHOLE, "departments", "retail", functions=["marketing", "product", "agency"])
        by_id = {a.duty.id: a for a in job_of(data).draft.assigned.assignments}
        assert "retail" not in {p.id for p in by_id["2.3-09"].responsible}

    def test_that_no_pack_has_are_named_with_the_nearest(self) -> None:
        content = yaml.safe_dump(
            with_entry(WHOLE, "departments", "law", functions=["collecton"]), allow_unicode=True
        )
        profile = read_profile(content.encode(), "p.yaml")
        assert not [found for found in profile.findings if found.severity is Severity.ERROR]
        (found,) = profile.function_findings(shipped().functions)
        assert (found.rule, found.arguments["near"]) == ("profile-not-allowed", "collection")


class TestOwnDuties:
    def test_stand_in_the_partys_letter_and_list_labelled_so(self) -> None:
        assert "每年编制金融教育工作计划" in words_of(letters(whole())["consumer"])
        assert "职责（本机构自定）" in words_of(letters(whole())["consumer"])
        assert "每年编制金融教育工作计划" in repr(whole().draft.text)

    def test_have_rows_of_their_own_in_the_workbook(self) -> None:
        sheet = next(sheet for sheet in generated(whole()).sheets if sheet.name == "自定职责")
        assert "plan|consumer" in repr(sheet)

    def test_are_none_of_the_notices(self) -> None:
        assert len(whole().draft.assigned.assignments) == 177


@pytest.mark.parametrize(
    ("id_", "key"), [("president", "letter"), ("tech", "letter"), ("watch", "external"), ("cro", "vacant")]
)
def test_who_signs_no_letter_gets_none_and_whoever_asks_for_it_is_told_why(id_: str, key: str) -> None:
    assert id_ not in letters(whole())
    with pytest.raises(FindingsError) as stopped:
        letters(whole(), id_)
    (found,) = stopped.value.findings
    assert (found.rule, found.arguments["because"]) == ("letter-none", key)


class TestWhoOverseesWhat:
    def test_of_a_chief_is_told_in_words_that_fit_a_chief(self) -> None:
        data = with_entry(WHOLE, "leaders", "chair", oversees=["finance"])
        data = with_entry(data, "leaders", "president", oversees=["office"])
        (found,) = [found for found in job_of(data).draft.findings if found.rule == "overseer-without-role"]
        assert "董事长是主要负责人，直接分管计划财务部" in message(found, "zh")
        assert "在 accept 写明理由" in hint(found, "zh") and "roles" not in hint(found, "zh")

    def test_is_a_warning_for_a_back_office_too_where_the_leader_has_no_role(self) -> None:
        data = with_entry(WHOLE, "leaders", "secretary", post="董事会秘书", roles=[], oversees=["strategy"])
        assert "overseer-without-role" in rules(job_of(data).draft)

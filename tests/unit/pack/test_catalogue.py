"""The shipped catalogue: the notice to the letter, and duties that somebody can be asked about."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cplist.core.findings import Finding
from cplist.domain.notice import Duty, Kind, Notice, Share
from cplist.pack.catalogue import catalogue_problems
from cplist.pack.notice import fingerprint
from cplist.pack.notice_schema import NOTICE
from cplist.pack.pack import Pack
from cplist.pack.references import ROLE, duties_of, references_of_rules
from cplist.schema.check import checked
from cplist.yamldoc.document import Document, read
from cplist.yamldoc.document import Path as YamlPath

SHANDONG = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"
GRADES = {
    "第一责任人",
    "最终责任",
    "重要领导责任",
    "直接领导责任",
    "监督责任",
    "直接责任",
    "统筹管理责任",
    "主体责任",
}
MODALS = {"应当", "应", "要", "承前", "不得", "不能", "可以", "是", "将", "参照执行", ""}
EMPTY_PHRASES = (
    *("加强领导", "提高认识", "高度重视", "认真落实", "切实履行", "切实加强", "扎实推进", "积极推进"),
    *("形成合力", "落到实处", "落实到位", "常抓不懈", "进一步加强", "进一步完善", "不断完善", "不断提升"),
    *("全面加强", "有效推进", "统一思想", "狠抓落实", "做好相关工作", "相关资料", "相关材料"),
    *("等等", "原则上", "按要求", "按规定执行", "零投诉", "特殊情况除外", "终身追责", "连带责任"),
)
AS_THE_NOTICES = re.compile(r"《?通知》?(?:要求|规定|明确)|(?:按|依|根据|按照|依照)《?通知|监管(?:要求|规定)")


@pytest.fixture(scope="module")
def notice(pack: Pack) -> Notice:
    return pack.notice


@pytest.fixture(scope="module")
def source() -> str:
    return (SHANDONG / "notice.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def acting(notice: Notice) -> list[Duty]:
    """The duties that aren't statements."""
    return [duty for duty in notice.duties if duty.kind is not Kind.STATEMENT]


def full_text(notice: Notice) -> str:
    """The notice as the catalogue gives it, one line for each of its paragraphs."""
    head = [notice.printed[key] for key in ("title", "number", "addressees")]
    body = [line for clause in notice.clauses for line in (clause.heading, clause.text) if line]
    return "\n".join([*head, *body, notice.printed["signature"], notice.printed["date"]])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def where(duties: Iterator[Duty] | list[Duty]) -> list[str]:
    return [duty.id for duty in duties]


class TestTheText:
    def test_it_is_the_notice_to_the_letter(self, notice: Notice, source: str) -> None:
        written = [notice.printed[key] for key in ("title", "number", "addressees")]
        for clause in notice.clauses:
            written += [clause.heading, clause.text]
        written += [notice.printed["signature"], notice.printed["date"]]
        assert squeezed("".join(written)) == squeezed(source)

    def test_each_paragraph_is_a_line_of_the_notice(self, notice: Notice, source: str) -> None:
        lines = [squeezed(line) for line in source.splitlines()]
        paragraphs = [squeezed(line) for line in full_text(notice).splitlines()]
        assert paragraphs == lines

    @pytest.mark.parametrize("field", ["title", "number", "issuer"])
    def test_the_data_say_what_is_printed(self, notice: Notice, field: str) -> None:
        printed = {**notice.printed, "issuer": notice.printed["signature"]}
        assert getattr(notice, field) in printed[field]

    def test_the_dates_are_the_printed_ones(self, notice: Notice) -> None:
        assert (notice.date, notice.printed["date"]) == ("2022-05-30", "2022年5月30日")
        assert notice.effective == "2022-06-01"
        assert "自2022年6月1日起实施" in notice.clauses[-1].text

    def test_its_validity_is_not_claimed(self, notice: Notice) -> None:
        assert notice.validity == "待核"

    def test_duties_tile_their_clauses(self, notice: Notice) -> None:
        for clause in notice.clauses:
            assert squeezed("".join(duty.text for duty in clause.duties)) == squeezed(clause.text), clause.id

    def test_a_duty_is_a_verbatim_piece_of_its_clause(self, notice: Notice) -> None:
        for clause in notice.clauses:
            for duty in clause.duties:
                assert duty.text.strip() == duty.text != "", duty.id
                assert duty.text in clause.text, duty.id

    def test_only_headings_have_no_text(self, notice: Notice) -> None:
        assert [clause.id for clause in notice.clauses if not clause.text] == ["2.0", "3.0", "4.0"]
        assert all(clause.heading for clause in notice.clauses if not clause.text)


class TestIds:
    def test_clauses_are_those_of_the_contract_in_order(self, notice: Notice) -> None:
        parts = {0: 1, 1: 5, 2: 4, 3: 3, 4: 5, 5: 1}
        expected = [f"{section}.{part}" for section, count in parts.items() for part in range(count)]
        assert [clause.id for clause in notice.clauses] == expected

    @pytest.mark.parametrize(
        ("clause", "label"), [("1.0", "一"), ("1.1", "一（一）"), ("3.2", "三（二）"), ("4.4", "四（四）")]
    )
    def test_labels_follow_the_notices_numbers(self, notice: Notice, clause: str, label: str) -> None:
        assert next(c.label for c in notice.clauses if c.id == clause) == label

    def test_duties_count_from_one_within_their_clause(self, notice: Notice) -> None:
        for clause in notice.clauses:
            numbers = range(1, len(clause.duties) + 1)
            assert where(list(clause.duties)) == [f"{clause.id}-{number:02}" for number in numbers]
            assert {duty.clause for duty in clause.duties} <= {clause.id}

    def test_none_stands_twice(self, notice: Notice) -> None:
        ids = [*where(list(notice.duties)), *(clause.id for clause in notice.clauses)]
        assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


class TestKinds:
    @pytest.mark.parametrize(("kind", "count"), [(Kind.PROHIBITION, 9), (Kind.PERMISSION, 1), (Kind.GROUND, 5)])
    def test_as_many_as_the_notice_has(self, notice: Notice, kind: Kind, count: int) -> None:
        assert len([duty for duty in notice.duties if duty.kind is kind]) == count

    def test_the_grounds_are_the_five_numbered_ones(self, notice: Notice) -> None:
        grounds = [duty for duty in notice.duties if duty.kind is Kind.GROUND]
        assert [duty.text[:2] for duty in grounds] == ["1.", "2.", "3.", "4.", "5."]

    @pytest.mark.parametrize(
        ("modal", "kind"),
        [("不得", Kind.PROHIBITION), ("不能", Kind.PROHIBITION), ("可以", Kind.PERMISSION)],
    )
    def test_a_modal_has_one_kind(self, notice: Notice, modal: str, kind: Kind) -> None:
        assert {duty.kind for duty in notice.duties if duty.modal == modal} == {kind}

    def test_prohibitions_and_permissions_have_their_own_modal(self, notice: Notice) -> None:
        modals = {
            kind: {duty.modal for duty in notice.duties if duty.kind is kind}
            for kind in (Kind.PROHIBITION, Kind.PERMISSION, Kind.OBLIGATION)
        }
        assert modals[Kind.PROHIBITION] == {"不得", "不能"}
        assert modals[Kind.PERMISSION] == {"可以"}
        assert not modals[Kind.OBLIGATION] & {"不得", "不能", "可以", "是", "将"}

    def test_every_ban_of_the_notice_is_a_prohibition(self, notice: Notice) -> None:
        banning = [duty for duty in notice.duties if re.search(r"不得|也不能", duty.text)]
        assert {duty.kind for duty in banning} == {Kind.PROHIBITION}
        assert len(banning) == 9

    def test_a_modal_is_closed_and_stands_in_the_text_unless_carried_over(self, notice: Notice) -> None:
        assert {duty.modal for duty in notice.duties} <= MODALS
        missing = [d for d in notice.duties if d.modal not in ("", "承前") and d.modal not in d.text]
        assert where(missing) == []

    def test_a_carried_over_modal_is_not_in_the_text(self, notice: Notice) -> None:
        carried = [duty for duty in notice.duties if duty.modal == "承前"]
        with_modal = [duty for duty in carried if re.match(r"应当|不得|可以|要(?!求)", duty.text)]
        assert where(with_modal) == []

    def test_what_asks_for_something_has_a_trigger(self, acting: list[Duty], notice: Notice) -> None:
        assert where([duty for duty in acting if duty.trigger is None]) == []
        assert where([d for d in notice.duties if d.kind is Kind.STATEMENT and d.trigger is not None]) == []

    @pytest.mark.parametrize("duty", ["1.1-08", "2.3-04", "3.2-13"])
    def test_what_the_notice_calls_regular_is(self, notice: Notice, duty: str) -> None:
        found = next(d for d in notice.duties if d.id == duty)
        assert ("定期" in found.text, found.trigger) == (True, "periodic")


class TestRoles:
    def test_each_obligation_and_prohibition_has_a_responsible_role(self, notice: Notice) -> None:
        asked = [d for d in notice.duties if d.kind in (Kind.OBLIGATION, Kind.PROHIBITION)]
        assert where([duty for duty in asked if not duty.roles_as(Share.RESPONSIBLE)]) == []

    def test_grounds_and_permissions_have_one_too(self, acting: list[Duty]) -> None:
        assert where([duty for duty in acting if not duty.roles_as(Share.RESPONSIBLE)]) == []

    def test_no_role_is_responsible_and_supporting(self, notice: Notice) -> None:
        for duty in notice.duties:
            roles = [use.role for use in duty.roles]
            assert len(roles) == len(set(roles)), duty.id

    def test_each_role_of_the_pack_is_used(self, pack: Pack) -> None:
        rules = read((SHANDONG / "rules.yaml").read_bytes(), "rules.yaml")[0]
        used = {reference.name for reference in references_of_rules(rules) if reference.sort == ROLE}
        for duty in pack.notice.duties:
            used |= {use.role for use in duty.roles} | set(duty.overseen_by or ()) | set(duty.bearers)
        used |= {role for source in pack.sources for one in source.provisions for role in one.roles}
        assert set(pack.roles) - used == set()

    def test_each_role_has_a_way_to_its_parties_and_each_way_a_role(self, pack: Pack) -> None:
        assert set(pack.roles) == set(pack.rules.roles)

    def test_each_rule_is_used(self, pack: Pack) -> None:
        assert set(pack.rules.rules) == {duty.rule for duty in pack.notice.duties}

    def test_each_condition_is_used(self, pack: Pack) -> None:
        used = {name for duty in pack.notice.duties for name in (duty.condition, duty.power)}
        used |= {step.when for steps in pack.rules.roles.values() for step in steps}
        used |= {addition.when for rule in pack.rules.rules.values() for addition in rule.adds}
        used |= {condition.requires for condition in pack.rules.conditions.values()}
        assert set(pack.rules.conditions) == used - {""}

    def test_every_rule_and_condition_says_why(self, pack: Pack) -> None:
        assert [id_ for id_, rule in pack.rules.rules.items() if not rule.why] == []
        assert [id_ for id_, condition in pack.rules.conditions.items() if not condition.reason] == []

    def test_a_warning_of_a_fallback_says_what_it_is_about(self, pack: Pack) -> None:
        steps = [(role, step) for role, steps in pack.rules.roles.items() for step in steps]
        assert [role for role, step in steps if step.finding and not step.says] == []

    @pytest.mark.parametrize("duty", ["2.2-09", "2.3-05", "2.3-07"])
    def test_what_a_lead_department_can_not_judge_of_itself_may_get_a_reviewer(self, pack: Pack, duty: str) -> None:
        rule = next(d.rule for d in pack.notice.duties if d.id == duty)
        assert [addition.role for addition in pack.rules.rules[rule].adds] == ["reviewer", "reviewer"]


class TestTiers:
    EVERY = ("legal_entity", "tier1_branch", "city_branch", "county_branch", "outlet")

    @pytest.mark.parametrize(
        ("clauses", "tiers"),
        [
            (("1.0", "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "4.1", "4.2", "4.3", "4.4"), EVERY),
            (("3.1",), EVERY[:2]),
        ],
    )
    def test_a_clause_binds_its_tiers(
        self, notice: Notice, clauses: tuple[str, ...], tiers: tuple[str, ...]
    ) -> None:
        duties = [d for d in notice.duties if d.clause in clauses and d.kind is not Kind.STATEMENT]
        assert {duty.tiers for duty in duties} == {tiers}

    @pytest.mark.parametrize(
        ("first", "last", "tiers"), [(1, 8, EVERY[1:]), (10, 19, EVERY[2:3]), (20, 30, EVERY[3:])]
    )
    def test_the_paragraphs_of_branches_bind_their_own(
        self, notice: Notice, first: int, last: int, tiers: tuple[str, ...]
    ) -> None:
        ids = {f"3.2-{number:02}" for number in range(first, last + 1)}
        assert {duty.tiers for duty in notice.duties if duty.id in ids} == {tiers}

    @pytest.mark.parametrize(
        ("duty", "condition"),
        [
            ("1.1-05", "several_leaders"),
            ("1.1-15", "several_leaders"),
            ("1.3-02", "other_leaders"),
            ("1.4-03", "party_supervision"),
            ("1.4-07", "party_supervision"),
            ("4.1-10", "units_below"),
            ("4.3-06", "superior"),
        ],
    )
    def test_what_needs_something_says_so(self, notice: Notice, duty: str, condition: str) -> None:
        assert next(d.condition for d in notice.duties if d.id == duty) == condition


class TestGrades:
    def test_they_come_from_the_closed_list(self, notice: Notice) -> None:
        grades = {part for duty in notice.duties for part in duty.grade.split("；") if part}
        assert {re.sub(r"（.*?）$", "", grade) for grade in grades} == GRADES

    def test_final_responsibility_is_limited_wherever_it_stands(self, notice: Notice) -> None:
        grades = {part for duty in notice.duties for part in duty.grade.split("；")}
        assert {g for g in grades if g.startswith("最终责任")} == {"最终责任（限信访投诉事项处置）"}

    @pytest.mark.parametrize(
        ("duty", "grade", "bearer"),
        [
            ("1.0-01", "主体责任", "institution"),
            ("1.1-01", "第一责任人", "chief"),
            ("1.1-02", "最终责任", "chief"),
            ("1.2-01", "重要领导责任", "cp_deputy"),
            ("1.3-01", "直接领导责任", "other"),
            ("1.4-01", "监督责任", "discipline_secretary"),
            ("2.1-01", "直接责任", "front"),
            ("3.1-01", "统筹管理责任", "institution"),
        ],
    )
    def test_what_grades_somebody_says_whom(self, notice: Notice, duty: str, grade: str, bearer: str) -> None:
        found = next(d for d in notice.duties if d.id == duty)
        assert (re.sub(r"（.*?）$", "", found.grade), found.graded_roles) == (grade, (bearer,))

    def test_nothing_else_grades(self, notice: Notice) -> None:
        graded = {duty.id for duty in notice.duties if duty.grade and duty.graded_roles}
        assert graded == {"1.0-01", "1.1-01", "1.1-02", "1.2-01", "1.3-01", "1.4-01", "2.1-01", "3.1-01"}

    def test_the_words_of_a_grade_stand_in_the_notice(self, notice: Notice) -> None:
        text = full_text(notice)
        assert [grade for grade in GRADES if grade not in text] == []

    @pytest.mark.parametrize(
        ("role", "grade"),
        [("chief", "第一责任人"), ("cp_deputy", "重要领导责任"), ("other", "直接领导责任")],
    )
    def test_a_leaders_own_clause_has_the_leaders_grade(self, notice: Notice, role: str, grade: str) -> None:
        clause = {"chief": "1.1", "cp_deputy": "1.2", "other": "1.3"}[role]
        for duty in notice.duties:
            if duty.clause == clause and duty.kind is not Kind.STATEMENT:
                assert duty.grade.split("；")[0] == grade, duty.id

    @pytest.mark.parametrize("rule", ["C3", "C4", "C5", "C6", "C6f", "C8", "C9", "C2"])
    def test_departments_behind_the_front_are_not_graded(self, notice: Notice, rule: str) -> None:
        assert {duty.grade for duty in notice.duties if duty.rule == rule} == {""}


class TestUmbrellas:
    def test_there_are_the_ones_that_sum_up(self, notice: Notice) -> None:
        assert {"1.1-03", "2.3-08", "4.2-01"} <= {duty.id for duty in notice.duties if duty.parts}

    def test_their_parts_are_later_duties_of_the_same_clause(self, notice: Notice) -> None:
        ids = where(list(notice.duties))
        by_id = {duty.id: duty for duty in notice.duties}
        for duty in notice.duties:
            for part in duty.parts:
                assert ids.index(part) > ids.index(duty.id)
                assert by_id[part].clause == duty.clause

    def test_the_five_in_person_sum_up_the_rest_of_their_clause(self, notice: Notice) -> None:
        umbrella = next(duty for duty in notice.duties if duty.id == "1.1-03")
        assert umbrella.parts == tuple(f"1.1-{number:02}" for number in range(4, 18))

    def test_a_part_is_no_umbrella_itself(self, notice: Notice) -> None:
        by_id = {duty.id: duty for duty in notice.duties}
        assert [p for duty in notice.duties for p in duty.parts if by_id[p].parts] == []


class TestSuggestions:
    @pytest.mark.parametrize("field", ["measure", "evidence", "frequency"])
    def test_every_duty_has_them(self, acting: list[Duty], field: str) -> None:
        assert where([duty for duty in acting if not getattr(duty, field).strip()]) == []

    @pytest.mark.parametrize("field", ["measure", "evidence", "frequency", "parts"])
    def test_a_statement_has_none(self, notice: Notice, field: str) -> None:
        assert where([d for d in notice.duties if d.kind is Kind.STATEMENT and getattr(d, field)]) == []

    def test_no_two_measures_are_alike(self, acting: list[Duty]) -> None:
        measures = Counter(duty.measure for duty in acting)
        assert [measure for measure, count in measures.items() if count > 1] == []

    def test_no_measure_shares_most_of_its_words_with_another(self, acting: list[Duty]) -> None:
        pairs = {duty.id: set(itertools.pairwise(re.sub(r"\W", "", duty.measure))) for duty in acting}
        alike = [
            (one, other)
            for one, other in itertools.combinations(pairs, 2)
            if len(pairs[one] & pairs[other]) > 0.7 * min(len(pairs[one]), len(pairs[other]))
        ]
        assert alike == []

    def test_no_piece_of_evidence_fits_more_than_two_duties(self, acting: list[Duty]) -> None:
        pieces = Counter(piece for duty in acting for piece in set(duty.evidence.split("、")))
        assert [piece for piece, count in pieces.items() if count > 2] == []

    def test_evidence_is_named(self, acting: list[Duty]) -> None:
        vague = {"会议纪要", "台账", "记录", "报告", "通知", "文件", "资料", "材料", "照片", "制度"}
        found = {(d.id, piece) for d in acting for piece in d.evidence.split("、") if piece in vague}
        assert found == set()

    @pytest.mark.parametrize("phrase", EMPTY_PHRASES)
    def test_none_is_an_empty_phrase(self, acting: list[Duty], phrase: str) -> None:
        said = [d for d in acting if phrase in f"{d.measure}\n{d.evidence}\n{d.frequency}"]
        assert where(said) == []

    def test_a_measure_says_more_than_the_notice_does(self, acting: list[Duty]) -> None:
        for duty in acting:
            said = set(itertools.pairwise(re.sub(r"\W", "", duty.measure)))
            repeated = said & set(itertools.pairwise(re.sub(r"\W", "", duty.text)))
            assert len(duty.measure) >= 15, duty.id
            assert len(repeated) < 0.7 * len(said), duty.id

    def test_no_number_is_given_out_as_the_notices(self, acting: list[Duty]) -> None:
        for duty in acting:
            for text in (duty.measure, duty.evidence, duty.frequency):
                assert not AS_THE_NOTICES.search(text), f"{duty.id}: {text}"

    def test_the_notice_has_no_number_but_its_date_and_its_items(self, acting: list[Duty]) -> None:
        for duty in acting:
            assert not re.search(r"\d", re.sub(r"^\d\.", "", duty.text)), duty.id

    def test_a_note_that_names_a_number_doesnt_give_it_to_the_notice(self, notice: Notice) -> None:
        said = [d for d in notice.duties if re.search(r"通知(?:要求|规定)[^，。；]*\d", d.note)]
        assert where(said) == []

    @pytest.mark.parametrize("word", ["不得", "严禁"])
    def test_what_may_be_done_is_not_turned_into_what_must(self, notice: Notice, word: str) -> None:
        permission = next(duty for duty in notice.duties if duty.kind is Kind.PERMISSION)
        assert "可以" in permission.measure
        assert word not in permission.measure
        assert "应当" not in permission.measure

    def test_names_of_customers_and_leads_stay_out(self, acting: list[Duty]) -> None:
        named = [d for d in acting if re.search(r"客户(?:姓名|身份证)|投诉人姓名|线索内容", d.evidence)]
        assert where(named) == []


class TestPunctuation:
    def test_the_catalogue_writes_full_width(self, notice: Notice, half_width: Callable[[str], list[str]]) -> None:
        for duty in notice.duties:
            texts = (duty.text, duty.measure, duty.evidence, duty.frequency, duty.note, duty.grade)
            for text in (*texts, duty.addressee, duty.scope):
                assert half_width(text) == [], f"{duty.id}: {text}"

    @pytest.mark.parametrize("file", ["notice.yaml", "pack.yaml", "rules.yaml", "checklist.yaml"])
    def test_every_text_of_the_pack_does(self, half_width: Callable[[str], list[str]], file: str) -> None:
        data = read((SHANDONG / file).read_bytes(), file)[0].data
        for text in texts_in(data):
            if "{{" not in text and "~" not in text:
                assert half_width(text) == [], text

    @pytest.mark.parametrize("field", ["measure", "note"])
    def test_sentences_end(self, notice: Notice, field: str) -> None:
        unfinished = [d for d in notice.duties if (text := getattr(d, field)) and not text.endswith("。")]
        assert where(unfinished) == []

    @pytest.mark.parametrize("field", ["evidence", "frequency"])
    def test_lists_do_not(self, notice: Notice, field: str) -> None:
        assert where([d for d in notice.duties if getattr(d, field).endswith(("。", "；", "，", "、"))]) == []


FORMULAS = ("formula", "when", "check", "choices_from")
"""Keys of checklist.yaml whose values are Excel's formulas: commas and brackets are theirs."""


def texts_in(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in FORMULAS or not isinstance(value, str):
                yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)
    elif isinstance(data, str):
        yield data


class TestTheCheckOfACatalogue:
    """What every pack is held to when it is opened."""

    @pytest.fixture
    def catalogue(self) -> Document:
        return checked(read((SHANDONG / "notice.yaml").read_bytes(), "notice.yaml")[0], NOTICE).document

    def duty(self, catalogue: Document, id_: str) -> tuple[YamlPath, dict[str, Any]]:
        """A duty's place in notice.yaml, and its data."""
        return next((path, data) for path, data in duties_of(catalogue) if data["id"] == id_)

    def found(self, catalogue: Document, source: str) -> list[Finding]:
        return list(catalogue_problems(catalogue, (), source))

    def rules(self, catalogue: Document, source: str) -> list[str]:
        return [found.rule for found in self.found(catalogue, source)]

    def test_the_shipped_one_passes(self, catalogue: Document, source: str) -> None:
        assert self.found(catalogue, source) == []

    def test_a_changed_letter_of_the_source_is_found_in_its_clause(self, catalogue: Document, source: str) -> None:
        (found,) = self.found(catalogue, source.replace("“一赔了之”", "“一陪了之”"))
        assert found.rule == "catalogue-text"
        assert "一赔了之" in found.arguments["where"]
        clause = catalogue.data["clauses"][int(found.path.split("[")[1].split("]")[0])]
        assert "“一赔了之”" in clause["text"]
        assert found.location == catalogue.place(("clauses", catalogue.data["clauses"].index(clause), "text"))

    @pytest.mark.parametrize(
        ("key", "before"), [("title", "山东银保监局关于"), ("signature", "山东银保监局\n2022年")]
    )
    def test_what_is_printed_around_the_clauses_is_held_to_the_source(
        self, catalogue: Document, source: str, key: str, before: str
    ) -> None:
        assert before in source
        (found,) = self.found(catalogue, source.replace(before, f"某{before}", 1))
        assert (found.rule, found.path) == ("catalogue-text", f"printed.{key}")

    def test_blanks_and_line_ends_are_apart(self, catalogue: Document, source: str) -> None:
        assert self.rules(catalogue, source.replace("\n", "\r\n\u3000\u3000")) == []

    def test_a_missing_end_is_found(self, catalogue: Document, source: str) -> None:
        assert self.rules(catalogue, source.rstrip()[:-1]) == ["catalogue-text"]

    def test_a_changed_letter_of_a_duty_is_found_at_its_clause(self, catalogue: Document, source: str) -> None:
        path, duty = self.duty(catalogue, "1.1-08")
        duty["text"] = "定期听汇报，"
        (found,) = self.found(catalogue, source)
        assert (found.rule, found.location) == ("catalogue-tiling", catalogue.place(path[:2]))

    def test_duties_in_another_order_are_found(self, catalogue: Document, source: str) -> None:
        path, _ = self.duty(catalogue, "1.4-01")
        catalogue.data["clauses"][path[1]]["duties"].reverse()
        assert self.rules(catalogue, source) == ["catalogue-tiling"]

    @pytest.mark.parametrize("id_", ["1.1-07", "1.1 08", "1.1-08|x", "一.1-08", "1.1-", "1.1](x"])
    def test_an_id_twice_or_with_other_characters_is_found(
        self, catalogue: Document, source: str, id_: str
    ) -> None:
        path, duty = self.duty(catalogue, "1.1-08")
        duty["id"] = id_
        (found,) = self.found(catalogue, source)
        assert (found.rule, found.location) == ("catalogue-id", catalogue.place((*path, "id")))

    def test_a_duty_without_a_responsible_role_is_found(self, catalogue: Document, source: str) -> None:
        path, duty = self.duty(catalogue, "1.1-08")
        del duty["responsible"]
        (found,) = self.found(catalogue, source)
        assert (found.rule, found.location) == ("catalogue-responsible", catalogue.place(path))

    @pytest.mark.parametrize("old", [["1.1-07"], ["1.1-08"], ["9.9-01", "9.9-01"], ["9.9-01", "1.1-07"]])
    def test_a_duty_that_replaces_one_that_is_still_there_or_one_twice_is_found(
        self, catalogue: Document, source: str, old: list[str]
    ) -> None:
        _, duty = self.duty(catalogue, "1.1-08")
        duty["replaces"] = old
        (found,) = self.found(catalogue, source)
        assert (found.rule, found.arguments["old"]) == ("catalogue-replaces", old[-1])

    def test_a_duty_that_was_split_is_replaced_by_each_of_its_parts(self, catalogue: Document, source: str) -> None:
        for id_ in ("1.1-07", "1.1-08"):
            self.duty(catalogue, id_)[1]["replaces"] = ["9.9-01"]
        assert self.rules(catalogue, source) == []


def test_a_fingerprint_changes_with_the_text_and_with_nothing_else() -> None:
    assert fingerprint("定期听取汇报，") == fingerprint("定期听取汇报，")
    assert fingerprint("定期听取汇报，") != fingerprint("定期听取汇报。")
    assert re.fullmatch(r"[0-9a-f]{12}", fingerprint(""))

"""Rules about responsibility: each has an example that raises it once and one that doesn't."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cplist.core.findings import Finding, FindingsError, Severity
from cplist.core.messages import catalogue, hint, message
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.domain.assignment import Status
from cplist.domain.notice import Share, Tier
from cplist.pack.lint_settings import Words
from cplist.pack.pack import Pack, open_pack
from cplist.pipeline import build, draft
from cplist.profile.profile import Profile, read_profile

from ..rules_page import EXAMPLES, PAGE, ROOT, example, found, page, rules

CITY_BANK = ROOT / "profiles" / "city-bank.yaml"
LINT = sorted((ROOT / "cplist" / "lint").glob("*.py"))
Lint = Callable[..., list[Finding]]


@pytest.fixture
def lint(pack: Pack, tmp_path: Path) -> Lint:
    """What is found in a base of tests/examples/lint with something written over it."""

    def run(base: str, over: str = "") -> list[Finding]:
        path = tmp_path / "profile.yaml"
        path.write_text(f"extends: {EXAMPLES / 'base' / base}.yaml\n{over}", "utf-8")
        return list(found(path, pack))

    return run


def codes(findings: list[Finding]) -> list[str]:
    """The rules raised, gaps and notes apart."""
    return [f.rule for f in findings if f.rule != "gap" and f.severity is not Severity.NOTE]


def the(findings: list[Finding], rule: str) -> Finding:
    (one,) = [f for f in findings if f.rule == rule]
    return one


def pointed_at(finding: Finding) -> str:
    """What stands at a finding's place."""
    at = finding.location
    assert at
    return Path(at.file).read_text("utf-8").split("\n")[at.line - 1][at.column - 1 :]


class TestEachRule:
    @pytest.mark.parametrize("rule", rules())
    @pytest.mark.parametrize(("kind", "times"), [("bad", 1), ("good", 0)])
    def test_is_raised_once_by_its_bad_example_and_not_by_its_good_one(
        self, pack: Pack, rule: str, kind: str, times: int
    ) -> None:
        assert Counter(f.rule for f in found(example(rule, kind), pack))[rule] == times

    def test_has_both_examples(self) -> None:
        wanted = {f"{rule}.{kind}.yaml" for rule in rules() for kind in ("bad", "good")}
        assert {path.name for path in EXAMPLES.glob("*.yaml")} == wanted

    @pytest.mark.parametrize("rule", rules())
    def test_says_what_to_do_in_both_languages(self, pack: Pack, rule: str) -> None:
        raised = next(f for f in found(example(rule, "bad"), pack) if f.rule == rule)
        for language in ("zh", "en"):
            assert message(raised, language)
            assert hint(raised, language)
            assert "{" not in message(raised, language) + hint(raised, language)
        assert not re.search(r"[一-鿿][,:;()]|[,;()][一-鿿]", message(raised, "zh") + hint(raised, "zh"))

    @pytest.mark.parametrize("rule", [rule for rule in rules() if rule != "region-outside"])
    def test_stands_at_a_place_with_a_path(self, pack: Pack, rule: str) -> None:
        raised = next(f for f in found(example(rule, "bad"), pack) if f.rule == rule)
        assert raised.location
        assert Path(raised.location.file).is_file()
        assert raised.path

    def test_that_the_code_or_the_pack_names_is_in_the_catalogue(self, pack: Pack) -> None:
        in_code = {
            rule
            for path in LINT
            for rule in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', path.read_text("utf-8"))
            if not rule.startswith("fallback-")
        }
        assert len(in_code) > 40
        named = in_code | set(pack.rules.findings)
        checks = pack.checks.roles.values()
        named |= {rule for one in checks for rule in (one.missing, one.several, *one.joint.values()) if rule}
        assert named <= set(rules())
        assert set(rules()) - named <= {"gap"}

    def test_has_a_section_in_the_docs(self) -> None:
        assert PAGE.read_text("utf-8") == page(), "write it anew: make docs"


class TestProfilesThatAreAsTheyShouldBe:
    @pytest.mark.parametrize("base", ["bank", "branch"])
    def test_have_nothing(self, lint: Lint, base: str) -> None:
        assert lint(base) == []

    @pytest.mark.parametrize("base", ["company", "outlet"])
    def test_have_notes_at_most(self, lint: Lint, base: str) -> None:
        assert {f.severity for f in lint(base)} == {Severity.NOTE}

    def test_the_city_bank_has_nothing(self, pack: Pack) -> None:
        assert found(CITY_BANK, pack) == ()

    def test_the_designs_profile_has_the_three_contradictions_that_stand_in_it(self, lint: Lint) -> None:
        wanted = ["discipline-with-audit", "superior-missing", "reason-untrue"]
        assert codes(lint("design")) == wanted

    @pytest.mark.parametrize("path", sorted((ROOT / "profiles").glob("*.yaml")), ids=lambda path: path.stem)
    def test_every_example_profile_has_no_error_and_no_gap(self, pack: Pack, path: Path) -> None:
        assert [f.rule for f in found(path, pack) if f.severity is Severity.ERROR or f.rule == "gap"] == []


class TestPlaces:
    @pytest.mark.parametrize(
        ("rule", "stands"),
        [
            ("two-chiefs", "chief]"),
            ("no-chief", "leaders:"),
            ("two-lead-departments", "cp_lead]"),
            ("no-lead-department", "departments:"),
            ("no-committee", "extends: "),
            ("committee-without-chair", "committee: {"),
            ("department-overseen-by-two", "ops]"),
            ("overseen-by-another", "cp]"),
            ("chief-is-cp-deputy", "[chief, cp_deputy]"),
            ("level-above-own", "tier1_branch,"),
            ("region-outside", "山东省青岛市"),
            ("reason-is-none", "人手不足"),
            ("two-leads", "superior}"),
            ("gap", "departments:"),
            ("lead-reviews-itself", "front]"),
            ("superior-missing", "superior}"),
        ],
    )
    def test_a_finding_stands_where_the_value_does(self, pack: Pack, rule: str, stands: str) -> None:
        raised = next(f for f in found(example(rule, "bad"), pack) if f.rule == rule)
        assert pointed_at(raised).startswith(stands)

    def test_findings_come_in_the_order_of_the_file(self, pack: Pack, tmp_path: Path) -> None:
        path = tmp_path / "p.yaml"
        path.write_text(CITY_BANK.read_text("utf-8").replace("[cp_deputy, other]", "[other]"), "utf-8")
        places = [f.location for f in found(path, pack)]
        assert len(places) > 1
        assert places == sorted(places)  # type: ignore[type-var]

    def test_so_do_those_of_every_kind_together(self, pack: Pack) -> None:
        changes = (
            ("[cp_deputy, other]", "[other]"),
            ("岱岳银行股份有限公司", "岱岳银行(虚构)"),
            ("山东省泰安市", "青岛市"),
        )
        profile = _city_bank(*changes, more="accept:\n  - {rule: no-committee, reason: 甲}\n")
        raised = draft(profile, pack).findings
        rules = [f.rule for f in raised if f.rule != "gap" and not f.rule.endswith("-open")]
        assert rules == [
            *("profile-half-width", "bound-by-the-notice", "region-outside", "no-cp-deputy", "accept-unmatched")
        ]

    def test_those_of_a_base_come_behind_those_of_the_file(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: chair, roles: [other], oversees: [audit]}\ninstitution: {region: 青岛市}\n"
        files = [f.location.file for f in lint("bank", over) if f.location]
        assert files == sorted(files, key=lambda file: not file.endswith("profile.yaml"))
        assert len(set(files)) > 1


class TestTheOnlyLeadDepartmentTakenOut:
    @pytest.fixture
    def findings(self, pack: Pack, tmp_path: Path) -> list[Finding]:
        path = tmp_path / "p.yaml"
        text = CITY_BANK.read_text("utf-8").replace("[cp_lead, complaints]", "[complaints]")
        path.write_text(text, "utf-8")
        return list(found(path, pack))

    def test_names_each_duty_that_falls_on_nobody(self, findings: list[Finding], pack: Pack) -> None:
        leads = {
            duty.id
            for duty in pack.notice.duties
            if duty.roles_as(Share.RESPONSIBLE) == ("cp_lead",) and Tier.LEGAL_ENTITY in duty.tiers
        }
        gaps = [f.arguments["duty"] for f in findings if f.rule == "gap"]
        assert set(gaps) == leads - {"4.2-11", "4.4-01"}  # which the bank gives to others
        assert len(gaps) == len(set(gaps)) > 25

    def test_says_why_for_one_that_the_profile_only_adds_to(self, findings: list[Finding]) -> None:
        (decided,) = [f for f in findings if f.rule == "gap" and f.arguments["duty"] == "2.2-09"]
        assert "消保牵头部门" in hint(decided, "zh")

    def test_is_a_warning_of_its_own(self, findings: list[Finding]) -> None:
        assert codes(findings) == ["no-lead-department"]
        assert findings[0].rule == "no-lead-department"  # the cause before what comes of it

    def test_leaves_coverage_to_be_shown(self, pack: Pack, tmp_path: Path) -> None:
        profile = _city_bank(("roles: [cp_deputy, other]", "roles: [other]"))
        drafted = draft(profile, pack)
        assert "no-cp-deputy" in [f.rule for f in drafted.findings]
        assert any(a.status is Status.GAP for a in drafted.assigned.assignments)


def _city_bank(*changes: tuple[str, str], more: str = "") -> Profile:
    text = CITY_BANK.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_profile((text + more).encode(), "p.yaml", lambda base, file: (base, b""))


class TestLeaders:
    def test_an_error_stops_the_build(self, pack: Pack) -> None:
        with pytest.raises(FindingsError) as raised:
            build(Inputs(_city_bank(("roles: [chief]", "roles: [other]")), pack))
        assert "no-chief" in {f.rule for f in raised.value.findings}

    def test_a_chief_over_the_audit_is_normal(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: chair, oversees: [audit]}\n  - {id: deputy_secretary, oversees: [personnel]}\n"
        assert lint("bank", over) == []

    def test_a_chief_over_the_front_needs_the_role(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: chair, oversees: [risk]}\n  - {id: business_vp, oversees: [retail, it]}"
        finding = the(lint("bank", over), "overseer-without-role")
        assert "风险管理部" in message(finding, "zh")
        assert codes(lint("bank", over.replace("chair, ", "chair, roles: [chief, other], "))) == []

    def test_the_discipline_secretary_over_the_front_is_a_note_only(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: business_vp, oversees: [retail, it]}\n"
        over += "  - {id: secretary, oversees: [discipline, risk]}\n"
        unsupervised, over_business = lint("bank", over)
        assert (over_business.rule, over_business.severity) == ("supervisor-over-business", Severity.NOTE)
        assert (unsupervised.rule, unsupervised.severity) == ("nobody-supervises", Severity.NOTE)
        assert unsupervised.arguments["duties"] == "2.3-16"  # every department bears it, and the secretary oversees

    def test_who_stands_in_is_the_discipline_secretary(self, lint: Lint) -> None:
        over = "leaders:\n  - id: secretary\n    post: 首席合规官\n    roles: []\n"
        over += "    substitute: {for: discipline_secretary, basis: 经董事会决议}\n"
        assert [f.rule for f in lint("bank", over)] == ["supervisor-outside-party"]

    def test_an_officer_of_the_party_organisation_who_stands_in_is_no_note(self, lint: Lint) -> None:
        over = "leaders:\n  - id: secretary\n    post: 党委委员\n    roles: []\n"
        over += "    substitute: {for: discipline_secretary, basis: 经党委决议}\n"
        assert lint("bank", over) == []

    def test_a_second_chief_is_said_once_whatever_else_he_or_she_is(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: consumer_vp, roles: [chief, cp_deputy, other]}\n"
        assert [f.rule for f in lint("bank", over)] == ["two-chiefs"]

    def test_somebody_without_role_and_field_is_a_note(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: economist, post: 首席经济学家, roles: []}\n"
        assert [f.rule for f in lint("bank", over)] == ["leader-without-share"]
        chairing = over + "bodies:\n  committee: {chair: economist}\n"
        assert lint("bank", chairing) == []

    def test_a_front_department_without_overseer_lacks_the_direct_responsibility_too(self, lint: Lint) -> None:
        over = "leaders:\n  - {id: business_vp, oversees: [it, risk]}\n"
        assert "直接领导责任" in message(the(lint("bank", over), "department-overseen-by-nobody"), "zh")
        over = "leaders:\n  - {id: deputy_secretary, oversees: [personnel]}\n"
        assert "直接领导责任" not in message(the(lint("bank", over), "department-overseen-by-nobody"), "zh")

    @pytest.mark.parametrize("basis", ["无", "待定", "无依据。", "暂无依据", "n/a", "——"])
    def test_a_basis_that_is_none_is_none(self, lint: Lint, basis: str) -> None:
        over = f"leaders:\n  - id: secretary\n    substitute: {{for: discipline_secretary, basis: {basis}}}\n"
        assert codes(lint("bank", over)) == ["substitute-without-basis"]

    @pytest.mark.parametrize("post", ["纪检监察组组长", "党委委员、纪委书记", "纪检委员"])
    def test_posts_of_the_discipline_need_no_basis(self, lint: Lint, post: str) -> None:
        assert lint("bank", f"leaders:\n  - {{id: secretary, post: {post}}}\n") == []

    def test_a_deputy_for_two_departments_that_share_one_overseer_is_one_finding_each(self, lint: Lint) -> None:
        findings = lint("bank", "leaders:\n  - {id: deputy_secretary, remove: true}\n")
        assert codes(findings) == ["department-overseen-by-nobody"] * 2

    def test_nobody_to_supervise_is_fine_where_the_superior_does(self, lint: Lint, pack: Pack) -> None:
        duties = [d.id for d in pack.notice.duties if d.rule == "A4"]
        over = "leaders:\n  - {id: supervisor, remove: true}\nassignments:\n"
        over += "".join(f"  - {{duty: {duty}, performed_by: superior}}\n" for duty in duties)
        findings = lint("outlet", over)
        assert "no-discipline-secretary" not in codes(findings)
        assert "no-discipline-secretary" in codes(lint("outlet", over.partition("assignments")[0]))


class TestDepartments:
    def test_an_outlet_without_departments_is_held_to_none(self, lint: Lint) -> None:
        assert codes(lint("outlet")) == []

    def test_so_is_a_countys_branch(self, lint: Lint) -> None:
        over = "institution: {tier: county_branch}\nlevels:\n"
        over += "  - {tier: county_branch, name: 县支行}\n  - {tier: outlet, name: 网点}\n"
        findings = lint("outlet", over)
        assert codes(findings) == ["levels-out-of-order"]  # merged behind the outlet's own level

    def test_a_countys_branch_with_departments_needs_a_front(self, lint: Lint) -> None:
        over = (
            "bodies: {deliberation: {name: 行务会}}\n"
            "institution: {tier: county_branch}\nlevels:\n  - {tier: county_branch, name: 县支行}\n"
            "  - {tier: outlet, remove: true}\nleaders:\n  - {id: head, oversees: [general]}\n"
            "centralised: [product, it, pricing, operations, risk, compliance, hr, audit, sales_management]\n"
            "departments:\n  - {id: general, name: 综合部, lines: [middle], functions: [cp_lead, complaints]}\n"
        )
        assert codes(lint("outlet", over)) == ["no-front-department", "overseer-without-role"]

    def test_an_outlet_with_departments_needs_neither_front_nor_middle(self, lint: Lint) -> None:
        over = (
            "bodies: {deliberation: {name: 行务会}}\n"
            "leaders:\n  - {id: head, oversees: [general]}\n"
            "centralised: [product, it, pricing, operations, risk, compliance, hr, audit, sales_management]\n"
            "departments:\n  - {id: general, name: 综合部, lines: [back], functions: [cp_lead, complaints]}\n"
        )
        assert codes(lint("outlet", over)) == []

    @pytest.mark.parametrize(
        "function", ["product", "it", "pricing", "operations", "risk", "hr", "audit", "sales_management"]
    )
    def test_each_function_that_the_notice_names_is_looked_for(self, pack: Pack, lint: Lint, function: str) -> None:
        base = (EXAMPLES / "base" / "bare.yaml").read_text("utf-8")
        (line,) = [text for text in base.split("\n") if re.search(rf"functions:.*\b{function}\b", text)]
        id_, functions = re.search(r"id: (\w+),.*functions: \[(.*)\]", line).groups()  # type: ignore[union-attr]
        left = ", ".join(f for f in functions.split(", ") if f != function)
        findings = lint("bank", f"departments:\n  - {{id: {id_}, functions: [{left}]}}\n")
        assert codes(findings) == ["function-without-department"]
        assert function in hint(the(findings, "function-without-department"), "zh")
        superior = f"institution: {{superior: {{name: 集团}}}}\ncentralised: [{function}]\n"
        assert codes(lint("bank", f"{superior}departments:\n  - {{id: {id_}, functions: [{left}]}}\n")) == []

    def test_a_function_whose_duties_the_profile_decides_is_not_missed(self, lint: Lint) -> None:
        over = "departments:\n  - {id: retail, functions: [marketing, product]}\nassignments:\n"
        over += "".join(f"  - {{duty: 2.1-0{n}, not_applicable: 本行没有代理销售业务}}\n" for n in (6, 7, 8))
        assert lint("bank", over) == []

    def test_the_review_is_confirmed_duty_by_duty(self, lint: Lint) -> None:
        over = "departments:\n  - {id: cp, lines: [front]}\nassignments:\n  - {duty: 2.2-09, support: [risk]}\n"
        finding = the(lint("bank", over), "lead-reviews-itself")
        assert finding.arguments["duties"] == "2.3-05、2.3-07"

    def test_a_lead_department_that_reviews_is_reviewed_by_the_next(self, lint: Lint) -> None:
        over = "departments:\n  - {id: cp, lines: [front], functions: [cp_lead, complaints, compliance]}\n"
        over += "  - {id: risk, functions: [risk]}\n"
        assert "风险管理部" in message(the(lint("bank", over), "lead-reviews-itself"), "zh")

    def test_a_superior_that_centralises_two_functions_doesnt_supervise_itself(self, lint: Lint) -> None:
        over = "centralised: [product, it, pricing, cp_lead, audit]\ndepartments:\n"
        over += "  - {id: cp, functions: [complaints]}\n  - {id: audit, functions: []}\n"
        assert codes(lint("branch", over)) == []

    def test_a_lead_that_audits_beside_the_auditors_supervises_itself(self, lint: Lint) -> None:
        over = "departments:\n  - {id: cp, functions: [cp_lead, complaints, audit]}\n"
        assert codes(lint("bank", over)) == ["lead-supervises-itself"]

    def test_the_reviewer_to_confirm_is_named_by_its_id(self, lint: Lint) -> None:
        raised = the(lint("bank", "departments:\n  - {id: cp, lines: [front]}\n"), "lead-reviews-itself")
        assert "support 写上 risk" in hint(raised, "zh")
        assert "风险管理部" in message(raised, "en")

    @pytest.mark.parametrize(("support", "confirmed"), [("personnel", True), ("retail", False), ("cp", False)])
    def test_another_reviewer_of_the_profiles_choice_neither_sells_nor_submits(
        self, lint: Lint, support: str, confirmed: bool
    ) -> None:
        over = "departments:\n  - {id: cp, lines: [front]}\nassignments:\n"
        over += "".join(f"  - {{duty: {duty}, support: [{support}]}}\n" for duty in ("2.2-09", "2.3-05", "2.3-07"))
        assert codes(lint("bank", over)) == ["lead-reviews-itself"] * (not confirmed)

    def test_a_reviewer_that_the_rules_dont_find_may_be_chosen(self, lint: Lint) -> None:
        over = "departments:\n  - {id: cp, functions: [cp_lead, complaints, product, risk, compliance, audit]}\n"
        over += "  - {id: risk, functions: []}\n  - {id: audit, functions: []}\n"
        assert "no-reviewer" in codes(lint("bank", over))
        over += "assignments:\n"
        over += "".join(f"  - {{duty: {duty}, support: [personnel]}}\n" for duty in ("2.2-09", "2.3-05", "2.3-07"))
        assert "no-reviewer" not in codes(lint("bank", over))

    def test_the_document_names_the_reviewer_that_the_profile_chose(self, pack: Pack) -> None:
        path = ROOT / "profiles" / "village-bank.yaml"
        profile = read_profile(path.read_bytes(), str(path), lambda base, file: (base, b""))
        text = " ".join(p for a in draft(profile, pack).text.articles for p in a.paragraphs)
        assert "自身承办的事项的，综合管理部应当复核" in text

    def test_the_function_that_makes_it_review_itself_is_pointed_at(self, lint: Lint) -> None:
        over = "departments:\n  - id: cp\n    functions:\n      - cp_lead\n      - complaints\n      - product\n"
        assert pointed_at(the(lint("bank", over), "lead-reviews-itself")) == "product"

    def test_several_leads_are_one_finding(self, lint: Lint) -> None:
        over = "departments:\n  - {id: ops, functions: [operations, pricing, cp_lead]}\n"
        over += "  - {id: personnel, functions: [hr, office, cp_lead]}\n"
        assert codes(lint("bank", over)) == ["two-lead-departments"]

    def test_centralising_is_proposed_only_where_there_is_a_superior(self, lint: Lint) -> None:
        bank = the(lint("bank", "departments:\n  - {id: it, functions: []}\n"), "function-without-department")
        assert "centralised" not in hint(bank, "zh") + hint(bank, "en")
        over = "institution: {tier: tier1_branch}\ncentralised: [product, pricing]\n"
        assert "总行" in hint(the(lint("branch", over), "function-without-department"), "zh")
        assumed = the(lint("branch", "centralised: [product, pricing]\n"), "centralised-assumed")
        assert "centralised: [product, pricing, it]" in hint(assumed, "zh")

    def test_what_the_superior_centralises_says_so(self, pack: Pack) -> None:
        path = ROOT / "profiles" / "county-branch.yaml"
        profile = read_profile(path.read_bytes(), str(path), lambda base, file: (base, b""))
        made = {a.duty.id: a for a in draft(profile, pack).assigned.assignments}
        assert made["2.1-06"].status is Status.SUPERIOR
        assert "由华垦银行临沂分行集中行使，本级配合" in made["2.1-06"].reason


class TestBodiesAndLevels:
    @pytest.mark.parametrize(
        ("bodies", "at"),
        [
            ("board_committee: {name: 消费者权益保护委员会}", "bodies.board_committee.name"),
            ("board_committee: {name: 行长办公会消保委员会}", "bodies.board_committee.name"),
            ("committee: {name: 理事会消费者权益保护委员会}", "bodies.committee.name"),
            ("deliberation: {name: 董事会消费者权益保护委员会}", "bodies.deliberation.name"),
        ],
    )
    def test_each_way_to_mix_up_the_two_committees(self, lint: Lint, bodies: str, at: str) -> None:
        raised = the(lint("bank", f"bodies:\n  {bodies}\n"), "committees-mixed-up")
        assert raised.path == at
        assert message(raised, "zh").endswith("两者责任不同，不能混写")

    def test_the_boards_own_committee_may_be_called_shortly(self, lint: Lint) -> None:
        assert lint("bank", "bodies:\n  board_committee: {name: 风险管理与消费者权益保护委员会}\n") == []

    def test_who_counts_as_the_chair_is_said(self, lint: Lint) -> None:
        raised = the(
            lint("bare", "bodies:\n  committee: {name: 消保委员会, office: cp}\n"), "committee-without-chair"
        )
        assert "现按董事长处理" in message(raised, "zh")

    def test_levels_upside_down_are_one_finding(self, lint: Lint) -> None:
        levels = "levels:\n  - {tier: outlet, name: 网点}\n  - {tier: county_branch, name: 县支行}\n"
        over = "institution: {tier: county_branch}\n" + levels + "  - {tier: city_branch, remove: true}\n"
        raised = the(lint("branch", over), "levels-out-of-order")
        assert hint(raised, "zh").endswith("县支行、网点")


class TestReach:
    @pytest.mark.parametrize(
        ("region", "outside"),
        [
            ("山东省泰安市", False),
            ("山东", False),
            ("烟台市芝罘区", False),
            ("青岛市", True),
            ("山东省青岛市黄岛区", True),
            ("上海市", True),
            ("江苏省徐州市", True),
            ("徐州", True),
            ("威海", False),
            ("中国（山东）自由贸易试验区济南片区", False),
            ("济南市青岛路", False),
            ("山东省济南市青岛路", False),
            ("江苏省徐州市泰安路", True),
            ("江苏省徐州市泉山区山东路", True),
        ],
    )
    def test_of_a_region(self, lint: Lint, region: str, outside: bool) -> None:
        assert codes(lint("bank", f"institution: {{region: {region}}}\n")) == ["region-outside"] * outside

    @pytest.mark.parametrize("type_", ["finance_company", "insurance_intermediary", "development_bank"])
    def test_of_a_type_by_reference_is_nothing_to_say(self, lint: Lint, type_: str) -> None:
        assert codes(lint("company", f"institution: {{type: {type_}}}\n")) == []

    @pytest.mark.parametrize("type_", ["trust_company", "wealth_management_company", "other"])
    def test_of_a_type_that_the_notice_leaves_out_is_the_profiles_to_say(self, lint: Lint, type_: str) -> None:
        assert codes(lint("company", f"institution: {{type: {type_}}}\n")) == ["applicability-open"]
        assert codes(lint("company", f"institution: {{type: {type_}, applicability: direct}}\n")) == []


class TestDecisions:
    @pytest.mark.parametrize(
        "reason", ["本公司不属于地市级分支机构", "没有下辖机构", "未设党委", "本行不开展代销业务"]
    )
    def test_reasons_that_hold_are_no_finding(self, lint: Lint, reason: str) -> None:
        assert codes(lint("company", f"assignments:\n  - {{duty: 2.1-07, not_applicable: {reason}}}\n")) == []

    @pytest.mark.parametrize("reason", ["无", "工作繁忙", "没有专职人员，人手不够", "暂不需要", "没有产品部门"])
    def test_others_are(self, lint: Lint, reason: str) -> None:
        over = f"assignments:\n  - {{duty: 2.1-07, not_applicable: {reason}}}\n"
        assert codes(lint("bank", over)) == ["reason-is-none"]

    @pytest.mark.parametrize("reason", ["上级统一组织", "由总行负责", "总公司集中办理", "主发起行统一实施"])
    def test_what_the_superior_does_is_done(self, lint: Lint, reason: str) -> None:
        over = f"assignments:\n  - {{duty: 2.3-11, not_applicable: {reason}}}\n"
        assert codes(lint("branch", over)) == ["superior-as-reason"]

    @pytest.mark.parametrize(
        ("base", "reason", "untrue"),
        [
            ("bank", "本行没有分支机构", True),
            ("company", "本公司没有分支机构", False),
            ("branch", "没有上级机构", True),
            ("bank", "没有上级机构", False),
            ("bank", "未设党委", True),
            ("company", "未设党委", False),
        ],
    )
    def test_a_reason_must_be_true(self, lint: Lint, base: str, reason: str, untrue: bool) -> None:
        over = f"assignments:\n  - {{duty: 2.3-11, not_applicable: {reason}}}\n"
        assert codes(lint(base, over)) == ["reason-untrue"] * untrue

    @pytest.mark.parametrize(
        ("duty", "lead", "rule"),
        [
            ("1.1-08", "cp", ["leader-duty-to-department"]),
            ("1.2-05", "committee", ["leader-duty-to-department"]),
            ("1.3-06", "retail", ["leader-duty-to-department"]),
            ("1.4-04", "discipline", ["leader-duty-to-department"]),
            ("1.1-08", "consumer_vp", ["leader-duty-to-another"]),
            ("1.3-06", "business_vp", []),
            ("1.0-02", "cp", []),
            ("4.4-03", "discipline", []),
        ],
    )
    def test_a_leaders_duty_stays_the_leaders(self, lint: Lint, duty: str, lead: str, rule: list[str]) -> None:
        assert codes(lint("bank", f"assignments:\n  - {{duty: {duty}, lead: {lead}}}\n")) == rule

    def test_a_leaders_duty_is_not_the_superiors_while_there_is_one(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 1.1-08, performed_by: superior}\n"
        raised = the(lint("branch", over), "leader-duty-to-another")
        assert raised.path == "assignments[0].performed_by"
        assert "performed_by" in hint(raised, "zh")

    @pytest.mark.parametrize("reason", ["没有地市级分支机构", "本行不属于法人机构", "本级不是该层级"])
    def test_a_tier_that_the_duty_is_for_is_no_missing_tier(self, lint: Lint, reason: str) -> None:
        over = f"assignments:\n  - {{duty: 2.3-03, not_applicable: {reason}}}\n"
        assert codes(lint("branch", over)) == ["reason-untrue"]

    def test_a_prohibition_that_isnt_for_this_tier_may_be_said_not_to_apply(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 3.1-06, not_applicable: 本行不属于一级分支机构}\n"
        assert codes(lint("outlet", over)) == []

    @pytest.mark.parametrize(
        "reason", ["本分行只办理对公业务，没有个人客户", "没有代理业务，人手不足", "仅为成员单位办理业务"]
    )
    def test_what_is_said_besides_a_reason_takes_nothing_from_it(self, lint: Lint, reason: str) -> None:
        assert codes(lint("branch", f"assignments:\n  - {{duty: 2.1-05, not_applicable: {reason}}}\n")) == []

    def test_two_entries_with_two_leads_are_that(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 2.2-09, lead: cp}\n  - {duty: 2.2-09, lead: risk}\n"
        raised = the(lint("bank", over), "two-leads")
        assert raised.path == "assignments[1].lead"
        assert raised.arguments["lead"] != raised.arguments["other"]

    def test_a_measure_for_what_doesnt_apply_is_told_why(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 3.1-08, measure: 每月一次}\n"
        raised = the(lint("outlet", over), "decision-changes-nothing")
        assert "本来就不适用（" in message(raised, "zh")
        assert "请补上" not in hint(raised, "zh")

    def test_one_on_what_doesnt_apply_anyway_changes_nothing(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 3.1-08, not_applicable: 没有下辖机构}\n"
        assert [f.rule for f in lint("outlet", over) if f.rule.startswith("decision")] == [
            "decision-changes-nothing"
        ]

    def test_the_same_duty_twice_is_found_before(self, lint: Lint) -> None:
        over = "assignments:\n  - {duty: 2.2-09, lead: cp}\n  - {duty: 2.2-09, lead: cp}\n"
        assert {f.rule for f in lint("bank", over)} == {"profile-twice", "rules-not-run"}

    def test_words_need_one_of_each_group(self) -> None:
        words = Words((("没有", "无"), ("分支",)), ("不足",))
        assert words.in_text("没有分支机构")
        assert not words.in_text("分支机构")
        assert not words.in_text("没有人，分支机构很多")
        assert not words.in_text("没有分支机构的力量不足")
        assert words.in_text("没有分支机构，人手不足")  # one part gives the reason


class TestAccepting:
    ACCEPT = "accept:\n  - {rule: no-committee, reason: 年内设立}\n"

    def test_makes_a_note_that_says_why(self, lint: Lint) -> None:
        finding = the(lint("bare", self.ACCEPT), "no-committee")
        assert finding.severity is Severity.NOTE
        assert message(finding, "zh").startswith("已接受：未设消保委员会")
        assert message(finding, "zh").endswith("理由：年内设立")
        assert message(finding, "en").startswith("accepted: no committee")
        assert hint(finding, "zh") == ""

    @pytest.mark.parametrize("rule", ["no-chief", "profile-unknown-id"])
    def test_an_error_is_refused(self, lint: Lint, rule: str) -> None:
        finding = the(lint("bare", f"accept:\n  - {{rule: {rule}, reason: 不改}}\n"), "accept-impossible")
        assert finding.path == "accept[0].rule"

    def test_a_gap_leaves_it_a_gap(self, lint: Lint) -> None:
        over = "departments:\n  - {id: cp, functions: [complaints]}\naccept:\n  - {rule: gap, reason: 待机构调整}\n"
        gaps = [f for f in lint("bank", over) if f.rule == "gap"]
        assert len(gaps) > 25
        assert {(f.severity, f.accepted) for f in gaps} == {(Severity.NOTE, "待机构调整")}

    def test_in_vain_is_a_note(self, lint: Lint) -> None:
        assert [(f.rule, f.severity) for f in lint("bank", self.ACCEPT)] == [("accept-unmatched", Severity.NOTE)]

    def test_a_note_is_in_vain(self, lint: Lint) -> None:
        findings = lint("outlet", "accept:\n  - {rule: chief-is-cp-deputy, reason: 只有一人}\n")
        assert {f.rule for f in findings} == {"chief-is-cp-deputy", "accept-unmatched"}
        assert "只是提示" in message(the(findings, "accept-unmatched"), "zh")

    def test_twice_is_once_too_often(self, lint: Lint) -> None:
        assert "profile-twice" in {
            f.rule for f in lint("bare", self.ACCEPT + "  - {rule: no-committee, reason: 乙}\n")
        }

    def test_a_base_is_done_for_who_extends_it(self, lint: Lint) -> None:
        over = self.ACCEPT + "  - {rule: department-overseen-by-nobody, reason: 直属董事会}\n"
        over += "leaders:\n  - {id: deputy_secretary, oversees: [personnel]}\n"
        assert {f.severity for f in lint("bare", over)} == {Severity.NOTE}

    def test_and_warnings_are_kept_in_the_workbook(self, pack: Pack) -> None:
        more = "accept:\n  - {rule: region-outside, reason: 自愿参照}\n"
        changes = (("region: 山东省泰安市", "region: 青岛市"), ("[cp_deputy, other]", "[cp_deputy]"))
        profile = _city_bank(*changes, more=more)
        content = build(Inputs(profile, pack, Request(("checklist",)))).file("checklist").content
        rows = list(openpyxl.load_workbook(io.BytesIO(content), read_only=True)["说明"].iter_rows(values_only=True))
        (accepted, open_) = sorted(row[:2] for row in rows if len(row) > 2 and row[2] == "责任安排检查")
        assert accepted[0] == "已说明理由的问题"
        assert "青岛" in accepted[1]
        assert accepted[1].endswith("理由：自愿参照")
        assert open_[0] == "需要研究的问题"
        assert "其他负责人" in open_[1]


TINY = {
    "pack.yaml": """
name: tiny
version: 0.1.0
title: 虚构
files: {system: 制度, checklist: 清单}
roles:
  - {id: head, name: 机构负责人, at_most: 1}
  - {id: desk, name: 柜台}
""",
    "notice.yaml": """
title: 虚构的规定
number: 云〔2031〕1号
issuer: 云岭省某局
date: 2031-01-01
effective: 2031-01-02
printed: {title: 虚构的规定, number: 云〔2031〕1号, addressees: 各机构：, signature: 云岭省某局, date: 2031年1月1日}
clauses:
  - id: '1'
    label: 一
    text: 机构负责人应当检查柜台。柜台应当接待。不得推诿。
    duties:
      - {id: 1-01, text: 机构负责人应当检查柜台。, kind: obligation, rule: all, responsible: [head]}
      - {id: 1-02, text: 柜台应当接待。, kind: obligation, rule: all, responsible: [desk]}
      - {id: 1-03, text: 不得推诿。, kind: prohibition, rule: all, responsible: [desk]}
""",
    "rules.yaml": """
roles:
  head: {find: {leader: chief}}
  desk: {find: {function: operations}, else: [{find: {line: front}, finding: warning, says: '由{parties}接待'}]}
rules:
  all: {why: 由本人承担}
tiers: {other: 不属于, none: 不属于}
""",
}


class TestAPackWithoutAnyOfThis:
    @pytest.fixture
    def tiny(self, tmp_path: Path) -> Pack:
        (tmp_path / "tiny").mkdir()
        for name, text in TINY.items():
            (tmp_path / "tiny" / name).write_text(text, "utf-8")
        return open_pack("tiny", [tmp_path])

    @pytest.mark.parametrize("base", ["bank", "branch", "company", "outlet", "bare"])
    def test_is_linted_all_the_same(self, tiny: Pack, base: str) -> None:
        findings = found(EXAMPLES / "base" / f"{base}.yaml", tiny)
        assert {f.rule for f in findings} <= {"fallback-warning", "gap"}

    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.bad.yaml")), ids=lambda path: path.stem)
    def test_is_linted_whatever_the_profile_says(self, tiny: Pack, path: Path) -> None:
        for finding in found(path, tiny):
            assert message(finding, "zh")
            assert message(finding, "en")

    def test_limits_its_roles(self, tiny: Pack) -> None:
        assert "role-held-by-several" in {f.rule for f in found(example("two-chiefs", "bad"), tiny)}

    @pytest.mark.parametrize(
        ("file", "old", "new", "rule"),
        [
            ("rules.yaml", "finding: warning", "finding: no-such-rule", "pack-unknown-finding"),
            ("pack.yaml", "at_most: 1", "at_most: 1, checks: {missing: no-such-rule}", "pack-unknown-finding"),
            ("pack.yaml", "at_most: 1", "at_most: 1, checks: {joint: {nobody: two-chiefs}}", "pack-unknown-role"),
            ("pack.yaml", "at_most: 1", "at_most: 1, checks: {mising: two-chiefs}", "pack-unknown-key"),
            ("pack.yaml", "at_most: 1", "at_most: 1, checks: {posts: 书记}", "pack-not-a-list"),
        ],
    )
    def test_must_name_what_there_is(
        self, tiny: Pack, tmp_path: Path, file: str, old: str, new: str, rule: str
    ) -> None:
        path = tmp_path / "tiny" / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        with pytest.raises(FindingsError) as raised:
            open_pack("tiny", [tmp_path])
        assert [(f.rule, f.location and f.location.file) for f in raised.value.findings] == [(rule, str(path))]


def test_the_engine_has_none_of_the_notices_words() -> None:
    for path in [*LINT, ROOT / "cplist" / "pack" / "lint_settings.py"]:
        code = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search("消保|纪委|山东|青岛|牵头|投诉|一把手", code), path


def test_every_severity_is_one(pack: Pack) -> None:
    assert {catalogue()[rule]["severity"] for rule in rules()} == {"error", "warning", "note"}

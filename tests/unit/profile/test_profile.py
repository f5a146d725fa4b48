"""A profile becomes an institution; what leads nowhere in it is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cplist.core.findings import Finding
from cplist.domain.institution import Institution
from cplist.domain.notice import Tier
from cplist.pack.pack import Pack
from cplist.profile.profile import Profile, institution_of, read_profile

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
Problems = Callable[..., list[Finding]]

DESIGN = """\
schema: 1
pack: shandong-2022-1
institution:
  name: 泰山城市商业银行股份有限公司
  short_name: 泰山银行
  self_name: 本行
  type: city_bank
  tier: legal_entity
  region: 山东省泰安市
  party: 党委
  board: 董事会
document: {number: 泰银发〔2026〕15号, date: 2026-12-01, effective: 2027-01-01, status: draft, \
supersedes: 《泰山银行消费者权益保护工作责任制》（泰银发〔2022〕40号）, interpreter: cp}
levels:
  - {tier: legal_entity, name: 总行}
  - {tier: city_branch, name: 分行, count: 6}
  - {tier: outlet, name: 支行, count: 88}
bodies:
  committee: {name: 消费者权益保护工作委员会, chair: chair, office: cp}
leaders:
  - {id: chair, post: 党委书记、董事长, name: 李某某, roles: [chief]}
  - {id: vp1, post: 副行长, roles: [cp_deputy, other], oversees: [cp, ops]}
  - {id: vp2, post: 副行长, roles: [other], oversees: [retail, it, risk]}
  - {id: dis, post: 纪委书记, roles: [discipline_secretary], oversees: [discipline]}
departments:
  - {id: cp, name: 消费者权益保护部, lines: [back], functions: [cp_lead, complaints]}
  - {id: retail, name: 个人金融部, lines: [front], functions: [marketing, sales_management, product]}
  - {id: ops, name: 运营管理部, lines: [middle], functions: [operations, pricing]}
  - {id: it, name: 信息科技部, lines: [middle], functions: [it]}
  - {id: risk, name: 风险管理部, lines: [middle], functions: [risk, compliance]}
  - {id: discipline, name: 纪检监察室, lines: [back], functions: [discipline, audit, hr]}
assignments:
  - {duty: 2.2-09, lead: cp, support: [risk], frequency: 按件, evidence: 消保审查意见书（文号）}
  - {duty: 2.3-11, performed_by: superior, local_part: 配合检查，落实整改}
  - {duty: 3.1-08, not_applicable: 尚未设立分支机构}
"""


def no_base(base: str, file: str) -> tuple[str, bytes]:
    raise FileNotFoundError(base)


def profile(text: str = DESIGN) -> Profile:
    return read_profile(text.encode(), "p.yaml", no_base)


def institution(text: str = DESIGN, by_reference: frozenset[str] = frozenset()) -> Institution:
    return institution_of(profile(text), by_reference)


def changed(old: str, new: str) -> str:
    assert old in DESIGN
    return DESIGN.replace(old, new, 1)


def place_of(text: str, index: int) -> str:
    return f"p.yaml:{text.count(chr(10), 0, index) + 1}:{index - text.rfind(chr(10), 0, index)}"


def shown(found: Profile) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.location).removeprefix("p.yaml:"), f.path) for f in found.findings]


class TestTheExampleOfTheDesign:
    def test_has_nothing_to_find(self, pack: Pack) -> None:
        found = profile()
        assert found.findings == ()
        assert found.catalogue_findings(frozenset(duty.id for duty in pack.notice.duties)) == []
        assert found.pack == "shandong-2022-1"

    def test_is_the_institution_that_it_describes(self) -> None:
        own = institution()
        assert (own.name, own.short_name, own.type) == ("泰山城市商业银行股份有限公司", "泰山银行", "city_bank")
        assert (own.tier, own.tiers) == (Tier.LEGAL_ENTITY, (Tier.LEGAL_ENTITY,))
        assert (own.party, own.board, own.superior) == ("党委", "董事会", None)
        assert [(level.tier, level.name, level.count) for level in own.levels_below] == [
            (Tier.CITY_BRANCH, "分行", 6),
            (Tier.OUTLET, "支行", 88),
        ]

    def test_has_its_leaders_departments_and_bodies(self) -> None:
        own = institution()
        assert [(ldr.id, ldr.roles, ldr.oversees) for ldr in own.leaders][1] == (
            *("vp1", ("cp_deputy", "other")),
            ("cp", "ops"),
        )
        assert own.departments[0].functions == ("cp_lead", "complaints")
        assert own.departments[0].lines == ("back",)
        committee = own.bodies["committee"]
        assert (committee.name, committee.chair, committee.office) == ("消费者权益保护工作委员会", "chair", "cp")

    def test_has_its_own_decisions(self) -> None:
        decisions = institution().decisions
        assert list(decisions) == ["2.2-09", "2.3-11", "3.1-08"]
        assert (decisions["2.2-09"].lead, decisions["2.2-09"].support) == ("cp", ("risk",))
        assert decisions["2.2-09"].overseen_by is None
        assert decisions["2.3-11"].performed_by == "superior"
        assert decisions["3.1-08"].not_applicable == "尚未设立分支机构"

    def test_has_its_paper(self) -> None:
        paper = institution().document
        assert (paper.number, paper.date, paper.effective) == ("泰银发〔2026〕15号", "2026-12-01", "2027-01-01")
        assert (paper.status, paper.interpreter, paper.names) == ("draft", "cp", True)

    def test_calls_its_levels_as_it_says(self) -> None:
        assert institution().words["city_branch"] == "分行"


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.yaml")), ids=lambda path: path.name)
def test_a_shipped_profile_has_nothing_to_find(path: Path, pack: Pack) -> None:
    def load(base: str, file: str) -> tuple[str, bytes]:
        found = Path(file).parent / base
        return str(found), found.read_bytes()

    read = read_profile(path.read_bytes(), str(path), load)
    assert read.findings == ()
    assert read.catalogue_findings(frozenset(duty.id for duty in pack.notice.duties)) == []


class TestDefaults:
    @pytest.mark.parametrize(
        ("type_", "self_name"),
        [
            ("city_bank", "本行"),
            ("rural_credit_union", "本社"),
            ("life_insurer", "本公司"),
            ("credit_card_center", "本中心"),
            ("other", "本机构"),
        ],
    )
    def test_an_institution_calls_itself_as_its_type_does(self, type_: str, self_name: str) -> None:
        text = changed("type: city_bank", f"type: {type_}").replace("  self_name: 本行\n", "")
        assert institution(text).self_name == self_name

    def test_its_own_word_wins(self) -> None:
        assert institution(changed("self_name: 本行", "self_name: 我行")).self_name == "我行"

    @pytest.mark.parametrize("tier", ["tier1_branch", "city_branch", "county_branch", "outlet"])
    def test_a_branch_has_a_superior_by_its_nature(self, tier: str) -> None:
        text = changed("tier: legal_entity\n", f"tier: {tier}\n")
        superior = institution(text).superior
        assert superior is not None and superior.name

    def test_the_superior_that_it_names_wins(self) -> None:
        text = changed("  board: 董事会", "  board: 董事会\n  superior: {name: 山东省联社, kind: 省联社}")
        superior = institution(text).superior
        assert superior is not None
        assert (superior.name, superior.kind) == ("山东省联社", "省联社")

    def test_a_branch_may_be_of_two_tiers(self) -> None:
        text = changed("tier: legal_entity\n", "tier: city_branch\n  also: [tier1_branch, city_branch]\n")
        assert institution(text).tiers == (Tier.CITY_BRANCH, Tier.TIER1_BRANCH)

    @pytest.mark.parametrize(
        ("type_", "extra", "expected"),
        [
            ("finance_company", "", True),
            ("city_bank", "", False),
            ("trust_company", "\n  applicability: by_reference", True),
            ("trust_company", "\n  applicability: direct", False),
            ("trust_company", "", False),
        ],
    )
    def test_the_notice_reaches_it_as_pack_and_profile_say(
        self, pack: Pack, type_: str, extra: str, expected: bool
    ) -> None:
        text = changed("type: city_bank", f"type: {type_}{extra}")
        assert institution(text, pack.types_by_reference).by_reference is expected

    def test_an_empty_list_is_not_the_same_as_none(self) -> None:
        text = changed("support: [risk]", "support: []")
        assert institution(text).decisions["2.2-09"].support == ()

    @pytest.mark.parametrize(("written", "names"), [("true", True), ("false", False)])
    def test_names_may_be_left_out(self, written: str, names: bool) -> None:
        text = changed("status: draft", f"status: final, names: {written}")
        paper = institution(text).document
        assert (paper.status, paper.names) == ("final", names)

    @pytest.mark.parametrize(
        ("written", "name"),
        [("pack: a", "a"), ("pack: {name: b, version: '>=1.0,<2'}", "b"), ("", ""), ("pack: [x]", None)],
    )
    def test_the_pack_is_named_one_way_or_the_other(self, written: str, name: str | None) -> None:
        found = profile(changed("pack: shandong-2022-1", written))
        if name is None:
            assert [f.rule for f in found.findings] == ["profile-wrong-text"]
        else:
            assert (found.pack, found.findings) == (name, ())


class TestReferences:
    @pytest.mark.parametrize(
        ("old", "new", "what", "path", "near"),
        [
            ("oversees: [cp, ops]", "oversees: [cp, opps]", "department", "leaders[1].oversees[1]", "ops"),
            ("oversees: [cp, ops]", "oversees: [cp, vp2]", "department", "leaders[1].oversees[1]", ""),
            ("oversees: [cp, ops]", "oversees: [outlets]", "department", "leaders[1].oversees[0]", "outlet"),
            ("oversees: [cp, ops]", "oversees: [superior]", "department", "leaders[1].oversees[0]", ""),
            ("chair: chair,", "chair: cp,", "leader", "bodies.committee.chair", ""),
            ("office: cp}", "office: chair}", "department", "bodies.committee.office", ""),
            ("interpreter: cp}", "interpreter: cpp}", "department", "document.interpreter", "cp"),
            ("lead: cp,", "lead: cpx,", "id", "assignments[0].lead", "cp"),
            ("lead: cp,", "lead: deliberation,", "id", "assignments[0].lead", ""),
            ("lead: cp,", "lead: legal_entity,", "id", "assignments[0].lead", ""),
            ("support: [risk]", "support: [risk, riks]", "id", "assignments[0].support[1]", "risk"),
            ("frequency: 按件", "overseen_by: [cp]", "leader", "assignments[0].overseen_by[0]", ""),
        ],
    )
    def test_that_lead_nowhere_are_found_with_the_nearest(
        self, old: str, new: str, what: str, path: str, near: str
    ) -> None:
        text = changed(old, new)
        (found,) = profile(text).findings
        bad = re.findall(r"\w+", new)[-1]
        assert (found.rule, found.path) == (f"profile-unknown-{what}", path)
        assert str(found.location) == place_of(text, text.index(new) + new.rindex(bad))
        assert (found.arguments["id"], found.arguments["near"]) == (bad, near)

    @pytest.mark.parametrize(("written", "near"), [("信息科技部", "it"), ("董事长", "chair"), ("李某某", "chair")])
    def test_may_have_a_name_for_an_id(self, written: str, near: str) -> None:
        (found,) = profile(changed("lead: cp,", f"lead: {written},").replace("党委书记、董事长", "董事长")).findings
        assert (found.rule, found.arguments["near"]) == ("profile-wrong-id", near)

    @pytest.mark.parametrize("id_", ["chair", "cp", "committee", "city_branch", "outlet"])
    def test_may_lead_to_anybody_who_is_there(self, id_: str) -> None:
        assert profile(changed("lead: cp,", f"lead: {id_},")).findings == ()

    @pytest.mark.parametrize(
        ("superior", "rules"), [("", ["profile-unknown-id"]), ("  superior: {name: 集团}\n", [])]
    )
    @pytest.mark.parametrize("decision", ["lead: superior", "lead: cp, support: [superior]"])
    def test_may_lead_to_the_superior_where_there_is_one(
        self, superior: str, rules: list[str], decision: str
    ) -> None:
        text = changed("lead: cp, support: [risk],", f"{decision},")
        text = text.replace("document:", f"{superior}document:", 1)
        assert [f.rule for f in profile(text).findings] == rules

    @pytest.mark.parametrize(("party", "rules"), [("党委", []), ("none", ["profile-unknown-id"])])
    def test_may_lead_to_the_party_organisation_where_there_is_one(self, party: str, rules: list[str]) -> None:
        text = changed("lead: cp,", "lead: party_organisation,").replace("party: 党委", f"party: {party}")
        assert [f.rule for f in profile(text).findings] == rules

    @pytest.mark.parametrize(
        "id_", ["institution", "committee", "superior", "deliberation", "outlet", "legal_entity"]
    )
    @pytest.mark.parametrize(("old", "place"), [("id: dis,", "23:10"), ("id: it,", "28:10")])
    def test_reserved_ids_are_found(self, id_: str, old: str, place: str) -> None:
        found = profile(changed(old, f"id: {id_},"))
        assert ("profile-reserved-id", place) in [(rule, at) for rule, at, _ in shown(found)]

    def test_leaders_and_departments_share_their_ids(self) -> None:
        found = profile(changed("id: it,", "id: chair,"))
        assert ("profile-id-twice", "28:10", "departments[3].id") in shown(found)

    def test_an_id_that_stands_three_times_is_found_twice(self) -> None:
        text = DESIGN.replace("id: vp1,", "id: chair,").replace("id: vp2,", "id: chair,")
        assert [at for rule, at, _ in shown(profile(text)) if rule == "profile-id-twice"] == ["21:10", "22:10"]

    @pytest.mark.parametrize(
        ("old", "new", "place", "path"),
        [
            ("{tier: outlet,", "{tier: city_branch,", "16:12", "levels[2].tier"),
            ("{duty: 3.1-08,", "{duty: 2.2-09,", "34:12", "assignments[2].duty"),
        ],
    )
    def test_a_level_or_a_duty_twice_is_found(self, old: str, new: str, place: str, path: str) -> None:
        assert shown(profile(changed(old, new))) == [("profile-twice", place, path)]

    @pytest.mark.parametrize(("duty", "near"), [("2.2-9", "2.2-09"), ("2.2", ""), ("9.9-99", "")])
    def test_a_duty_that_the_notice_doesnt_have_is_found(self, pack: Pack, duty: str, near: str) -> None:
        found = profile(changed("{duty: 2.2-09,", f"{{duty: '{duty}',"))
        findings = found.catalogue_findings(frozenset(d.id for d in pack.notice.duties))
        assert [(f.rule, str(f.location), f.path) for f in findings] == [
            ("profile-unknown-duty", "p.yaml:32:12", "assignments[0].duty")
        ]
        if near:
            assert findings[0].arguments["near"] == near

    def test_are_followed_whatever_else_is_wrong(self) -> None:
        text = changed("post: 副行长, roles: [other]", "post: 副行长, roles: [otter]").replace(
            "lead: cp,", "lead: nn,"
        )
        assert [rule for rule, _, _ in shown(profile(text))] == ["profile-not-allowed", "profile-unknown-id"]

    @pytest.mark.parametrize(
        "text",
        [
            "leaders: x\ndepartments: [1, [2]]\nlevels: {a: 1}\nbodies: [x]\nassignments: [a, {duty: []}]",
            "leaders: [{id: {}, oversees: 3}]\nbodies: {committee: [], x: {chair: []}}\ndocument: 4",
            "institution: []\nlevels: [{tier: []}]\nassignments: [{duty: a, support: {}, lead: []}]",
            "leaders:\n  - {id: [a]}\n  -\n  - {oversees: [[x], {y: 1}]}",
        ],
    )
    def test_of_any_shape_are_findings_and_no_crash(self, text: str) -> None:
        found = profile(text).findings
        assert found
        assert list(found) == sorted(found, key=lambda f: f.location)


def test_findings_of_several_files_name_theirs() -> None:
    def load(base: str, file: str) -> tuple[str, bytes]:
        return "base.yaml", DESIGN.encode()

    text = "extends: base.yaml\ninstitution: {tier: head}\nassignments:\n  - {duty: 2.2-09, lead: nobody}\n"
    found = read_profile(text.encode(), "top.yaml", load).findings
    assert [(f.rule, str(f.location)) for f in found] == [
        ("profile-not-allowed", "top.yaml:2:21"),
        ("profile-unknown-id", "top.yaml:4:26"),
    ]
    text = "extends: base.yaml\ndepartments: [{id: cp, remove: true}]\n"
    found = read_profile(text.encode(), "top.yaml", load).findings
    assert {f.location.file for f in found} == {"base.yaml"}
    assert {f.path for f in found} == {
        *("document.interpreter", "bodies.committee.office", "leaders[1].oversees[0]", "assignments[0].lead")
    }


def test_an_institution_is_not_made_of_a_profile_with_errors() -> None:
    with pytest.raises(AssertionError):
        institution(changed("type: city_bank", "type: bank"))

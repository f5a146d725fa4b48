"""Every party's part in a duty is told by what it has it; who was found and has no part, why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest

from cplist.assignment.trace import Use
from cplist.core.findings import FindingsError
from cplist.domain.institution import Decision
from cplist.draft import assigned_duties, checked
from cplist.explaining.explanation import AskedRole, By, From, LeftOut, Part
from cplist.explaining.roles import Roles
from cplist.pack.pack import Pack
from cplist.workspace.batch import Builder

from ..conftest import Outcome
from .conftest import EXAMPLES, PACKS, SHIPPED, TINY

Assign = Callable[..., Outcome]
LINT = sorted((EXAMPLES / "lint").glob("*.yaml"))
MORE = [*sorted((EXAMPLES / "profiles").glob("*.yaml")), TINY]


def told(outcome: Outcome, duty: str, pack: Pack) -> tuple[list[AskedRole], list[Part]]:
    roles = Roles(outcome[duty], outcome.assigned.traces[duty], pack)
    asked = roles.asked()
    return asked, list(roles.parts(asked))


def holding(outcome: Outcome, pack: Pack) -> Iterator[AskedRole]:
    """The parts of every duty are those of its assignment, and those by a role are the ones that the role took.
    Gives all roles that were asked."""
    for assignment in outcome.assigned.assignments:
        asked, parts = told(outcome, assignment.duty.id, pack)
        yield from asked
        for use in Use:
            mine = [part for part in parts if part.use is use]
            assert [part.party for part in mine] == [*getattr(assignment, use.value)], (assignment.duty.id, use)
            by_role = {(part.role, part.party) for part in mine if part.by is By.ROLE}
            taken = {(one.asked.role, party) for one in asked if one.asked.use is use for party in one.taken}
            assert by_role == taken, (assignment.duty.id, use)


@pytest.mark.slow
def test_every_part_of_every_duty_of_the_examples_is_told() -> None:
    """Those of profiles with findings too, as long as they can be assigned."""
    builder, seen, count = Builder([PACKS]), Counter[LeftOut](), 0
    for path in (*SHIPPED, *MORE, *LINT):
        profile = builder.profile(str(path))
        pack = builder.pack_of(profile)
        try:
            outcome = Outcome(assigned_duties(pack, checked(profile, pack)[0], profile.name))
        except FindingsError:
            continue
        count += 1
        seen.update(why for role in holding(outcome, pack) for _, why in role.left_out)
    assert count > 100
    assert seen.keys() >= {LeftOut.RESPONSIBLE, LeftOut.BEFORE, LeftOut.CENTRALISED, LeftOut.DECIDED}


def left_out(asked: Iterable[AskedRole], use: Use, role: str) -> dict[str, LeftOut]:
    one = next(one for one in asked if (one.asked.use, one.asked.role) == (use, role))
    return {party.id: why for party, why in one.left_out}


class TestWhoIsLeftOut:
    def test_is_responsible_already(self, assigned: Assign, pack: Pack) -> None:
        asked, _ = told(assigned(), "1.0-03", pack)
        assert left_out(asked, Use.DELIBERATED_BY, "meeting") == {}
        asked, _ = told(assigned(bodies={}), "1.0-05", pack)
        assert left_out(asked, Use.OVERSEEN_BY, "committee_chair") == {"chair": LeftOut.RESPONSIBLE}

    def test_has_that_part_by_a_role_before(self, assigned: Assign, pack: Pack) -> None:
        departments = {"both": "综合部: back cp_lead complaints", "retail": "零售部: front product"}
        asked, parts = told(assigned(departments=departments), "4.2-02", pack)
        assert ("both", "complaints") in {(part.party.id, part.role) for part in parts}
        later = [one for one in asked if any(why is LeftOut.BEFORE for _, why in one.left_out)]
        assert later

    def test_is_overridden_by_the_profile(self, assigned: Assign, pack: Pack) -> None:
        decision = Decision("2.3-11", lead="law", support=("retail",), overseen_by=("vice",))
        asked, parts = told(assigned(decisions=[decision]), "2.3-11", pack)
        assert left_out(asked, Use.RESPONSIBLE, "audit") == {"audit": LeftOut.DECIDED}
        assert left_out(asked, Use.SUPPORTING, "cp_lead") == {"consumer": LeftOut.DECIDED}
        assert left_out(asked, Use.OVERSEEN_BY, "overseer") == {"risk_officer": LeftOut.DECIDED}
        by = {(part.party.id, part.use): part.by for part in parts}
        for party, use in (("law", Use.RESPONSIBLE), ("retail", Use.SUPPORTING), ("vice", Use.OVERSEEN_BY)):
            assert by[party, use] is By.DECISION
        assert by["secretary", Use.SUPERVISED_BY] is By.ROLE

    def test_is_a_superior_that_only_supports(self, assigned: Assign, pack: Pack) -> None:
        branch = assigned(tiers="tier1_branch", superior="总行", centralised=("it",), departments={
            key: text for key, text in DEPARTMENTS.items() if key != "technology"
        })  # fmt: skip
        asked, parts = told(branch, "2.2-02", pack)
        assert any(part.by is By.SUPERIOR and part.party.id == "superior" for part in parts)
        assert LeftOut.CENTRALISED in {why for one in asked for _, why in one.left_out}

    def test_bears_nothing_where_the_duty_does_not_apply(self, assigned: Assign, pack: Pack) -> None:
        graded = next(duty for duty in pack.notice.duties if duty.bearers)
        decision = Decision(graded.id, not_applicable="本机构没有该类业务")
        asked, parts = told(assigned(decisions=[decision]), graded.id, pack)
        assert parts == []
        assert {why for one in asked for _, why in one.left_out} == {LeftOut.NOT_APPLICABLE}


DEPARTMENTS = {
    "retail": "个人金融部: front marketing sales_management product",
    "operations": "运营管理部: middle operations pricing",
    "risk": "风险管理部: middle risk",
    "consumer": "消费者权益保护部: back cp_lead complaints",
}


class TestByWhat:
    def test_a_level_below_that_is_bound_beside_the_departments(self, assigned: Assign, pack: Pack) -> None:
        asked, parts = told(assigned(below="city_branch outlet"), "2.1-02", pack)
        by = {part.party.id: part.by for part in parts if part.use is Use.RESPONSIBLE}
        assert by == {"retail": By.ROLE, "city_branch": By.LEVEL, "outlet": By.LEVEL}
        over = [(part.party.id, part.role) for part in parts if part.use is Use.BOUND_OVERSEEN_BY]
        assert over == [("deputy", "cp_deputy")]
        decided = assigned(below="city_branch", decisions=[Decision("2.1-02", performed_by="superior")])
        asked, parts = told(decided, "2.1-02", pack)
        assert Use.BOUND_OVERSEEN_BY not in {*(one.asked.use for one in asked), *(part.use for part in parts)}

    def test_a_level_below(self, assigned: Assign, pack: Pack) -> None:
        _, parts = told(assigned(below="county_branch outlet"), "3.2-24", pack)
        assert {part.by for part in parts if part.use is Use.RESPONSIBLE} == {By.LEVEL}

    def test_the_local_part_of_what_the_superior_performs(self, assigned: Assign, pack: Pack) -> None:
        decision = Decision("2.3-11", performed_by="superior")
        _, parts = told(assigned(tiers="tier1_branch", decisions=[decision]), "2.3-11", pack)
        by = {part.party.id: part.by for part in parts if part.use in (Use.RESPONSIBLE, Use.SUPPORTING)}
        assert by["superior"] is By.DECISION and by["audit"] is By.LOCAL

    @pytest.mark.parametrize(
        ("duty", "use", "role", "origin"),
        [
            ("2.3-11", Use.RESPONSIBLE, "audit", From.DUTY),
            ("2.3-11", Use.OVERSEEN_BY, "overseer", From.RULE),
            ("2.2-09", Use.SUPPORTING, "reviewer", From.ADDITION),
            ("1.1-01", Use.BORNE_BY, "chief", From.DUTY),
        ],
    )
    def test_a_role_that_somebody_asks_for(
        self, assigned: Assign, pack: Pack, duty: str, use: Use, role: str, origin: From
    ) -> None:
        asked, _ = told(assigned(), duty, pack)
        one = next(one for one in asked if (one.asked.use, one.asked.role) == (use, role))
        assert one.origin is origin
        assert one.name == pack.roles[role].name

    def test_a_role_looked_up_for_whom_the_profile_chose(self, assigned: Assign, pack: Pack) -> None:
        asked, parts = told(assigned(decisions=[Decision("2.3-11", lead="retail")]), "2.3-11", pack)
        again = next(one for one in asked if one.origin is From.DECISION)
        assert [party.id for party in again.taken] == ["vice"]
        assert ("vice", By.ROLE) in {(part.party.id, part.by) for part in parts if part.use is Use.OVERSEEN_BY}

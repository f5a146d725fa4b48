"""How an assignment came about is told as it happened: each step that was tried, what it found, what it spared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cplist.assignment.party_finder import PartyFinder
from cplist.assignment.trace import Attempt, Found, Search, Trace, Use
from cplist.domain.assignment import Assignment, Party
from cplist.domain.institution import Decision
from cplist.pack.pack import Pack
from cplist.pack.rules import Step, read_rules

from ..conftest import Outcome, build_institution

Assign = Callable[..., Outcome]
SMALL = {"retail": "零售部: front", "desk": "业务管理部: middle", "back": "综合部: back cp_lead"}
HOW: tuple[dict[str, Any], ...] = (
    {},
    {"below": "city_branch outlet"},
    {"departments": SMALL},
    {"departments": {}, "tiers": "outlet"},
    {"leaders": {"chair": "行长: chief"}, "bodies": {}},
    {"tiers": "county_branch", "centralised": ("it", "audit")},
)
"""Institutions whose duties are assigned, land on levels, fall back, are gaps or don't apply."""


def traced(outcome: Outcome, duty: str) -> Trace:
    return outcome.assigned.traces[duty]


def found(outcome: Outcome, duty: str, role: str) -> Found:
    """What that role came to, the first time that it was looked up for that duty."""
    return next(one.found for one in traced(outcome, duty).asked if one.role == role and one.found)


def ids(parties: tuple[Party, ...]) -> list[str]:
    return [party.id for party in parties]


def all_found(outcome: Outcome) -> Iterator[Found]:
    """Every look-up of a role, those within others too."""
    for trace in outcome.assigned.traces.values():
        for asked in trace.asked:
            yield from within(asked.found)


def within(one: Found | None) -> Iterator[Found]:
    if one:
        yield one
        for attempt in one.attempts:
            yield from within_search(attempt.search)
            yield from within_search(attempt.check.search if attempt.check else None)


def within_search(search: Search | None) -> Iterator[Found]:
    if search:
        for inner in (search.role, *search.excepted):
            yield from within(inner)
        for part in search.parts:
            yield from within_search(part)


class TestATrace:
    def test_has_every_duty(self, assigned: Assign, pack: Pack) -> None:
        assert list(assigned().assigned.traces) == [duty.id for duty in pack.notice.duties]

    def test_leads_to_every_party_of_every_duty(self, assigned: Assign) -> None:
        """Whoever has a part in a duty was found by a role that was asked for that part, or is a level."""
        seen = set()
        for how in HOW:
            outcome = assigned(**how)
            for assignment in outcome.assigned.assignments:
                seen.add(assignment.status)
                for use in Use:
                    self.leads_to(assignment, traced(outcome, assignment.duty.id), use)
        assert len(seen) >= 5

    def leads_to(self, assignment: Assignment, trace: Trace, use: Use) -> None:
        reached = {party for one in trace.asked if one.use is use and one.found for party in one.found.parties}
        not_by_role = {
            party for group in assignment.groups if group.role in ("levels", "superior") for party in group.parties
        }
        not_by_role |= {*assignment.bound} | {
            p for group in assignment.support if group.role in ("superior", "local") for p in group.parties
        }
        assert {*getattr(assignment, use.value)} <= reached | not_by_role, (assignment.duty.id, use)

    def test_tells_steps_as_the_pack_has_them(self, assigned: Assign, pack: Pack) -> None:
        count = 0
        for how in HOW:
            for one in all_found(assigned(**how)):
                steps = pack.rules.roles[one.role]
                assert (*(attempt.step for attempt in one.attempts), *one.untried) == steps
                count += 1
        assert count > 5000

    def test_ends_with_the_step_that_found_somebody(self, assigned: Assign) -> None:
        for how in HOW:
            for one in all_found(assigned(**how)):
                *before, last = one.attempts or (Attempt(Step({}), None, None),)
                assert [attempt.parties for attempt in before] == [()] * len(before)
                assert last.parties == one.parties
                assert bool(one.parties) or one.untried == ()
                assert one.fallback == (len(before) > 0 and bool(one.parties))

    def test_searches_only_where_the_condition_holds(self, assigned: Assign) -> None:
        skipped = 0
        for how in HOW:
            for one in all_found(assigned(**how)):
                for attempt in one.attempts:
                    assert bool(attempt.step.when) == (attempt.check is not None)
                    if attempt.check:
                        assert attempt.check.name == attempt.step.when
                        assert attempt.check.holds == (attempt.search is not None)
                        skipped += not attempt.check.holds
        assert skipped > 10


class TestAFallback:
    def test_is_told_step_by_step(self, assigned: Assign) -> None:
        complaints = found(assigned(departments=SMALL), "4.3-05", "complaints")
        first, second, third = complaints.attempts
        assert (first.check, first.parties) == (None, ())
        assert second.check and not second.check.holds and second.search is None
        assert second.check.name == "no_departments"
        assert ids(second.check.search.parties) == list(SMALL)
        assert ids(third.parties) == ["back"]
        assert third.search and third.search.role and third.search.role.role == "cp_lead"
        assert complaints.fallback and complaints.says and complaints.finding == "no-complaints-department"
        assert complaints.untried == ()

    def test_that_was_not_needed_stays_untried(self, assigned: Assign, pack: Pack) -> None:
        complaints = found(assigned(), "4.3-05", "complaints")
        assert len(complaints.attempts) == 1 and not complaints.fallback
        assert complaints.untried == pack.rules.roles["complaints"][1:]

    def test_names_each_part_and_what_was_left_out(self, assigned: Assign) -> None:
        outcome = assigned()
        (five,) = found(outcome, "2.2-02", "five_functions").attempts
        assert five.search
        parts = [(part.find, ids(part.parties)) for part in five.search.parts]
        assert parts[0] == ({"role": "product"}, ["retail"])
        pricing = five.search.parts[2]
        assert [part.find for part in pricing.parts] == [{"function": "pricing"}]
        support = found(outcome, "2.3-08", "support").attempts[0].search
        assert support
        behind = support.parts[0]
        assert [one.role for one in behind.excepted] == ["cp_lead", "discipline"]
        assert set(ids(behind.parties)).isdisjoint(ids(behind.excepted[0].parties))


class TestWhatTheDutyItselfAsks:
    def test_is_its_condition(self, assigned: Assign) -> None:
        alone = traced(assigned(leaders={"chair": "行长: chief"}), "1.1-05")
        assert alone.check and (alone.check.name, alone.check.holds) == ("several_leaders", False)
        assert [one.use for one in alone.asked if one.use is not Use.BORNE_BY] == []
        together = traced(assigned(), "1.1-05")
        assert together.check and together.check.holds

    def test_is_its_tier_and_then_the_levels_below(self, assigned: Assign) -> None:
        trace = traced(assigned(below="county_branch outlet"), "3.2-24")
        assert not trace.own_tier and trace.levels
        assert {one.use for one in trace.asked} <= {Use.SUPPORTING, Use.OVERSEEN_BY, Use.SUPERVISED_BY}

    def test_is_an_addition_under_a_condition(self, assigned: Assign) -> None:
        added, _ = [one for one in traced(assigned(), "2.2-09").asked if one.check]
        assert (added.role, added.found) == ("reviewer", None) and added.check and not added.check.holds
        business = {"both": "业务部: front back cp_lead product", "risk": "风险部: middle risk"}
        added, _ = [one for one in traced(assigned(departments=business), "2.2-09").asked if one.check]
        assert added.check and added.check.holds and added.found and ids(added.found.parties) == ["risk"]


class TestADecision:
    def test_keeps_what_the_rules_came_to(self, assigned: Assign) -> None:
        decision = Decision("2.3-11", lead="law", reason="本行归口")
        outcome = assigned(decisions=[decision])
        by_rule = traced(outcome, "2.3-11").by_rule
        assert by_rule and (by_rule.rule, ids(by_rule.responsible)) == ("C8c", ["audit"])
        assert by_rule == assigned()["2.3-11"]
        assert outcome.ids("2.3-11") == ["law"]

    def test_says_which_roles_were_asked_for_whom_it_chose(self, assigned: Assign) -> None:
        outcome = assigned(decisions=[Decision("2.3-11", lead="retail")])
        again = [one for one in traced(outcome, "2.3-11").asked if one.decided]
        assert [(one.use, one.role) for one in again] == [(Use.OVERSEEN_BY, "overseer")]
        assert again[0].found and ids(again[0].found.parties) == outcome.ids("2.3-11", "overseen_by") == ["vice"]

    def test_that_a_duty_does_not_apply_asks_no_rule(self, assigned: Assign) -> None:
        outcome = assigned(decisions=[Decision("2.1-07", not_applicable="本行不支付佣金")])
        assert traced(outcome, "2.1-07").by_rule is None
        assert {one.use for one in traced(outcome, "2.1-07").asked} <= {Use.BORNE_BY}


class TestTheFinder:
    def test_of_a_role_that_leads_back_to_itself_finds_nobody(self) -> None:
        rules = read_rules({"roles": {"a": {"find": {"role": "b"}}, "b": {"find": {"role": "a"}}}, "rules": {}})
        finder = PartyFinder(build_institution(), rules)
        assert finder.role("a").parties == ()

    def test_of_a_role_that_nobody_wrote_finds_nobody(self, pack: Pack) -> None:
        assert PartyFinder(build_institution(), pack.rules).role("nobody") == Found("nobody")

    def test_gives_the_same_answer_again(self, pack: Pack) -> None:
        finder = PartyFinder(build_institution(), pack.rules)
        assert finder.role("overseer") is finder.role("overseer")
        responsible = finder.role("audit").parties
        assert ids(finder.role("overseer", responsible).parties) == ["risk_officer"]
        assert finder.role("overseer").parties == ()

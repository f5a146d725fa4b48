"""Who carries what: each party's duties and grade, the pairs that are filled in, the matrix of clauses × parties.

Plain data for templates (compose/context.py); nothing here is inert yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import STAFFS, Parties, distinct, names
from cplist.compose.values import (
    BearerValues,
    DutyValues,
    GradeValues,
    OwnDutyValues,
    PairValues,
    PartyValues,
    RowValues,
)
from cplist.core.inert import Plain
from cplist.domain.assignment import Assignment, Party, PartyKind, Status
from cplist.domain.institution import Institution
from cplist.domain.notice import Kind, Notice

UNGRADED = "通知未定性"
NOBODY = "〔责任主体待定〕"


class Shares:
    """Every party's part in every duty of one institution. `labels` are the clauses' labels by id."""

    def __init__(self, institution: Institution, assigned: Assigned, labels: Mapping[str, str]) -> None:
        self.institution, self.labels = institution, labels
        self.assignments, self.finders = assigned.assignments, assigned.finders
        self._named: dict[str, Party] = {}
        self._grades = self._graded()
        self._marks = self._shares()

    def responsible_for(self, id_: str) -> list[str]:
        return [Plain(a.duty.id) for a in self.assignments if id_ in {party.id for party in a.responsible}]

    def local_to(self, id_: str) -> list[str]:
        """The duties that the superior performs and of which that party does what is left to do here."""
        return [Plain(a.duty.id) for a in self.assignments if id_ in {party.id for party in a.local}]

    def supports(self, id_: str) -> list[str]:
        return [Plain(a.duty.id) for a in self.assignments if id_ in {party.id for party in a.supporting}]

    def exempt_from(self, id_: str) -> list[str]:
        """The duties in which a department has no part for what they presuppose."""
        return [Plain(a.duty.id) for a in self.assignments if id_ in {party.id for party in a.exempt}]

    def has_share(self, id_: str) -> bool:
        """Whether the party has any part in any duty of the notice, or a grade, or a duty of the institution's."""
        given = {duty.party for duty in self.institution.own_duties}
        return id_ in self._marks or id_ in self._grades or id_ in given or id_ in self._staff()

    def _staff(self) -> list[str]:
        """The posts at work that are bound by what binds everybody, where there are no departments."""
        bound = STAFFS["all"].id in self._marks
        return [leader.id for leader in self.institution.leaders if bound and leader.at_work]

    def signs(self, id_: str) -> bool:
        """Whether a leader or a department signs a letter: one of the institution's own, with a share in
        something, of whom the profile says nothing else."""
        own = self.institution
        apart = [ldr.id for ldr in own.leaders if not ldr.letter or ldr.external]
        apart += [department.id for department in own.departments if not department.letter]
        return id_ not in apart and self.has_share(id_)

    def unsigned(self) -> list[str]:
        """The names of leaders and departments that sign no letter."""
        own = self.institution
        ids = [ldr.id for ldr in own.leaders] + [department.id for department in own.departments]
        return [party.name for id_ in ids if not self.signs(id_) and (party := self.finders.party(id_))]

    def own_duties(self) -> list[OwnDutyValues]:
        """The duties that the institution itself gives out, with the party of each."""
        duties = ((duty, self.finders.party(duty.party)) for duty in self.institution.own_duties)
        return [
            {
                "id": Plain(duty.id),
                "key": f"{duty.id}|{party.id}",
                "party": party_values(party),
                "text": duty.text,
                "measure": duty.measure,
                "evidence": duty.evidence,
                "frequency": duty.frequency,
            }
            for duty, party in duties
            if party
        ]

    def _graded(self) -> dict[str, list[Assignment]]:
        """Party → the statements that grade its responsibility."""
        graded: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            for party in assignment.borne_by:
                if assignment.duty.grade:
                    graded.setdefault(party.id, []).append(assignment)
        return graded

    def grade(self, id_: str) -> GradeValues:
        statements = self._grades.get(id_, [])
        return {
            "grade": "；".join(a.duty.grade for a in statements) or UNGRADED,
            "grade_clause": "、".join(dict.fromkeys(self.labels[a.duty.clause] for a in statements)),
            "grade_text": "".join(a.duty.text for a in statements),
        }

    def parties(self) -> list[BearerValues]:
        """Everybody, in the order institution, leaders, bodies, departments, levels, superior, then whoever else
        has a share (a superior that the profile doesn't name)."""
        own = self.institution
        order = [
            "institution",
            *(ldr.id for ldr in own.leaders),
            *own.bodies,
            *(d.id for d in own.departments),
        ]
        order += [id_ for level in own.levels_below for id_ in level.ids] + ["superior", *self._named]
        found = distinct(party for id_ in order if (party := self.finders.party(id_) or self._named.get(id_)))
        wanted = [party for party in found if party.id in self._marks or party.id in self._grades]
        return [
            {
                **party_values(party),
                "shares": self._marks.get(party.id, {}),
                "responsible_count": self._count(party, "●"),
                "supporting_count": self._count(party, "○"),
                "overseeing_count": self._count(party, "△"),
                "supervising_count": self._count(party, "◇"),
                **self.grade(party.id),
            }
            for party in wanted
        ]

    def _count(self, party: Party, mark: str) -> int:
        """In how many duties the party has that part."""
        return sum(mark in marks for marks in self._marks.get(party.id, {}).values())

    def pairs(self, duties: Sequence[DutyValues]) -> list[PairValues]:
        """One for each duty × responsible party: the duty's values, the party's, and who oversees that party."""
        pairs: list[PairValues] = []
        for assignment, duty in zip(self.assignments, duties, strict=True):
            for number, party in enumerate(assignment.responsible):
                pairs.append(
                    {
                        "duty": duty,
                        "key": f"{duty['id']}|{party.id}",
                        "party": party_values(party),
                        "party_label": _pair_label(assignment, party, first=number == 0),
                        "party_name": _pair_label(assignment, party, first=False),
                        "leads": number == 0 and len(assignment.responsible) > 1,
                        "overseer": names(self._overseers_of(party, assignment)),
                    }
                )
        return pairs

    def _overseers_of(self, party: Party, assignment: Assignment) -> Parties:
        """Of the duty's overseers those of this party, where its own is among them; else all of them."""
        own = [one.id for one in self.institution.overseeing if party.id in one.oversees]
        if party in assignment.bound:
            return assignment.bound_overseen_by
        return tuple(p for p in assignment.overseen_by if p.id in own) or assignment.overseen_by

    def matrix(self, notice: Notice) -> list[RowValues]:
        """Clauses × parties: how many duties of the clause each party has, by mark."""
        rows: list[RowValues] = []
        everybody = self.parties()
        for clause in notice.clauses:
            ids = {duty.id for duty in clause.duties}
            of_clause = [a for a in self.assignments if a.duty.id in ids and a.duty.kind is not Kind.STATEMENT]
            if of_clause:
                rows.append(
                    {
                        "label": clause.label,
                        "heading": clause.heading.rstrip("。") or clause.label,
                        "marks": {party["id"]: _counted(party["shares"], ids) for party in everybody},
                        "parties": str(len({p.id for a in of_clause for p in a.responsible})),
                        "duties": str(len(of_clause)),
                        "not_applicable": str(_counted_status(of_clause, Status.NOT_APPLICABLE)),
                        "gaps": str(_counted_status(of_clause, Status.GAP)),
                    }
                )
        return rows

    def counts(self) -> dict[str, str]:
        statuses = [assignment.status for assignment in self.assignments]
        counts = {status.value: str(statuses.count(status)) for status in Status}
        rows = len(statuses) - statuses.count(Status.STATEMENT)
        return {**counts, "duties": str(len(statuses)), "rows": str(rows)}

    def _shares(self) -> dict[str, dict[str, str]]:
        """Party → duty → its mark: ● responsible, ○ supporting, △ oversees, ◇ supervises."""
        shares: dict[str, dict[str, str]] = {}
        for assignment in self.assignments:
            marked = (
                ("●", assignment.responsible),
                ("○", assignment.supporting),
                ("△", assignment.overseen_by),
                ("◇", assignment.supervised_by),
            )
            for mark, parties in marked:
                for party in parties:
                    self._named.setdefault(party.id, party)
                    of_party = shares.setdefault(party.id, {})
                    of_party[assignment.duty.id] = of_party.get(assignment.duty.id, "") + mark
        return shares


def _counted_status(assignments: Sequence[Assignment], status: Status) -> int:
    return sum(assignment.status is status for assignment in assignments)


def carrier(assignment: Assignment) -> str:
    """Who is responsible, as the checklist prints it: names, the one that reports with a ★; or why nobody is."""
    if assignment.status is Status.NOT_APPLICABLE:
        return f"不适用：{assignment.reason}"
    if assignment.status is Status.GAP:
        return f"{NOBODY}{assignment.reason}"
    if assignment.status is Status.STATEMENT:
        return names(assignment.borne_by)
    if assignment.status is Status.SUPERIOR:
        part = assignment.local_part
        here = assignment.local or assignment.supporting
        local = f"；本级配合（{names(here)}）" if here else ""
        return f"{names(assignment.responsible)}实施{local}" + (f"：{part}" if part else "")
    return ("★" if len(assignment.responsible) > 1 else "") + names(assignment.responsible)


def _pair_label(assignment: Assignment, party: Party, *, first: bool) -> str:
    """The party of one row; where the superior performs the duty, what is left to do here."""
    if assignment.status is Status.SUPERIOR:
        return carrier(assignment)
    return ("★" if first and len(assignment.responsible) > 1 else "") + party.name


def _counted(shares: Mapping[str, str], ids: set[str]) -> str:
    """●5⏎○2: how often each mark stands at those duties."""
    marks = "".join(mark for duty, mark in shares.items() if duty in ids)
    return "\n".join(f"{mark}{marks.count(mark)}" for mark in "●○△◇" if mark in marks)


def party_values(party: Party) -> PartyValues:
    kind_name = party.sort or _KINDS[party.kind]
    return {"id": party.id, "name": party.name, "kind": party.kind.value, "kind_name": kind_name}


_KINDS: Mapping[PartyKind, str] = {
    PartyKind.LEADER: "负责人",
    PartyKind.BODY: "议事机构",
    PartyKind.DEPARTMENT: "部门",
    PartyKind.LEVEL: "下辖层级",
    PartyKind.INSTITUTION: "机构",
    PartyKind.SUPERIOR: "上级机构",
}

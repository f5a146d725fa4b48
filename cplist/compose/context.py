"""What a pack's templates see: one institution and its assignments as plain data, every string inert.

The keys are a contract with pack authors and stand in docs/packs.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import Parties, distinct, leader_label, names
from cplist.compose.sandbox import Plain, inert
from cplist.compose.shares import NOBODY, UNGRADED, Shares, carrier, party_values
from cplist.core.document import Article
from cplist.domain import vocabulary
from cplist.domain.model import (
    Assignment,
    Clause,
    Decision,
    Department,
    Group,
    Institution,
    Leader,
    Level,
    Notice,
    Share,
    Status,
    Tier,
)
from cplist.domain.numerals import chinese, chinese_date
from cplist.pack.pack import Pack

ANY_INSTITUTION = "本机构"
"""How a pack calls the institution that it is used for, where that calls itself 本行 or 本公司"""


def context(pack: Pack, institution: Institution, assigned: Assigned) -> dict[str, Any]:
    """The values of every template of the pack for that institution."""
    data = _Context(pack, institution, assigned).values()
    made: dict[str, Any] = inert(data)
    return made


class _Context:
    def __init__(self, pack: Pack, institution: Institution, assigned: Assigned) -> None:
        self.pack, self.institution, self.assigned = pack, institution, assigned
        party = () if institution.party != "none" else ("without_party",)
        self.replaced_in_notes = party
        self.replaced = party if institution.departments else (*party, "without_departments")
        self.labels = {clause.id: clause.label for clause in pack.notice.clauses}
        self.umbrellas = _umbrellas(pack.notice)
        self.duties = [self._duty(assignment) for assignment in assigned.assignments]
        self.shares = Shares(institution, assigned, self.labels)

    def values(self) -> dict[str, Any]:
        own, assignments = self.institution, self.assigned.assignments
        committee = own.bodies.get("committee")
        body = committee or own.bodies.get("deliberation")
        board = own.bodies.get("board_committee")
        return {
            "own": own.self_name,
            "name": own.name,
            "short_name": own.short_name,
            "institution": self._institution(),
            "word": self._words(),
            "document": self._document(),
            "notice": _notice(self.pack.notice),
            "pack": {"name": self.pack.name, "version": self.pack.version, "title": self.pack.title},
            "on": {a.duty.id: a.applies for a in assignments},
            "who": {a.duty.id: self._who(a) for a in assignments},
            "duty": {duty["id"]: duty for duty in self.duties},
            "duties": self.duties,
            "clauses": [_clause(clause) for clause in self.pack.notice.clauses],
            "role": {role: self._role(role) for role in self.pack.roles},
            "lead": self._role(self.pack.lead),
            "substitutes": list(self._substitutes()),
            "has_committee": committee is not None,
            "committee": body.name if body else "",
            "committee_chair": self._name(body.chair if body else ""),
            "committee_office": self._name(body.office if body else ""),
            "board_committee": board.name if board else "",
            "leaders": [self._leader(leader) for leader in own.leaders],
            "departments": [self._department(department) for department in own.departments],
            "levels": [self._level(level) for level in own.levels_below],
            "joint_posts": self._joint_posts(),
            "parties": self.shares.parties(),
            "pairs": self.shares.pairs(self.duties),
            "matrix": self.shares.matrix(self.pack.notice),
            "counts": self.shares.counts(),
        }

    def _institution(self) -> dict[str, Any]:
        own = self.institution
        return {
            "name": own.name,
            "short_name": own.short_name,
            "type": own.type,
            "type_name": own.words["name"],
            "family": own.words["family"],
            "tier": own.tier.value,
            "tiers": [tier.value for tier in own.tiers],
            "region": own.region,
            "party": own.party,
            "board": own.board,
            "by_reference": own.by_reference,
            "below": bool(own.levels_below),
            "superior": own.superior.name if own.superior else "",
            "centralised": list(own.centralised),
            "centralised_names": self._called("functions", own.centralised),
        }

    def _words(self) -> dict[str, str]:
        own = self.institution
        head = own.tier is Tier.LEGAL_ENTITY
        return {
            "management": own.words["management" if head else "branch_management"],
            "after_sale": own.words["after_sale"],
            "sales_staff": own.words.get("sales_staff", ""),
            "below": "、".join(level.name for level in own.levels_below),
            "head": own.words[own.tier.value],
            "party": "" if own.party == "none" else own.party or "党组织",
        }

    def _document(self) -> dict[str, Any]:
        paper = self.institution.document
        return {
            "number": paper.number,
            "date": chinese_date(paper.date),
            "day": paper.date,
            "effective": chinese_date(paper.effective),
            "status": paper.status,
            "supersedes": paper.supersedes,
            "interpreter": self._name(paper.interpreter) or self._role(self.pack.lead)["names"],
            "title": paper.title,
            "approval": paper.approval,
            "heading": paper.heading,
            "cover": paper.cover,
            "draft": paper.status == "draft",
        }

    def _fitting(self, text: str) -> str:
        """Words of ours (never the notice's) as an institution of that kind says them."""
        return self._own(vocabulary.replaced(text, self.replaced))

    def _own(self, text: str) -> str:
        return text.replace(ANY_INSTITUTION, self.institution.self_name)

    def _called(self, group: str, ids: tuple[str, ...]) -> str:
        return self._fitting(vocabulary.called(group, ids))

    def _name(self, id_: str) -> str:
        party = self.assigned.finders.party(id_)
        return party.name if party else ""

    def _duty(self, assignment: Assignment) -> dict[str, Any]:
        duty, decision = assignment.duty, assignment.decision
        return {
            "id": Plain(duty.id),
            "text": duty.text,
            "clause": Plain(duty.clause),
            "clause_label": self.labels[duty.clause],
            "kind": duty.kind.value,
            "kind_name": vocabulary.called("kinds", (duty.kind.value,)),
            "trigger": vocabulary.called("triggers", (duty.trigger.value,)) if duty.trigger else "",
            "trigger_id": duty.trigger.value if duty.trigger else "",
            "grade": duty.grade or UNGRADED,
            "modal": duty.modal,
            "addressee": duty.addressee,
            "tiers": [Plain(tier.value) for tier in duty.tiers],
            "scope": duty.scope,
            "note": self._own(vocabulary.replaced(duty.note, self.replaced_in_notes)),
            "measure": self._fitting(duty.measure),
            "evidence": self._fitting(duty.evidence),
            "frequency": self._fitting(duty.frequency),
            "advice": self._advice(assignment),
            "parts": [Plain(part) for part in duty.parts],
            "within": [Plain(id_) for id_ in self.umbrellas.get(duty.id, ())],
            "failing": [Plain(id_) for id_ in duty.failing],
            "status": assignment.status.value,
            "applies": assignment.applies,
            "reason": self._reason(assignment),
            "rule": assignment.rule,
            "personal": self.pack.rules.rules[duty.rule].personal,
            "topic": duty.topic,
            "local_part": decision.local_part if decision else "",
            "decided": decision is not None,
            "responsible": names(assignment.responsible),
            "responsible_list": [party_values(party) for party in assignment.responsible],
            "bearers": names(assignment.borne_by),
            "carrier": carrier(replace(assignment, reason=self._reason(assignment))),
            "supporting": self._supported(assignment),
            "supporting_list": [party_values(party) for party in assignment.supporting],
            "support_decided": decision is not None and decision.support is not None,
            "overseen_by": names(assignment.overseen_by),
            "overseen_list": [party_values(party) for party in assignment.overseen_by],
            "supervised_by": names(assignment.supervised_by),
            "supervised_list": [party_values(party) for party in assignment.supervised_by],
            "deliberated_by": names(assignment.deliberated_by),
            "approved_by": names(assignment.approved_by),
        }

    def _reason(self, assignment: Assignment) -> str:
        """Why, as printed; what the profile itself wrote stays to the letter."""
        decision = assignment.decision
        own = decision and assignment.reason in (decision.reason, decision.not_applicable)
        return assignment.reason if own else self._fitting(assignment.reason)

    def _advice(self, assignment: Assignment) -> dict[str, str]:
        """Measure, evidence and frequency as printed: the institution's own, marked so, else the suggestion."""
        duty, decision = assignment.duty, assignment.decision or Decision(assignment.duty.id)
        pairs = {
            "measure": (decision.measure, duty.measure),
            "evidence": (decision.evidence, duty.evidence),
            "frequency": (decision.frequency, duty.frequency),
        }
        if not assignment.applies:
            return dict.fromkeys(pairs, "—")
        return {
            key: f"{own}（本机构自定）" if own else self._fitting(suggested)
            for key, (own, suggested) in pairs.items()
        }

    def _who(self, assignment: Assignment) -> str:
        """Who is responsible, in words: a role's collective name where several hold it whole, else names."""
        if assignment.status is Status.STATEMENT:
            bearers = Group(self._first_role(assignment), assignment.borne_by)
            return self._party_called(bearers) or self.institution.self_name
        called = [self._party_called(group) for group in assignment.groups]
        if not called:
            return NOBODY
        if assignment.status is Status.SUPERIOR:
            return names(assignment.responsible)
        return "、".join(called[:-1]) + "和" + called[-1] if len(called) > 1 else called[0]

    def _supported(self, assignment: Assignment) -> str:
        return "、".join(self._party_called(group) for group in assignment.support)

    def _party_called(self, group: Group) -> str:
        role = self.pack.roles.get(group.role)
        if role and role.collective and len(group.parties) > 1:
            return role.collective
        return self._addressed(group.role, group.parties)

    def _addressed(self, role: str, parties: Parties) -> str:
        """Names as a text calls them: a leader whose post others share as the role says (分管…的副行长)."""
        address = self.pack.roles[role].address if role in self.pack.roles else ""
        posts = {leader.id: leader.post for leader in self.institution.leaders}
        shared = {id_ for id_, post in posts.items() if list(posts.values()).count(post) > 1}
        return "、".join(
            address.replace("{post}", posts[party.id]) if address and party.id in shared else party.name
            for party in parties
        )

    @staticmethod
    def _first_role(assignment: Assignment) -> str:
        return next(iter(assignment.duty.roles_as(Share.RESPONSIBLE)), "")

    def _role(self, id_: str) -> dict[str, Any]:
        found = self.assigned.finders.role(id_)
        holders = {party.id for party in found.parties}
        stand_in = next((ldr for ldr in self.institution.leaders if ldr.id in holders and ldr.substitute), None)
        substitute = (
            stand_in.substitute if stand_in and stand_in.substitute and stand_in.substitute.role == id_ else None
        )
        role = self.pack.roles.get(id_)
        return {
            "id": id_,
            "name": role.name if role else "",
            "names": self._addressed(id_, found.parties),
            "collective": (role.collective if role else "") or self._addressed(id_, found.parties),
            "count": len(found.parties),
            "members": [party_values(party) for party in found.parties],
            "substitute": substitute is not None,
            "basis": substitute.basis if substitute else "",
            "stands_in": found.fallback,
        }

    def _substitutes(self) -> Iterator[dict[str, str]]:
        """The roles of the pack that somebody stands in for, where it says what is said of that."""
        for role in self.pack.roles.values():
            values = self._role(role.id)
            if role.substituted and values["substitute"]:
                yield {"names": values["names"], "basis": values["basis"], "says": role.substituted}

    def _leader(self, leader: Leader) -> dict[str, Any]:
        return {
            "id": leader.id,
            "label": leader_label(leader, self.institution),
            "post": leader.post,
            "name": leader.name if self.institution.document.names else "",
            "roles": self._roles(leader),
            "oversees": names(self._overseen(leader)),
            "overseen": [Plain(party.id) for party in self._overseen(leader)],
            "duties": self.shares.responsible_for(leader.id),
            "role_ids": [Plain(role) for role in leader.roles],
            "substitute": leader.substitute is not None,
            "basis": leader.substitute.basis if leader.substitute else "",
            **self.shares.grade(leader.id),
        }

    def _roles(self, leader: Leader) -> str:
        """A leader's roles; one that is only stood in for says so."""
        stood_in = leader.substitute.role if leader.substitute else ""
        roles = [*leader.roles, *([stood_in] if stood_in and stood_in not in leader.roles else [])]
        return "、".join(
            self._called("leader_roles", (role,)) + ("（代行）" if role == stood_in else "") for role in roles
        )

    def _overseen(self, leader: Leader) -> Parties:
        return distinct(p for id_ in leader.oversees if (p := self.assigned.finders.party(id_)))

    def _department(self, department: Department) -> dict[str, Any]:
        overseers = [ldr for ldr in self.institution.leaders if department.id in ldr.oversees]
        return {
            "id": department.id,
            "name": department.name,
            "lines": vocabulary.called("lines", department.lines),
            "line_ids": [Plain(line) for line in department.lines],
            "functions": self._called("functions", department.functions),
            "overseer": "、".join(leader_label(ldr, self.institution) for ldr in overseers),
            "duties": self.shares.responsible_for(department.id),
            "supports": self.shares.supports(department.id),
            **self.shares.grade(department.id),
        }

    def _level(self, level: Level) -> dict[str, Any]:
        return {
            "id": level.tier.value,
            "name": level.name,
            "tier": level.tier.value,
            "count": "" if level.count is None else str(level.count),
            "duties": self.shares.responsible_for(level.tier.value),
            **self.shares.grade(level.tier.value),
        }

    def _joint_posts(self) -> list[dict[str, str]]:
        """Leaders with several roles; their duties stand together, not twice."""
        return [
            {
                "leader": leader_label(leader, self.institution),
                "roles": self._roles(leader),
            }
            for leader in self.institution.leaders
            if len(leader.roles) > 1
        ]


def _umbrellas(notice: Notice) -> dict[str, list[str]]:
    """Duty → the umbrella duties that sum it up."""
    umbrellas: dict[str, list[str]] = {}
    for duty in notice.duties:
        for part in duty.parts:
            umbrellas.setdefault(part, []).append(duty.id)
    return umbrellas


def _notice(notice: Notice) -> dict[str, str]:
    return {
        "title": notice.title,
        "number": notice.number,
        "issuer": notice.issuer,
        "regulator_today": notice.regulator_today,
        "date": chinese_date(notice.date),
        "effective": chinese_date(notice.effective),
        "validity": notice.validity,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": Plain(clause.id),
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text.replace("\n", ""),
        "duties": _ids(clause.duties),
    }


def _ids(duties: Iterable[Any]) -> list[str]:
    return [Plain(duty.id) for duty in duties]


def article_values(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """Articles as templates see them."""
    return [
        {
            "key": Plain(article.key),
            "title": inert(article.title),
            "number": f"第{chinese(article.number)}条",
            "paragraphs": inert(article.paragraphs),
            "duties": [Plain(duty) for duty in article.duties],
        }
        for article in articles
    ]

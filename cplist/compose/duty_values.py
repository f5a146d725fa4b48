"""What templates see of a duty: the notice's words, what becomes of it here, and who bears it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cplist.assignment.parties import Parties, names
from cplist.compose.own_words import OwnWords
from cplist.compose.party_names import PartyNames
from cplist.compose.party_values import PartyValues
from cplist.compose.shares import UNGRADED, carrier, party_values
from cplist.compose.values import AdviceValues, DutyValues
from cplist.core.inert import Plain
from cplist.domain import vocabulary
from cplist.domain.assignment import Assignment
from cplist.domain.institution import Decision, Institution
from cplist.domain.notice import Duty, Notice
from cplist.pack.pack import Pack

_NAME = re.compile(r"[\w.-]+")
"""What holds no structure of a text, and stays as it is, so that templates can compare it."""


class Duties:
    """Makes the values of the duties of one institution."""

    def __init__(self, pack: Pack, words: OwnWords, called: PartyNames, own: Institution) -> None:
        self._measures, self._by_trade, self._type = own.measures, pack.measures, own.type
        self._words, self._called, self._rules = words, called, pack.rules.rules
        self._labels = {clause.id: clause.label for clause in pack.notice.clauses}
        self._umbrellas = _umbrellas(pack.notice)

    def values(self, assignment: Assignment) -> DutyValues:
        """A duty with its assignment; what is suggested is in the words of the institution's trade."""
        duty, decision = self._by_trade.of(assignment.duty, self._type), assignment.decision
        assignment = replace(assignment, duty=duty)
        reason = self._reason(assignment)
        return {
            "id": Plain(duty.id),
            "text": duty.text,
            "clause": Plain(duty.clause),
            "clause_label": self._labels[duty.clause],
            "kind": duty.kind.value,
            "kind_name": vocabulary.called("kinds", (duty.kind.value,)),
            "trigger": vocabulary.called("triggers", (duty.trigger.value,)) if duty.trigger else "",
            "trigger_id": duty.trigger.value if duty.trigger else "",
            "grade": duty.grade or UNGRADED,
            "modal": duty.modal,
            "addressee": duty.addressee,
            "tiers": _ids(tier.value for tier in duty.tiers),
            "scope": duty.scope,
            "note": self._words.note(duty.note),
            "topic": Plain(duty.topic) if _NAME.fullmatch(duty.topic) else duty.topic,
            **self._suggested(duty),
            "advice": self._advice(assignment),
            "adopted": self._adopted(assignment),
            "parts": _ids(duty.parts),
            "within": _ids(self._umbrellas.get(duty.id, ())),
            "failing": _ids(duty.failing),
            "status": assignment.status.value,
            "applies": assignment.applies,
            "reason": reason,
            "rule": assignment.rule,
            "personal": self._rules[duty.rule].personal,
            "local_part": self._local_part(assignment),
            "binds": duty.binds,
            "powerless": assignment.powerless,
            "bound_list": _parties(assignment.bound),
            "decided": decision is not None,
            "lead_decided": bool(decision and decision.lead),
            "responsible": names(assignment.responsible),
            "responsible_list": _parties(assignment.responsible),
            "bearers": names(assignment.borne_by),
            "carrier": carrier(replace(assignment, reason=reason)),
            "supporting": self._called.supporting(assignment),
            "supporting_list": _parties(assignment.supporting),
            "local_list": _parties(assignment.local),
            "support_decided": decision is not None and decision.support is not None,
            "overseen_by": names(assignment.overseen_by),
            "overseen_list": _parties(assignment.overseen_by),
            "supervised_by": names(assignment.supervised_by),
            "supervised_list": _parties(assignment.supervised_by),
            "deliberated_by": names(assignment.deliberated_by),
            "approved_by": names(assignment.approved_by),
        }

    def _reason(self, assignment: Assignment) -> str:
        """Why, as printed; what the profile itself wrote stays to the letter."""
        decision = assignment.decision
        own = decision and assignment.reason in (decision.reason, decision.not_applicable)
        return assignment.reason if own else self._words.fitting(assignment.reason)

    def _local_part(self, assignment: Assignment) -> str:
        """What is left to do here; the profile's own words stay to the letter."""
        own = assignment.decision.local_part if assignment.decision else ""
        return own or self._words.fitting(assignment.local_part)

    def _suggested(self, duty: Duty) -> AdviceValues:
        """The pack's suggestions."""
        fitting = self._words.fitting
        return {
            "measure": fitting(duty.measure),
            "evidence": fitting(duty.evidence),
            "frequency": fitting(duty.frequency),
        }

    def _advice(self, assignment: Assignment) -> AdviceValues:
        """Measure, evidence and frequency as printed: the institution's own, marked so, else the suggestion."""
        if not assignment.applies:
            return {"measure": "—", "evidence": "—", "frequency": "—"}
        suggested, own = self._suggested(assignment.duty), assignment.decision or Decision(assignment.duty.id)
        measure = own.measure or self._measures.words.get(assignment.duty.id, "")
        return {
            "measure": _own(measure) or suggested["measure"],
            "evidence": _own(own.evidence) or suggested["evidence"],
            "frequency": _own(own.frequency) or suggested["frequency"],
        }

    def _adopted(self, assignment: Assignment) -> AdviceValues:
        """Measure, evidence and frequency that the institution has decided on; "" where it hasn't."""
        id_, own = assignment.duty.id, assignment.decision or Decision(assignment.duty.id)
        adopts = assignment.applies and self._measures.adopts(id_)
        suggested = self._suggested(assignment.duty) if adopts else {"measure": "", "evidence": "", "frequency": ""}
        return {
            "measure": own.measure or self._measures.words.get(id_) or suggested["measure"],
            "evidence": own.evidence or suggested["evidence"],
            "frequency": own.frequency or suggested["frequency"],
        }


def _own(text: str) -> str:
    return f"{text}（本机构自定）" if text else ""


def _parties(parties: Parties) -> Sequence[PartyValues]:
    return [party_values(party) for party in parties]


def _ids(ids: Iterable[str]) -> Sequence[str]:
    return [Plain(id_) for id_ in ids]


def _umbrellas(notice: Notice) -> Mapping[str, Sequence[str]]:
    """Duty → the umbrella duties that sum it up."""
    umbrellas: dict[str, list[str]] = {}
    for duty in notice.duties:
        for part in duty.parts:
            umbrellas.setdefault(part, []).append(duty.id)
    return umbrellas

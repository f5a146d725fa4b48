"""What templates see of rules other than the notice: each rule, what it says here, the rows of the checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import names
from cplist.assignment.provisions import NO_BOARD, ProvisionHere, provisions_here
from cplist.compose.institution_value_types import ElementValues, ProvisionValues, SourceRowValues, SourceValues
from cplist.compose.own_words import OwnWords
from cplist.core.inert import Plain
from cplist.domain import vocabulary
from cplist.domain.institution import Institution
from cplist.domain.notice import Notice, Tier
from cplist.domain.numerals import chinese_date
from cplist.domain.sources import Addressee, Element, Source, standing
from cplist.pack.pack import Pack

OPEN = "〔待定〕"
_BOARD = vocabulary.called("addressees", (Addressee.BOARD.value,))


class Sources:
    """Makes the values of a pack's sources in one institution."""

    def __init__(self, pack: Pack, institution: Institution, assigned: Assigned, words: OwnWords) -> None:
        self._sources, self._own, self._words = pack.sources, institution, words
        self._here = provisions_here(pack.sources, institution, assigned.finders)
        self._by_id = {source.id: source for source in pack.sources}
        self._notice = pack.notice

    def sources(self) -> list[SourceValues]:
        """Every source."""
        return [*map(self._source, self._sources)]

    def _source(self, source: Source) -> SourceValues:
        applying = [here.provision for here in self._here if here.applies]
        return {
            "id": Plain(source.id),
            "title": source.title,
            "cited": f"《{source.title}》",
            "short": f"《{source.short_title or source.title}》",
            "number": source.number,
            "issuer": source.issuer,
            "since": chinese_date(source.since),
            "status": standing(self._own.sources, source.id, source.status),
            "verified": source.id in self._own.sources,
            "seen": source.seen,
            "note": source.note,
            "rests": source.rests_on_it(applying, assessment=self._own.document.assessment),
            "provisions": [Plain(one.id) for one in source.provisions],
            "elements": [_element(element, self._notice) for element in source.elements],
        }

    def provisions(self) -> list[ProvisionValues]:
        """Every provision."""
        return [*map(self._provision, self._here)]

    def _provision(self, here: ProvisionHere) -> ProvisionValues:
        provision, source = here.provision, self._by_id[here.provision.source]
        article = provision.where if provision.where.startswith("第") else ""
        return {
            "id": Plain(provision.id),
            "source": Plain(source.id),
            "where": provision.where,
            "cited": f"《{source.title}》" + article,
            "short": f"《{source.short_title or source.title}》" + article,
            "text": self._fitting(provision.text),
            "addressee": provision.addressee.value,
            "addressee_name": self._addressee(provision.addressee),
            "trigger": vocabulary.called("triggers", (provision.trigger.value,)),
            "trigger_id": provision.trigger.value,
            "note": self._words.note(provision.note),
            "applies": here.applies,
            "status": standing(self._own.sources, source.id, source.status),
            "verified": source.id in self._own.sources,
            "parties": names(here.parties),
        }

    def _fitting(self, text: str) -> str:
        """The pack's words, with the institution's own name for its board."""
        own = self._own.board
        named = text if own in ("", NO_BOARD) else text.replace(_BOARD, own)
        return self._words.fitting(named)

    def _addressee(self, addressee: Addressee) -> str:
        """Who a provision is addressed to, as this institution calls it."""
        own = self._own
        if addressee is Addressee.MANAGEMENT:
            return own.words["management" if own.tier is Tier.LEGAL_ENTITY else "branch_management"]
        return self._fitting(vocabulary.called("addressees", (addressee.value,)))

    def rows(self, provisions: Sequence[ProvisionValues]) -> list[SourceRowValues]:
        """One for each provision that applies and each party that bears it, in the order of the sources."""
        pairs = zip(self._here, provisions, strict=True)
        return [row for here, values in pairs if here.applies for row in _rows(here, values)]


def _rows(here: ProvisionHere, values: ProvisionValues) -> Iterator[SourceRowValues]:
    if here.parties:
        for party in here.parties:
            yield {"key": f"{values['id']}|{party.id}", "provision": values, "party": party.name}
    else:
        called = values["addressee_name"] + (OPEN if here.provision.roles else "")
        yield {"key": f"{values['id']}|{values['addressee']}", "provision": values, "party": called}


def _element(element: Element, notice: Notice) -> ElementValues:
    covered = [Plain(id_) for id_ in element.covers(notice)]
    return {"id": Plain(element.id), "name": element.name, "weight": element.weight, "duties": covered}

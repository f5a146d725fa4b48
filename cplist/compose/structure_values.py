"""What templates see of an institution's structure: bodies, levels, its superior, its subsidiaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cplist.assignment.parties import distinct
from cplist.assignment.party_finder import PartyFinder
from cplist.compose.institution_value_types import (
    BodyValues,
    LevelValues,
    PartCentralisedValues,
    SubsidiaryValues,
    SuperiorValues,
    UnitKindValues,
)
from cplist.compose.own_words import OwnWords
from cplist.compose.party_names import PartyNames
from cplist.compose.shares import Shares
from cplist.compose.wording import joined
from cplist.core.inert import Plain
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import (
    Institution,
)
from cplist.domain.structure import Body, Centralised, Level, UnitKind


class Structure:
    """Makes the values of one institution's structure."""

    def __init__(
        self,
        institution: Institution,
        finders: PartyFinder,
        words: OwnWords,
        shares: Shares,
        called: PartyNames,
    ) -> None:
        self._institution, self._finders = institution, finders
        self._words, self._shares, self._called = words, shares, called

    def body(self, body: Body) -> BodyValues:
        overseen = distinct(party for id_ in body.oversees if (party := self._finders.party(id_)))
        return {
            "id": body.id,
            "name": body.name,
            "short_name": body.short_name,
            "called": body.called,
            "chair": self._named(body.chair),
            "deputy_chairs": self._joined(body.deputy_chairs),
            "members": _in_a_row([self._head(who) for who in body.members]),
            "office": self._named(body.office),
            "office_head": self._head(body.office_head),
            "meetings": body.meetings.rstrip("。；，"),
            "reports_to": self._joined(body.reports_to),
            "oversees": joined(party.name for party in overseen),
            "overseen": [Plain(party.id) for party in overseen],
            "basis": body.basis.rstrip("。；，"),
            "supervisors": body.supervisors,
        }

    def _party(self, id_: str) -> Party | None:
        return self._finders.party(id_) if id_ else None

    def _named(self, who: str) -> str:
        """A party as a sentence names it, a vacant post as one; words for somebody else as they stand."""
        party = self._party(who)
        vacant = next((one.post for one in self._institution.vacancies if one.id == who), "")
        return self._called.named(party) if party else f"{vacant}（空缺）" if vacant else who

    def _joined(self, several: Iterable[str]) -> str:
        return _in_a_row([self._named(who) for who in several])

    def _head(self, who: str) -> str:
        """Of a department it is whoever heads it."""
        party = self._party(who)
        return f"{party.name}负责人" if party and party.kind is PartyKind.DEPARTMENT else self._named(who)

    def levels(self) -> list[LevelValues]:
        """The levels below."""
        return [*map(self._level, self._institution.levels_below)]

    def _level(self, level: Level) -> LevelValues:
        return {
            "id": level.tier.value,
            "name": level.name,
            "tier": level.tier.value,
            "count": _digits(level.count),
            "counted": _counted(level),
            "members": "、".join(_in_full(kind) for kind in level.kinds),
            "named": level.named,
            "kinds": [self._kind(kind) for kind in level.kinds],
            "duties": self._shares.responsible_for(level.tier.value),
            **self._shares.grade(level.tier.value),
        }

    def _kind(self, kind: UnitKind) -> UnitKindValues:
        return {
            "id": kind.id,
            "name": kind.name,
            "short_name": kind.short_name,
            "count": _digits(kind.count),
            "units": [unit.name for unit in kind.units],
            "duties": self._shares.responsible_for(kind.id),
        }

    def superior(self) -> SuperiorValues:
        """Who stands above; "" where nobody does."""
        above = self._institution.superior
        return {
            "name": above.name if above else "",
            "kind": above.kind if above else "",
            "in_full": above.in_full if above else "",
            "described": above.described if above else "",
            "label": above.label if above else "",
            "counts": above is not None and above.counts,
            "said": above is not None and above.said,
        }

    def in_part(self, part: Centralised) -> PartCentralisedValues:
        """A function that is centralised in part."""
        having = [d.called for d in self._institution.departments if part.function in d.functions]
        return {
            "function": part.function,
            "name": self._words.called("functions", (part.function,)),
            "what": part.what.rstrip("。；，"),
            "stays": part.stays.rstrip("。；，"),
            "departments": joined(having, "和"),
        }

    def subsidiaries(self) -> list[SubsidiaryValues]:
        return [
            {"name": one.name, "kind": one.kind, "arrangement": one.arrangement.rstrip("。；，")}
            for one in self._institution.subsidiaries
        ]


def _in_a_row(names: Sequence[str]) -> str:
    if len(names) > 1 and any("、" in name for name in names):
        return "；".join(names)
    return joined(names, "和")


def _digits(count: int | None) -> str:
    return "" if count is None else str(count)


def _counted(level: Level) -> str:
    """分行（6家）; of several kinds 分行（15家）、直属支行（4家）, behind the level's own name where it has one."""
    if not level.kinds:
        return f"{level.name}（{level.count}家）" if level.count else level.name
    if level.named:
        return f"{level.name}（{'、'.join(_kind_counted(kind) for kind in level.kinds)}）"
    return "、".join(f"{kind.called}（{kind.count}家）" if kind.count else kind.called for kind in level.kinds)


def _kind_counted(kind: UnitKind) -> str:
    return f"{kind.called}{kind.count}家" if kind.count else kind.called


def _in_full(kind: UnitKind) -> str:
    """专业化经营机构（以下简称专营机构，2家）."""
    short = kind.short_name if kind.short_name != kind.name else ""
    said = "，".join(filter(None, [short and f"以下简称{short}", f"{kind.count}家" if kind.count else ""]))
    return f"{kind.name}（{said}）" if said else kind.name

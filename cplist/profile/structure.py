"""Of a profile's data: its superior, levels and bodies, and what the superior centralises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.domain.structure import Body, Centralised, Level, Subsidiary, Superior, Unit, UnitKind
from cplist.schema.checks import is_false, is_true

Data = Mapping[str, Any]
NONE = "none"
BOARD = "board"


def superior(own: Data, tier: Tier) -> Superior | None:
    """Who stands above the institution; one that is no legal entity has a superior by its nature."""
    about = own.get("superior")
    by_nature = vocabulary.has_head_office(own["type"], tier.value)
    if not about:
        return Superior("上级机构") if by_nature else None
    kind, said = about.get("kind") or "", about.get("counts_as_superior")
    known = vocabulary.terms()["superior_kinds"].get(kind, {})
    counts = by_nature or not is_false(said)
    return Superior(
        about["name"],
        kind,
        called="上级机构" if counts else known.get("called") or kind or about["name"],
        described=known.get("described", ""),
        counts=counts,
        said=said is not None,
        open=is_true(known.get("open")),
    )


def subsidiaries(data: Iterable[Data]) -> tuple[Subsidiary, ...]:
    return tuple(Subsidiary(one["name"], one.get("kind") or "", one.get("arrangement") or "") for one in data)


def level(data: Data) -> Level:
    """A level; one that is called like one of its kinds is called after all of them."""
    kinds = tuple(_kind(kind) for kind in data.get("kinds") or ())
    named = data["name"] not in [name for kind in kinds for name in (kind.name, kind.short_name)]
    name = data["name"] if named else "、".join(kind.called for kind in kinds)
    count = _count(data)
    if count is None and kinds and all(kind.count is not None for kind in kinds):
        count = sum(kind.count or 0 for kind in kinds)
    return Level(Tier(data["tier"]), name, count, kinds, named)


def _kind(data: Data) -> UnitKind:
    units = tuple(Unit(unit.get("id") or "", unit["name"]) for unit in data.get("units") or ())
    count = _count(data)
    if count is None and units:
        count = len(units)
    return UnitKind(data["id"], data["name"], data.get("short_name") or "", count, units)


def _count(data: Data) -> int | None:
    return int(data["count"]) if data.get("count") else None


def bodies(data: Data, board: str) -> dict[str, Body]:
    """The bodies by their ids; the board has its name from `board`, that of the institution."""
    own = {} if board == NONE else {BOARD: board}
    return {id_: _body(id_, body, own.get(id_, "")) for id_, body in data.items()}


def _body(id_: str, data: Data, name: str) -> Body:
    reports_to = data.get("reports_to") or ()
    return Body(
        id_,
        name or data.get("name") or "董事会",
        chair=data.get("chair") or "",
        office=data.get("office") or "",
        short_name=data.get("short_name") or "",
        deputy_chairs=tuple(data.get("deputy_chairs") or ()),
        members=tuple(data.get("members") or ()),
        office_head=data.get("office_head") or "",
        meetings=data.get("meetings") or "",
        reports_to=(reports_to,) if isinstance(reports_to, str) else tuple(reports_to),
        oversees=tuple(data.get("oversees") or ()),
        basis=data.get("basis") or "",
    )


def board(own: Data, own_bodies: Data) -> str:
    """The name of the board: institution.board, or where that is silent the one that stands in the bodies."""
    named = (own_bodies.get(BOARD) or {}).get("name")
    return str(own.get(BOARD) or named or ("董事会" if BOARD in own_bodies else ""))


def centralised(data: Iterable[str | Data]) -> tuple[tuple[str, ...], tuple[Centralised, ...]]:
    """The functions that the superior has wholly, and those of which it has a part."""
    whole: list[str] = []
    parts: list[Centralised] = []
    for entry in data:
        if isinstance(entry, str):
            whole.append(entry)
        elif entry.get("what") or entry.get("stays"):
            parts.append(Centralised(entry["function"], entry.get("what") or "", entry.get("stays") or ""))
        else:
            whole.append(entry["function"])
    return tuple(whole), tuple(parts)

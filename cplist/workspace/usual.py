"""What is usual for institutions of each type and tier, as starters.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cplist.core.findings import InputError
from cplist.core.nearest_names import nearest
from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.domain.usual_names import meant, usual_tiers, usual_types
from cplist.profile.inheritance import over
from cplist.profile.punctuation import PLACEHOLDER
from cplist.profile.schema import TYPE_NAMES
from cplist.yamldoc import document
from cplist.yamldoc.document import Document

TIERS = [tier.value for tier in Tier]
Usual = Mapping[str, Any]


@cache
def starters() -> Usual:
    content = Path(__file__).with_name("starters.yaml").read_bytes()
    data: Usual = document.read(content, "starters.yaml")[0].data
    return data


def pairs() -> list[tuple[str, str]]:
    """Every type and tier that exists in practice."""
    return [(type_, tier) for type_, tiers in starters()["tiers"].items() for tier in tiers]


def tiers_of(type_: str) -> list[str]:
    """The tiers in which institutions of that type exist."""
    tiers: list[str] = starters()["tiers"][type_]
    return tiers


def type_names() -> dict[str, str]:
    return {type_: TYPE_NAMES[type_] for type_ in starters()["tiers"]}


def tier_names(type_: str) -> dict[str, str]:
    """The tiers in which institutions of that type exist, with what they call them."""
    return {tier: vocabulary.words_of(type_)[tier] for tier in tiers_of(type_)}


def known_type(value: str) -> str:
    """The type of that number, id, official or usual name. Raises InputError for none, and for several."""
    names = type_names()
    found = meant(value, names, usual_types())
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError("init-ambiguous", value=value, named=_numbered(names, found))
    near = nearest(value, names) or nearest(value, names.values())
    raise InputError("init-unknown-type", value=value, near=near, named=_listed(names))


def known_tier(type_: str, value: str) -> str:
    """The tier of that number, id, official or usual name. Raises InputError where institutions of the type don't
    have it in practice, and where several are called so."""
    names = tier_names(type_)
    found = meant(value, names, usual_tiers(type_))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError("init-ambiguous", value=value, named=_numbered(names, found))
    raise InputError("init-unknown-tier", type=TYPE_NAMES[type_], value=value, named=_listed(names))


def _listed(names: Mapping[str, str]) -> str:
    return " / ".join(f"{id_}（{name}）" for id_, name in names.items())


def _numbered(names: Mapping[str, str], ids: list[str]) -> str:
    """Those of the names, each with the number that a dialogue gives it, and its id."""
    return "；".join(f"{list(names).index(id_) + 1} {names[id_]}（{id_}）" for id_ in ids)


def usual_of(type_: str, tier: str) -> Usual:
    """What is usual: the family's shape for the tier, and over it what the type has different."""
    own = starters()["types"].get(type_, {})
    refined = _over(own.get(tier, {}), own.get("all", {}))
    family = vocabulary.terms()["types"][type_]["family"]
    usual = {"party": vocabulary.usual_party(type_, tier)}
    usual |= {"board": vocabulary.usual_board(type_)} if tier == TIERS[0] else {}
    return {**usual, **_over(refined, _shape(refined.get("shape") or f"{family}/{tier}"))}


def _shape(name: str) -> Usual:
    shape = starters()["shapes"][name]
    return _over(shape, _shape(shape["like"])) if "like" in shape else shape


def _over(top: Usual, base: Usual) -> Usual:
    merged: Usual = over(Document("", dict(top)), Document("", dict(base))).data
    return merged


def usual_levels(type_: str, tier: str) -> list[str]:
    """Itself, and what is usually below."""
    chain = starters()["levels"].get(type_) or tiers_of(type_)
    return [tier, *(level for level in chain if TIERS.index(level) > TIERS.index(tier))]


def usual_superior(type_: str, tier: str) -> Mapping[str, str] | None:
    """Who is usually above: name (to be filled in) and kind; None for a legal entity that has nobody."""
    superior: Mapping[str, str] | None = usual_of(type_, tier).get("superior")
    words = vocabulary.words_of(type_)
    if superior or not vocabulary.has_head_office(type_, tier):
        return superior
    if tier == TIERS[0]:
        return {"name": PLACEHOLDER.format(what="所属法人机构名称"), "kind": words["head_office"]}
    chain = starters()["levels"].get(type_) or tiers_of(type_)
    above = [level for level in chain if TIERS.index(level) < TIERS.index(tier)] or [TIERS[0]]
    return {"name": PLACEHOLDER.format(what="上级机构名称"), "kind": words[above[-1]]}

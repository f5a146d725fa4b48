"""A profile to start from, for each type and tier that exists in practice: complete, commented, ready to build.

What is usual where stands in starters.yaml, how it is written down in profile.yaml.j2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from cplist.core.findings import InputError
from cplist.core.nearest_names import nearest
from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.pack.pack import DEFAULT_PACK
from cplist.profile.inheritance import over
from cplist.profile.punctuation import PLACEHOLDER
from cplist.profile.schema import JSON_SCHEMA_FILE, TYPE_NAMES
from cplist.yamldoc import document
from cplist.yamldoc.document import Document

_REMARK = re.compile(r"^( *\S.*?) {2,}(# .*)$", re.MULTILINE)
REMARK_COLUMN = 44
TIERS = [tier.value for tier in Tier]
_PLAIN = re.compile(r"[^\s\[\]{},:#&*!|>'\"%@`?-][^\[\]{},:#'\"]*")


def pairs() -> list[tuple[str, str]]:
    """Every type and tier that exists in practice."""
    return [(type_, tier) for type_, tiers in _data()["tiers"].items() for tier in tiers]


def tiers_of(type_: str) -> list[str]:
    """The tiers in which institutions of that type exist."""
    tiers: list[str] = _data()["tiers"][type_]
    return tiers


def type_names() -> dict[str, str]:
    return {type_: TYPE_NAMES[type_] for type_ in _data()["tiers"]}


def tier_names(type_: str) -> dict[str, str]:
    """The tiers in which institutions of that type exist, with what they call them."""
    return {tier: vocabulary.words_of(type_)[tier] for tier in tiers_of(type_)}


def known_type(value: str) -> str:
    """The type of that id or Chinese name. Raises InputError if there is none."""
    names = {name: id_ for id_, name in TYPE_NAMES.items()}
    value = names.get(value, value)
    if value in TYPE_NAMES:
        return value
    near = nearest(value, TYPE_NAMES) or names.get(nearest(value, names), "")
    named = " / ".join(f"{id_}（{name}）" for id_, name in TYPE_NAMES.items())
    raise InputError("init-unknown-type", value=value, near=near, named=named)


def known_tier(type_: str, value: str) -> str:
    """The tier of that id or name. Raises InputError where institutions of the type don't have it in practice."""
    called = tier_names(type_)
    value = next((tier for tier, name in called.items() if name == value), value)
    if value in called:
        return value
    named = " / ".join(f"{tier}（{name}）" for tier, name in called.items())
    raise InputError("init-unknown-tier", type=TYPE_NAMES[type_], value=value, named=named)


def starter(type_: str, tier: str) -> str:
    """The text of a profile for that type and tier."""
    usual = _usual(type_, tier)
    words = vocabulary.words_of(type_)
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["flow"] = flow
    template = Path(__file__).with_name("profile.yaml.j2").read_text("utf-8")
    party = usual["party"]
    departments = [entry for usual_one in usual["departments"] if (entry := _department(usual_one, party))]
    text = environment.from_string(template).render(
        schema_file=JSON_SCHEMA_FILE,
        pack=DEFAULT_PACK,
        type=type_,
        tier=tier,
        words=words,
        party=party,
        board=usual.get("board"),
        also=usual.get("also"),
        superior=usual.get("superior") or _superior(type_, tier),
        applicability=usual.get("applicability"),
        lead=next((d["id"] for d in departments if "cp_lead" in d.get("functions", ())), ""),
        levels=[{"tier": level, "name": _level_name(words, level, tier)} for level in _levels(type_, tier)],
        bodies={id_: body for id_, body in usual["bodies"].items() if "remove" not in body},
        leaders=[*(_leader(leader, party) for leader in usual["leaders"]), _supervisor(usual, words)],
        departments=departments,
        centralised=usual.get("centralised"),
        functions=[f"{id_} {name}" for id_, name in vocabulary.terms()["functions"].items()],
    )
    return _REMARK.sub(_aligned, text)


@cache
def _data() -> Mapping[str, Any]:
    content = Path(__file__).with_name("starters.yaml").read_bytes()
    data: Mapping[str, Any] = document.read(content, "starters.yaml")[0].data
    return data


def _usual(type_: str, tier: str) -> Mapping[str, Any]:
    """What is usual: the family's shape for the tier, and over it what the type has different."""
    own = _data()["types"].get(type_, {})
    refined = _over(own.get(tier, {}), own.get("all", {}))
    family = vocabulary.terms()["types"][type_]["family"]
    return _over(refined, _shape(refined.get("shape") or f"{family}/{tier}"))


def _shape(name: str) -> Mapping[str, Any]:
    shape = _data()["shapes"][name]
    return _over(shape, _shape(shape["like"])) if "like" in shape else shape


def _over(top: Mapping[str, Any], base: Mapping[str, Any]) -> Mapping[str, Any]:
    merged: Mapping[str, Any] = over(Document("", dict(top)), Document("", dict(base))).data
    return merged


def _levels(type_: str, tier: str) -> list[str]:
    """Itself, and what is usually below."""
    chain = _data()["levels"].get(type_) or tiers_of(type_)
    return [tier, *(level for level in chain if TIERS.index(level) > TIERS.index(tier))]


def _level_name(words: Mapping[str, str], level: str, own: str) -> str:
    """What the type calls a level: several of them may be 支行、分理处, but one institution is one of the two."""
    return words[level].split("、")[0] if level == own else words[level]


def _superior(type_: str, tier: str) -> Mapping[str, str] | None:
    if tier == TIERS[0]:
        return None
    chain = _data()["levels"].get(type_) or tiers_of(type_)
    above = [level for level in chain if TIERS.index(level) < TIERS.index(tier)] or [TIERS[0]]
    kind = vocabulary.words_of(type_)[above[-1]]
    return {"name": PLACEHOLDER.format(what="上级机构名称"), "kind": kind}


def _leader(usual: Mapping[str, Any], party: str) -> dict[str, Any]:
    prefix = f"{party}{usual['party_post']}、" if usual.get("party_post") and party != "none" else ""
    called = usual.get("called") or usual["post"]
    leader = {
        "id": usual["id"],
        "post": prefix + usual["post"],
        "name": PLACEHOLDER.format(what=f"{called}姓名"),
        "roles": usual["roles"],
    }
    return {**leader, **({"oversees": usual["oversees"]} if usual.get("oversees") else {})}


def _supervisor(usual: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """Who bears the responsibility of supervision: a 纪委书记, or a substitute with the basis for that."""
    about = _data()["supervisors"][usual["party"]]
    leader = {
        "id": "supervisor",
        "post": about["post"],
        "name": PLACEHOLDER.format(what=f"{about['post']}姓名"),
        "roles": ["discipline_secretary"],
    }
    if usual["party"] != "none" and any(department["id"] == "discipline" for department in usual["departments"]):
        leader["oversees"] = ["discipline"]
    if "basis" in about:
        basis = about["basis"].replace("{self}", words["self_name"])
        leader["substitute"] = {"for": "discipline_secretary", "basis": basis}
    return leader


def _department(usual: Mapping[str, Any], party: str) -> dict[str, Any] | None:
    """A department; without a Party organisation none has its functions, or exists for them alone."""
    gone = set(_data()["party_functions"]) if party == "none" else set()
    functions = [function for function in usual["functions"] if function not in gone]
    return {**usual, "functions": functions} if functions else None


def _aligned(match: re.Match[str]) -> str:
    """A line with its remark in one column with the others; a Chinese character is two columns wide."""
    width = sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in match[1])
    return match[1] + " " * max(2, REMARK_COLUMN - width) + match[2]


def flow(value: Any) -> str:
    """A value on one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

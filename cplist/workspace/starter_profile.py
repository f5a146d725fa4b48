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

from jinja2 import Environment, StrictUndefined, Template

from cplist.domain import vocabulary
from cplist.pack.pack import DEFAULT_PACK
from cplist.profile.punctuation import PLACEHOLDER
from cplist.profile.schema import JSON_SCHEMA_FILE
from cplist.workspace.arrangement import Arrangement, arranged
from cplist.workspace.starter_answers import NONE, Answers, usual_answers
from cplist.workspace.usual import starters, usual_levels, usual_of

_REMARK = re.compile(r"^( *\S.*?) {2,}(# .*)$", re.MULTILINE)
REMARK_COLUMN = 44
_PLAIN = re.compile(r"[^\s\[\]{},:#&*!|>'\"%@`?-][^\[\]{},:#'\"]*")


def starter(type_: str, tier: str, answers: Answers | None = None) -> str:
    """The text of a profile for that type and tier, as the answers have it; without any, as is usual."""
    answers = answers or usual_answers(type_, tier)
    usual, words = usual_of(type_, tier), vocabulary.words_of(type_)
    arrangement = arranged(answers)
    text = _template().render(
        schema_file=JSON_SCHEMA_FILE,
        pack=DEFAULT_PACK,
        type=type_,
        tier=tier,
        words=words,
        party=answers.party,
        board=answers.board,
        also=usual.get("also"),
        superior=answers.superior,
        applicability=usual.get("applicability"),
        lead=arrangement.lead,
        levels=[{"tier": level, "name": _level_name(words, level, tier)} for level in usual_levels(type_, tier)],
        bodies=arrangement.bodies,
        leaders=_leaders(answers, arrangement, words),
        departments=arrangement.departments,
        centralised=answers.centralised,
        functions=[f"{id_} {name}" for id_, name in vocabulary.terms()["functions"].items()],
    )
    return _REMARK.sub(_aligned, text)


@cache
def _template() -> Template:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["flow"] = flow
    return environment.from_string(Path(__file__).with_name("profile.yaml.j2").read_text("utf-8"))


def _level_name(words: Mapping[str, str], level: str, own: str) -> str:
    """What the type calls a level: several of them may be 支行、分理处, but one institution is one of the two."""
    return words[level].split("、")[0] if level == own else words[level]


def _leaders(answers: Answers, arrangement: Arrangement, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those of the arrangement, then who supervises."""
    leaders = [_leader(leader, answers.party) for leader in arrangement.leaders]
    return [*leaders, _supervisor(answers.party, arrangement, words)]


def _leader(usual: Mapping[str, Any], party: str) -> dict[str, Any]:
    prefix = f"{party}{usual['party_post']}、" if usual.get("party_post") and party != "none" else ""
    called = usual.get("called") or usual["post"]
    leader = {
        "id": usual["id"],
        "post": prefix + usual["post"],
        "name": PLACEHOLDER.format(what=f"{called}姓名"),
        "roles": usual["roles"],
    }
    return {**leader, **{key: usual[key] for key in ("oversees", "functions") if usual.get(key)}}


def _supervisor(party: str, arrangement: Arrangement, words: Mapping[str, str]) -> dict[str, Any]:
    """Who bears the responsibility of supervision: a 纪委书记, or a substitute with the basis for that."""
    about = starters()["supervisors"][party]
    leader = {
        "id": "supervisor",
        "post": about["post"],
        "name": PLACEHOLDER.format(what=f"{about['post']}姓名"),
        "roles": ["discipline_secretary"],
    }
    if party != NONE and any(department["id"] == "discipline" for department in arrangement.departments):
        leader["oversees"] = ["discipline"]
    if "basis" in about:
        basis = about["basis"].replace("{self}", words["self_name"])
        leader["substitute"] = {"for": "discipline_secretary", "basis": basis}
    return leader


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

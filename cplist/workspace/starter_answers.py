"""What decides a starter's text beside type and tier: five answers, each with what is usual for its default.

They are the Party organisation; the board and who supervises it; the superior; who leads consumer protection; what
is centralised. An answer that doesn't fit raises InputError, which says what would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cplist.core.findings import InputError
from cplist.core.nearest_names import nearest
from cplist.domain import vocabulary
from cplist.domain.usual_names import Names, is_none, meant, plain, usual_functions
from cplist.profile.punctuation import PLACEHOLDER, full_width
from cplist.workspace.usual import TIERS, starters, usual_of, usual_superior

NONE = "none"
LONGEST_NAME = 40
_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_KIND_BEHIND = re.compile(r"(.+?)[（(，,；;\s]+([^（()）]+)[）)]?")


@dataclass(frozen=True)
class Superior:
    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name}（{self.kind}）"


@dataclass(frozen=True)
class Answers:
    """The answers for an institution of that type and tier. `board` and `supervision` are "" where the profile says
    nothing of them; `lead` is a usual department's id, or a department's name ("" without departments)."""

    type: str
    tier: str
    party: str
    board: str = ""
    supervision: str = ""
    superior: Superior | None = None
    lead: str = ""
    centralised: tuple[str, ...] = ()

    @property
    def is_branch(self) -> bool:
        return self.tier != TIERS[0]

    @property
    def has_head_office(self) -> bool:
        return vocabulary.has_head_office(self.type, self.tier)


def usual_answers(type_: str, tier: str) -> Answers:
    """What is usual for that type and tier."""
    usual, superior = usual_of(type_, tier), usual_superior(type_, tier)
    return Answers(
        type_,
        tier,
        party=usual["party"],
        board=usual.get("board", ""),
        supervision=starters()["usual_supervision"] if usual.get("board", NONE) != NONE else "",
        superior=Superior(**superior) if superior else None,
        lead=next((d["id"] for d in usual["departments"] if "cp_lead" in d["functions"]), ""),
        centralised=tuple(usual.get("centralised", ())),
    )


# what can be chosen


def party_options(_: Answers) -> dict[str, str]:
    return {id_: id_ if id_ != NONE else "没有党组织" for id_ in starters()["supervisors"]}


def governance_options(answers: Answers) -> dict[str, str]:
    """Board and supervision together, by the number of the entry in starters.yaml."""
    entries = starters()["governance"]
    return {str(number): entry["name"] for number, entry in enumerate(entries) if _exists(entry, answers)}


def _exists(entry: Mapping[str, str], answers: Answers) -> bool:
    """Whether an institution can have that: a branch has no board of its own."""
    return not answers.is_branch or entry["board"] == NONE


def superior_options(_: Answers) -> dict[str, str]:
    return {}


def lead_options(answers: Answers) -> dict[str, str]:
    """The usual departments; without any, the chief."""
    departments = usual_of(answers.type, answers.tier)["departments"]
    return {d["id"]: d["name"] for d in departments if d["id"] != "discipline"} or {"": "由主要负责人直接负责"}


def centralised_options(_: Answers) -> dict[str, str]:
    """The functions that a superior can take over; leading consumer protection isn't one."""
    return {id_: name for id_, name in vocabulary.terms()["functions"].items() if id_ != "cp_lead"}


# reading an answer


def with_party(answers: Answers, text: str) -> Answers:
    if is_none(text):
        return replace(answers, party=NONE)
    return replace(answers, party=_chosen(text, party_options(answers)))


def with_governance(answers: Answers, text: str) -> Answers:
    """Board and supervision in one answer: by number, or in words."""
    options = governance_options(answers)
    found = meant(text, options, {})
    if found:
        entry = starters()["governance"][int(found[0])]
        return _governed(answers, entry["board"], entry.get("supervision", ""))
    supervision = next((name for word, name in starters()["supervision"].items() if word in text), "")
    board = next((board for board in ("董事会", "理事会") if board in text), NONE if is_none(text) else "")
    if board and (not answers.is_branch or board == NONE):
        return _governed(answers, board, supervision)
    raise _unfit(text, options)


def with_board(answers: Answers, text: str) -> Answers:
    options = {"董事会": "董事会", "理事会": "理事会", NONE: "没有"} if not answers.is_branch else {NONE: "没有"}
    board = NONE if is_none(text) else _chosen(text, options)
    return _governed(answers, board, answers.supervision)


def with_supervision(answers: Answers, text: str) -> Answers:
    if is_none(text):
        return replace(answers, supervision="")
    known = starters()["supervision"]
    named = {name: name for name in known.values()}
    found = next((name for word, name in known.items() if word in text), "") or _chosen(text, named)
    return _governed(answers, answers.board, found)


def _governed(answers: Answers, board: str, supervision: str) -> Answers:
    """A branch says nothing of a board; who supervises one stands beside it."""
    if answers.is_branch:
        return replace(answers, board="", supervision="")
    return replace(answers, board=board, supervision=supervision if board != NONE else "")


def with_superior(answers: Answers, text: str) -> Answers:
    """A name, a known kind, or both: 名称（性质）."""
    kinds = starters()["superior_kinds"]
    if is_none(text):
        if answers.has_head_office:
            raise InputError("init-superior-needed", value=text)
        return replace(answers, superior=None)
    name, kind = _name_and_kind(text.strip(), kinds)
    usual = usual_superior(answers.type, answers.tier)
    kind = kind or (usual or {}).get("kind", "") or next((k for w, k in kinds.items() if w in name), "")
    if not kind:
        raise InputError("init-superior-kind", value=text, kinds="、".join(dict.fromkeys(kinds.values())))
    if name and not _is_name(name):
        raise InputError("init-superior-name", value=text)
    return replace(answers, superior=Superior(full_width(name) or PLACEHOLDER.format(what="上级机构名称"), kind))


def _name_and_kind(text: str, kinds: Mapping[str, str]) -> tuple[str, str]:
    if text in kinds.values():
        return "", text
    both = _KIND_BEHIND.fullmatch(text)
    return (both[1], both[2]) if both else (text, "")


def with_lead(answers: Answers, text: str) -> Answers:
    """One of the usual departments, or another name for the one that leads."""
    options = lead_options(answers)
    exact = [id_ for id_, name in options.items() if plain(text) in (plain(name), id_)]
    by_number = meant(text, options, {}) if plain(text).isdecimal() else []
    if found := exact or by_number:
        return replace(answers, lead=found[0])
    if "" in options or not _is_name(text.strip()):
        raise _unfit(text, options)
    return replace(answers, lead=full_width(text.strip()))


def with_centralised(answers: Answers, text: str) -> Answers:
    """Functions by number, name or id, with 、 between them."""
    if is_none(text):
        return replace(answers, centralised=())
    if answers.superior is None:
        raise InputError("init-centralised-without-superior", value=text)
    options = centralised_options(answers)
    chosen = [_chosen(part, options, usual_functions()) for part in _BETWEEN.split(text.strip()) if part]
    return replace(answers, centralised=tuple(dict.fromkeys(chosen)))


def _chosen(text: str, options: Mapping[str, str], names: Names | None = None) -> str:
    found = meant(text, options, names or {})
    if len(found) != 1:
        raise _unfit(text, options)
    return found[0]


def _unfit(text: str, options: Mapping[str, str]) -> InputError:
    near = nearest(text, options.values())
    named = "；".join(f"{number} {name}" for number, name in enumerate(options.values(), 1))
    return InputError("init-unfit", value=text, near=near, named=named)


def _is_name(text: str) -> bool:
    return bool(_CHINESE.search(text)) and len(text) <= LONGEST_NAME


Reader = Callable[[Answers, str], Answers]
Options = Callable[[Answers], dict[str, str]]


@dataclass(frozen=True)
class Question:
    """One of the five: the rule of its wording, what can be chosen by number, the answer that stands as it is
    shown, how another is read."""

    key: str
    options: Options
    default: Callable[[Answers], str]
    read: Reader


def _party(answers: Answers) -> str:
    return party_options(answers)[answers.party]


def _governance(answers: Answers) -> str:
    governed = answers.board or NONE, answers.supervision
    entries = starters()["governance"]
    return str(next(e["name"] for e in entries if (e["board"], e.get("supervision", "")) == governed))


def _superior(answers: Answers) -> str:
    return str(answers.superior) if answers.superior else "没有"


def _lead(answers: Answers) -> str:
    return lead_options(answers).get(answers.lead, answers.lead)


def _centralised(answers: Answers) -> str:
    return vocabulary.called("functions", answers.centralised) or "没有"


QUESTIONS = (
    Question("init-ask-party", party_options, _party, with_party),
    Question("init-ask-governance", governance_options, _governance, with_governance),
    Question("init-ask-superior", superior_options, _superior, with_superior),
    Question("init-ask-lead", lead_options, _lead, with_lead),
    Question("init-ask-centralised", centralised_options, _centralised, with_centralised),
)
"""In the order in which they are asked: later ones depend on earlier answers."""


@dataclass(frozen=True)
class Option:
    """An option of the command: the key of the question that it answers, how its value is read."""

    question: str
    read: Reader


OPTIONS = {
    "party": Option("init-ask-party", with_party),
    "board": Option("init-ask-governance", with_board),
    "supervision": Option("init-ask-governance", with_supervision),
    "superior": Option("init-ask-superior", with_superior),
    "lead": Option("init-ask-lead", with_lead),
    "centralised": Option("init-ask-centralised", with_centralised),
}
"""By their names, in the order in which they are read."""

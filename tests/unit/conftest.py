"""Helpers of the unit tests: the shipped pack, small institutions built in Python, Word and Excel reopened."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from drafts import shipped

from cplist.assignment.assign import Assigned, assign
from cplist.core.findings import Finding, FindingsError
from cplist.domain import vocabulary
from cplist.domain.assignment import Assignment
from cplist.domain.institution import (
    Decision,
    Department,
    Institution,
    Leader,
    PaperWork,
    Substitute,
)
from cplist.domain.notice import Tier
from cplist.domain.structure import Body, Level, Superior
from cplist.pack.pack import Pack

LINES = ("front", "middle", "back")

LEADERS = {
    "chair": "董事长: chief",
    "deputy": "分管消保的副行长: cp_deputy, oversees consumer",
    "vice": "副行长: other, oversees retail operations technology",
    "risk_officer": "首席风险官: other, oversees risk law personnel audit general",
    "secretary": "纪委书记: discipline_secretary, oversees watch",
}
DEPARTMENTS = {
    "retail": "个人金融部: front marketing sales_management product",
    "operations": "运营管理部: middle operations pricing",
    "technology": "信息科技部: middle it",
    "risk": "风险管理部: middle risk",
    "consumer": "消费者权益保护部: back cp_lead complaints",
    "law": "法律合规部: back compliance legal",
    "personnel": "人力资源部: back hr training performance",
    "audit": "审计部: back audit",
    "general": "办公室: back office security party_affairs",
    "watch": "纪委办公室: back discipline",
}
COMMITTEE = {"committee": Body("committee", "消保委员会", "chair", "consumer")}


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack that cplist ships."""
    return shipped()


def leader(id_: str, text: str) -> Leader:
    """ "副行长: other, oversees retail" as a Leader."""
    post, rest = text.split(": ") if ": " in text else (text, "")
    roles, _, oversees = rest.partition(", oversees ")
    return Leader(id_, post, tuple(roles.split()), oversees=tuple(oversees.split()))


def department(id_: str, text: str) -> Department:
    """ "个人金融部: front marketing" as a Department: lines first, then functions."""
    name, _, rest = text.partition(": ")
    lines = tuple(word for word in rest.split() if word in LINES)
    return Department(id_, name, lines, tuple(word for word in rest.split() if word not in LINES))


@pytest.fixture(scope="session")
def institution() -> Callable[..., Institution]:
    """Builds institutions: a whole small bank, except what a test says otherwise."""
    return build_institution


def build_institution(
    *,
    type_: str = "city_bank",
    tiers: str = "legal_entity",
    below: str = "",
    leaders: Mapping[str, str] = LEADERS,
    departments: Mapping[str, str] = DEPARTMENTS,
    bodies: Mapping[str, Body] = COMMITTEE,
    party: str = "党委",
    substitute: tuple[str, str] = ("", ""),
    superior: str | None = None,
    centralised: tuple[str, ...] = (),
    decisions: Iterable[Decision] = (),
    chief_only: bool = False,
) -> Institution:
    """`tiers` and `below` are tiers with blanks between; `substitute` (leader, for which role)."""
    own = tuple(Tier(tier) for tier in tiers.split())
    people = [leader(id_, text) for id_, text in leaders.items()]
    if substitute[0]:
        people = [_standing_in(person, *substitute) for person in people]
    head = Tier.LEGAL_ENTITY in own
    words = vocabulary.words_of(type_)
    return Institution(
        name="示例银行股份有限公司",
        short_name="示例银行",
        self_name="本行",
        type=type_,
        tiers=own,
        region="山东省泰安市",
        party=party,
        board="董事会" if head else "",
        by_reference=False,
        superior=Superior(superior or "总行") if superior or not head else None,
        document=PaperWork(),
        levels=tuple(Level(tier, words[tier.value]) for tier in (own[0], *map(Tier, below.split()))),
        bodies=bodies,
        leaders=tuple(people[:1] if chief_only else people),
        departments=tuple(department(id_, text) for id_, text in departments.items()),
        decisions={decision.duty: decision for decision in decisions},
        centralised=centralised,
        words=words,
    )


def _standing_in(person: Leader, id_: str, role: str) -> Leader:
    if person.id != id_:
        return person
    return Leader(
        person.id, person.post, person.roles, oversees=person.oversees, substitute=Substitute(role, "决议")
    )


@dataclass(frozen=True)
class Outcome:
    """An institution's assignments by duty, as ids: what the tests compare."""

    assigned: Assigned

    def __getitem__(self, duty: str) -> Assignment:
        return next(a for a in self.assigned.assignments if a.duty.id == duty)

    def ids(self, duty: str, part: str = "responsible") -> list[str]:
        return [party.id for party in getattr(self[duty], part)]

    def said(self, severity: str) -> str:
        """Everything that fallbacks of that severity say."""
        heard = (f for f in self.assigned.findings if f.rule != "gap" and f.severity == severity)
        return "\n".join(f.arguments["text"] for f in heard)

    def concerned(self, words_: str) -> list[str]:
        """The duties that the fallback findings with those words name."""
        found = [f for f in self.assigned.findings if words_ in f.arguments.get("text", "")]
        return [duty for finding in found for duty in finding.arguments["duties"].split("、")]

    @property
    def gaps(self) -> list[str]:
        return [f.arguments["duty"] for f in self.assigned.findings if f.rule == "gap"]


@pytest.fixture(scope="session")
def assigned(pack: Pack) -> Callable[..., Outcome]:
    """Assigns the shipped notice in an institution, or in the one that the arguments build."""

    def run(of: Institution | None = None, **how: Any) -> Outcome:
        names = {role.id: role.name for role in pack.roles.values()}
        built = of or build_institution(**how)
        return Outcome(assign(pack.notice, pack.rules, names, built, "profile.yaml"))

    return run


@pytest.fixture(scope="session")
def problems() -> Callable[..., list[Finding]]:
    """The findings that a call raises or returns last (a list, or a tuple that ends with one)."""

    def run(call: Callable[..., Any], *arguments: Any, **named: Any) -> list[Finding]:
        try:
            result = call(*arguments, **named)
        except FindingsError as error:
            return list(error.findings)
        return list(result[-1] if isinstance(result, tuple) else result)

    return run


@pytest.fixture(scope="session")
def parts_of() -> Callable[[bytes], dict[str, str]]:
    """The XML parts of a .docx or .xlsx."""

    def read(content: bytes) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name).decode() for name in archive.namelist()}

    return read


@pytest.fixture(scope="session")
def half_width() -> Callable[[str], list[str]]:
    """The places of a text where ASCII punctuation stands beside a Chinese character."""
    beside = re.compile(
        r"(?<=[\u4e00-\u9fff“”《》〔〕（）、。])[,:;()?!]|[,:;()?!](?=[\u4e00-\u9fff“”《》〔〕（）、。])"
    )

    def look(text: str) -> list[str]:
        return [text[max(0, m.start() - 6) : m.end() + 6] for m in beside.finditer(text)]

    return look

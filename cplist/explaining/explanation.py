"""What an explanation says of one duty or one article, as data; `cli/` prints it, in two languages or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cplist.assignment.trace import Asked, Trace, Use
from cplist.core.document import Article, Place
from cplist.core.findings import Finding, Location
from cplist.domain.assignment import Assignment, Party
from cplist.domain.institution import Decision, Institution
from cplist.domain.notice import Clause, Duty
from cplist.explaining.pack_places import PackPlaces
from cplist.pack.rules import Rule


class By(StrEnum):
    """By what a party has its part in a duty: a role, being a level, the profile's decision, or the superior's: it
    performs what it has centralised, and whoever would be responsible here takes the local part."""

    ROLE = "role"
    LEVEL = "level"
    DECISION = "decision"
    SUPERIOR = "superior"
    LOCAL = "local"


@dataclass(frozen=True)
class Part:
    """A party's part in a duty. `role` is the role by which it has it ("" if by none)."""

    use: Use
    party: Party
    by: By
    role: str = ""


class From(StrEnum):
    """Who asks for a role: the notice's words, the pack's rule, an addition of that rule, or the profile."""

    DUTY = "duty"
    RULE = "rule"
    ADDITION = "addition"
    DECISION = "decision"


class LeftOut(StrEnum):
    """Why a party that a role came to has no part by it: it is responsible itself (by the rules, before the
    profile's decision); it has that part already; only leaders and bodies oversee; the profile decides otherwise;
    the superior, which has centralised a function, supports what departments here perform; the duty doesn't apply.
    """

    RESPONSIBLE = "responsible"
    BEFORE = "before"
    KIND = "kind"
    DECIDED = "decided"
    CENTRALISED = "centralised"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class AskedRole:
    """A role that was looked up for the duty, who has a part by it, and who was found and has none, and why.
    `name` is what the pack calls the role."""

    asked: Asked
    name: str
    origin: From
    taken: tuple[Party, ...]
    left_out: tuple[tuple[Party, LeftOut], ...]


@dataclass(frozen=True)
class DecisionAt:
    """What the profile decides about a duty, and the place of each key that it gives (in a base, where the key is
    inherited). `counts` is whether the assignment heeds it: about a statement nothing can be decided."""

    decision: Decision
    at: Location
    keys: tuple[tuple[str, Location], ...]
    counts: bool


@dataclass(frozen=True)
class Words:
    """A place of the system that carries a duty: the article, the words, and the whole paragraph as composed.

    `bookmark` is its name in the .docx. `article_at` is the article's beginning in the pack's template; `words_at`
    where the words are written there: the line of the duty's id beside them, or, where the template puts them
    together, the line that prints them.
    """

    duty: str
    article: Article
    place: Place
    words: str
    paragraph: str
    bookmark: str
    article_at: Location
    words_at: Location


@dataclass(frozen=True)
class RowAt:
    """A row of the checklist about a duty: its sheet, its number there, and the row's key."""

    sheet: str
    number: int
    key: str


@dataclass(frozen=True)
class LetterAt:
    """A letter of responsibility in which a duty stands; `name` is the file's, relative to the institution's
    folder, `use` what part the party has."""

    name: str
    party: Party
    use: Use


@dataclass(frozen=True)
class DutyExplanation:
    """How one duty comes to its parties, its articles and its rows in one institution. `rule` is the pack's for the
    duty, whatever the assignment then went by; `places` are those of the pack's files."""

    institution: Institution
    clause: Clause
    assignment: Assignment
    trace: Trace
    rule: Rule
    decision: DecisionAt | None
    parts: tuple[Part, ...]
    roles: tuple[AskedRole, ...]
    words: tuple[Words, ...]
    rows: tuple[RowAt, ...]
    letters: tuple[LetterAt, ...]
    findings: tuple[Finding, ...]
    places: PackPlaces

    @property
    def duty(self) -> Duty:
        return self.assignment.duty


@dataclass(frozen=True)
class OptionAt:
    """An optional item of an article: what is decided by it, what the profile says ("": nothing yet) and where
    (None: nowhere), the words as printed."""

    id: str
    decides: str
    decision: str
    at: Location | None
    words: str


@dataclass(frozen=True)
class ArticleExplanation:
    """Where one article of one institution's system comes from, and what it carries. `comment` is what `--annotate`
    puts beside it, `bookmark` its name in the .docx, `options` are its optional items."""

    institution: Institution
    article: Article
    bookmark: str
    at: Location
    words: tuple[Words, ...]
    assignments: tuple[Assignment, ...]
    options: tuple[OptionAt, ...]
    comment: tuple[str, ...]
    findings: tuple[Finding, ...]

"""Letters of responsibility: one .docx for each leader, department and level below, from the pack's template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import STAFFS
from cplist.compose.shares import UNGRADED
from cplist.compose.templates import Templates
from cplist.compose.text.paper_composer import compose_paper
from cplist.core.document import ComposedText
from cplist.core.files import folded_name, safe_name
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.inert import Plain, inert
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, Kind
from cplist.documents.letter_words import PAGES, ROOMS, LetterWords
from cplist.documents.signatures import Signatures, Signers
from cplist.documents.values import LetterValues, PersonValues
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import Institution, Leader
from cplist.domain.notice import Kind as DutyKind
from cplist.domain.structure import Level, UnitKind
from cplist.pack.papers import LETTER, PLEDGE
from cplist.yamldoc.document import Path, path_text
from cplist.yamldoc.text import shown

Place = Callable[[Path], Location]
"""Where a value of the profile stands."""
PERMISSION = DutyKind.PERMISSION.value
SIGNED = (PartyKind.LEADER, PartyKind.DEPARTMENT, PartyKind.LEVEL)
Pages = Callable[[ComposedText], int]


@dataclass(frozen=True)
class Letter:
    """One party's letter; `name` is its file's, relative to the institution's folder, with /."""

    party: Party
    name: str
    text: ComposedText


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a letter, who signs it, and how its file is called."""

    party: Party
    signatures: Signatures
    name: str


@dataclass(frozen=True)
class LetterDuties:
    """The ids of the duties in a party's letter: those that it is responsible for, and those that it supports."""

    duties: tuple[str, ...]
    supports: tuple[str, ...]


def make(job: Job) -> Outcome:
    """The letters that were asked for. Raises FindingsError as `LetterWriter.letters`."""
    writer = letter_writer(job)
    letters, findings = writer.letters(job.inputs.request.letters_for)
    files = tuple(_file(job, letter) for letter in letters)
    all_names = frozenset(addressee.name for addressee in writer.addressees())
    return Outcome(files, (*findings, *(job.style_findings if files else ())), all_names={LETTER: all_names})


def letter_writer(job: Job) -> LetterWriter:
    """The writer of a build's letters."""
    draft, place = job.draft, job.inputs.profile.document.place
    return LetterWriter(
        job.templates, draft.institution, draft.assigned, draft.context, draft.text, place, job.pages
    )


def _file(job: Job, letter: Letter) -> OutputFile:
    titled = replace(letter.text, title=f"{letter.text.title}（{letter.party.name}）")
    return OutputFile(LETTER, letter.name, job.docx(titled))


class LetterWriter:
    """Writes the letters of one institution. `values` are those that every template of the pack sees, `system` is
    what the letters follow; `place` leads into the profile, for findings; `pages` counts those of a letter up to
    its annex."""

    def __init__(
        self,
        templates: Templates,
        institution: Institution,
        assigned: Assigned,
        values: Mapping[str, Any],
        system: ComposedText,
        place: Place,
        pages: Pages = lambda _: 0,
    ) -> None:
        self.templates, self.institution, self.assigned = templates, institution, assigned
        self.values, self.place = values, place
        self.words, self.pages = LetterWords(system), pages
        self.signers = Signers(institution, assigned, templates.pack.papers.signing)
        self.signing = {one["id"] for one in (*values["leaders"], *values["departments"]) if one["signs"]}
        self.shares = {party["id"]: party for party in values["parties"]}

    def letters(self, wanted: Sequence[str] = ()) -> tuple[list[Letter], list[Finding]]:
        """The letters of those parties (none named: of all), and what was found. Raises FindingsError for an id
        that nobody has, and where the pack has no template for letters."""
        template = self.templates.paper(LETTER)
        everybody = self.addressees()
        chosen = self._chosen(everybody, wanted)
        findings = [] if everybody else [finding("letter-nobody", self.place(()))]
        findings += [self._open(a) for a in chosen if a.signatures.open and a.party.kind is PartyKind.LEADER]
        letters = []
        for addressee in chosen:
            composed, found = self._composed(template, addressee)
            letters.append(Letter(addressee.party, addressee.name, composed))
            findings += [one for one in found if one not in findings]
        return letters, findings

    def _composed(self, template: str, addressee: Addressee) -> tuple[ComposedText, list[Finding]]:
        """A letter that says as much in words as has room on its pages."""
        for room in ROOMS:
            values = {**self.values, "letter": inert(self._letter(addressee, room))}
            text = self.templates.text(template, values)
            composed, found = compose_paper(text, self.templates.file(template), letter=True)
            if self.pages(composed) <= PAGES:
                break
        return composed, found

    def addressees(self) -> list[Addressee]:
        """Everybody who can get a letter: all but those of whom the profile says otherwise. Names of files don't
        depend on whose letters are wanted."""
        own = self.institution
        ids = [ldr.id for ldr in own.leaders if ldr.letter and not ldr.external]
        ids += [department.id for department in own.departments if department.letter]
        ids += [id_ for level in own.levels_below for id_ in _addressed(level)]
        parties = [party for id_ in ids if (party := self.assigned.finders.party(id_))]
        signed = [(party, self.signers.of(party)) for party in parties if party.kind in SIGNED]
        names = _distinct(self._name(party, signatures) for party, signatures in signed)
        return [Addressee(party, signatures, name) for (party, signatures), name in zip(signed, names, strict=True)]

    def _name(self, party: Party, signatures: Signatures) -> str:
        papers = self.templates.pack.papers.documents
        paper = papers.get(PLEDGE, papers[LETTER]) if signatures.pledge else papers[LETTER]
        folder = f"{safe_name(paper.folder)}/" if paper.folder else ""
        return folder + safe_name(f"{paper.name}－{party.name}")

    def _chosen(self, everybody: Sequence[Addressee], wanted: Sequence[str]) -> list[Addressee]:
        by_id = {addressee.party.id: addressee for addressee in everybody}
        known = {*by_id, *(level.tier.value for level in self.institution.levels_below)}
        if unknown := [id_ for id_ in dict.fromkeys(wanted) if id_ not in known]:
            raise FindingsError(self._unknown(id_, by_id) for id_ in unknown)
        kinds = {kind.id for lv in self.institution.levels_below if lv.tier.value in wanted for kind in lv.kinds}
        chosen = {*wanted, *kinds}
        return [a for a in everybody if (a.party.id in chosen if wanted else self._usual(a))]

    def _usual(self, addressee: Addressee) -> bool:
        """Whether somebody gets a letter that nobody has asked for: who has a share in something."""
        return addressee.party.kind is PartyKind.LEVEL or addressee.party.id in self.signing

    def _unknown(self, id_: str, by_id: Mapping[str, Addressee]) -> Finding:
        if reason := self._no_letter(id_):
            return finding("letter-none", self.place(()), id=shown(id_), because=reason)
        called = {addressee.party.name: known for known, addressee in by_id.items()}
        near = called.get(id_) or nearest(id_, by_id, 0.6)
        return finding("letter-unknown", self.place(()), id=shown(id_), near=near, known="、".join(by_id))

    def _no_letter(self, id_: str) -> str:
        """The key of the profile for which a leader or a department gets no letter; "" where there is none."""
        own = self.institution
        if any(post.id == id_ for post in own.vacancies):
            return "vacant"
        if any(ldr.id == id_ and ldr.external for ldr in own.leaders):
            return "external"
        refusing = [ldr.id for ldr in own.leaders if not ldr.letter] + [
            d.id for d in own.departments if not d.letter
        ]
        return "letter" if id_ in refusing else ""

    def _open(self, addressee: Addressee) -> Finding:
        number = [leader.id for leader in self.institution.leaders].index(addressee.party.id)
        path: Path = ("leaders", number)
        return finding("letter-open", self.place(path), path_text(path), party=addressee.party.name)

    def duties_of(self, party: Party) -> LetterDuties:
        """What stands in a party's letter."""
        marks = {**self._of_level(party)["shares"], **self.shares.get(party.id, _NONE)["shares"]}
        for staff in self._staff_of(party):
            marks = {**marks, **{id_: mark for id_, mark in staff["shares"].items() if "●" in mark}}
        ordered = [(id_, marks[id_]) for id_ in self.values["duty"] if id_ in marks]
        duties, supports = (tuple(Plain(id_) for id_, mark in ordered if sign in mark) for sign in "●○")
        return LetterDuties(duties, supports)

    def _staff_of(self, party: Party) -> list[Mapping[str, Any]]:
        """The shares of the staff that stand in somebody's letter, where there are no departments: in a post's what
        binds everybody, in that of whoever signs alone all of it, for it is signed for the institution."""
        leader = self._leader_of(party)
        if leader and leader.at_work:
            staffs: Iterable[str] = ["all"]
        else:
            staffs = STAFFS if leader and self.signers.of(party).pledge else ()
        return [self.shares[STAFFS[which].id] for which in staffs if STAFFS[which].id in self.shares]

    def _letter(self, addressee: Addressee, room: int) -> LetterValues:
        """What the template sees of one letter, beside the rest of the context."""
        party, signatures = addressee.party, addressee.signatures
        shares, duties = self.shares.get(party.id) or self._of_level(party), self.duties_of(party)
        level, kind = self._level(party)
        of = kind or level
        words = self.words.shown(self._positive(duties.duties), room)
        permitted = self.words.shown([id_ for id_ in duties.duties if self._kind(id_) == PERMISSION], room)
        return {
            "id": party.id,
            "kind": party.kind.value,
            "tier": level.tier.value if level else "",
            "units": "、".join(unit.name for unit in kind.units) if kind else "",
            **self._person(party),
            "duties": list(duties.duties),
            "said": list(words.items),
            "rest": list(words.rest),
            "may": list(permitted.items),
            "words": self.words.words,
            "places": self.words.places,
            "articles": self.words.articles,
            "supports": list(duties.supports),
            "pledge": signatures.pledge,
            "upper": [self._signer(upper) for upper in signatures.upper],
            "above": signatures.above,
            "several": of is not None and of.count != 1,
            "year": self.institution.letters.year,
            "copies": self.institution.letters.copies,
            "grade": shares["grade"],
            "grade_clause": shares["grade_clause"],
            "grade_text": shares["grade_text"],
        }

    def _level(self, party: Party) -> tuple[Level | None, UnitKind | None]:
        """The level that a party is, or whose kind of units it is."""
        level = next((level for level in self.institution.levels_below if party.id in level.ids), None)
        kind = next((kind for kind in level.kinds if kind.id == party.id), None) if level else None
        return level, kind

    def _of_level(self, party: Party) -> Mapping[str, Any]:
        """The shares of the level whose kind of units a party is."""
        level, _ = self._level(party)
        return self.shares.get(level.tier.value, _NONE) if level else _NONE

    def _person(self, party: Party) -> PersonValues:
        """What a party is called; of a leader the post and the name, as far as the documents may name people."""
        if party.kind is PartyKind.DEPARTMENT:
            name = next(department.name for department in self.institution.departments if department.id == party.id)
            return {"label": name, "post": "", "name": ""}
        leader = self._leader_of(party)
        named = leader.name if leader and self.institution.document.names else ""
        return {"label": party.name, "post": leader.post if leader else "", "name": named}

    def _signer(self, party: Party) -> PersonValues:
        """The next one up; for a department its head signs."""
        person = self._person(party)
        return {**person, "post": f"{person['label']}负责人"} if party.kind is PartyKind.DEPARTMENT else person

    def _leader_of(self, party: Party) -> Leader | None:
        return next((ldr for ldr in self.institution.leaders if ldr.id == party.id), None)

    def _positive(self, ids: Iterable[str]) -> list[str]:
        """What somebody is to do: what is forbidden or permitted, and the grounds, are said apart."""
        apart = (DutyKind.PROHIBITION.value, DutyKind.GROUND.value, PERMISSION)
        return [id_ for id_ in ids if self._kind(id_) not in apart]

    def _kind(self, id_: str) -> str:
        return str(self.values["duty"][id_]["kind"])


_NONE: Mapping[str, Any] = {"shares": {}, "grade": UNGRADED, "grade_clause": "", "grade_text": ""}
"""Of a party without a share in any duty."""


def _addressed(level: Level) -> Iterator[str]:
    """The ids of those who sign for a level: of its kinds of units, where it has several."""
    yield from (kind.id for kind in level.kinds) if level.kinds else (level.tier.value,)


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """The names with .docx; one that is taken already, on a disk that knows no capitals, gets a number."""
    taken: set[str] = set()
    for name in names:
        number = 1
        while folded_name(candidate := name if number == 1 else f"{name}{number}") in taken:
            number += 1
        taken.add(folded_name(candidate))
        yield f"{candidate}.docx"


KIND = DocumentKind(Kind.LETTERS, ".docx", make)

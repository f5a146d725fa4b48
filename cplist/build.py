"""The pipeline: profile → institution → assignments → documents. Pure: disk and console are others' business.

Read `build` first: it is the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cplist import __version__
from cplist.annotations import comments_on
from cplist.assign import Assigned, assign
from cplist.blocks import Article, Place, Text, Workbook
from cplist.calculate import calculated
from cplist.carryover import Carried, Previous, carry_over
from cplist.comparison import Comparison, compare
from cplist.compose import Index, compose, place_text
from cplist.context import context
from cplist.earlier import Earlier, from_manifest, version_before
from cplist.errors import Finding, FindingsError, Location, Severity, has_errors
from cplist.files import safe_name
from cplist.letters import Secretary
from cplist.lint import accept, check_accepted, lint
from cplist.memo import article_values, comparison_values, memo_values
from cplist.messages import finding, message
from cplist.model import Institution, Status
from cplist.order import Order, Part
from cplist.pack import Pack, within
from cplist.paper import compose_paper
from cplist.papers import COMPARISON, LETTER, MEMO
from cplist.press import INDEX, TEMPLATE, Press
from cplist.profile import Profile, by_place, in_order, institution_of
from cplist.record import recorded
from cplist.revision import Reasons, facts_of
from cplist.sandbox import Plain, inert
from cplist.sheets import fill
from cplist.snapshot import snapshot
from cplist.word import Comments, Properties, duty_bookmark, write_docx

STYLE = "style.docx"


@dataclass(frozen=True)
class Inputs:
    """All that a build depends on. The previous workbook is one of its inputs, and so are the last build's
    build.json ({}: none) and the version that the system is compared with, if somebody names one."""

    profile: Profile
    pack: Pack
    previous_workbook: Previous | None = None
    order: Order = field(default_factory=Order)
    earlier: Earlier | None = None
    last_build: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """What a build gives: files with their names, by part (system, checklist, letter/ID), and what it found.

    Names are relative to the institution's folder, with /. `letter_names` are those of all letters, whichever
    were wanted.
    """

    institution: Institution
    assigned: Assigned
    text: Text
    names: Mapping[str, str]
    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]
    carried: Carried = field(default_factory=Carried)
    letter_names: frozenset[str] = frozenset()

    @property
    def summary(self) -> dict[str, int]:
        return self.assigned.summary


@dataclass(frozen=True)
class Drafted:
    """An institution, its assignments and its composed system: what coverage needs, and half of a build."""

    institution: Institution
    assigned: Assigned
    text: Text
    context: dict[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Made:
    """One file of a build."""

    part: str
    name: str
    content: bytes


def build(inputs: Inputs, press: Press | None = None, drafted: Drafted | None = None) -> Built:
    """Everything that was ordered for one institution. Raises FindingsError where errors stop it.

    `press` and `drafted` are what an earlier step has of the same pack and profile, to spare the work.
    """
    press = press or Press(inputs.pack)
    drafted = drafted or draft(inputs.profile, inputs.pack, press)
    if has_errors(drafted.findings):
        raise FindingsError(drafted.findings)
    maker = _Maker(inputs, press, drafted)
    made = list(maker.files())
    findings = (*drafted.findings, *maker.findings)
    if has_errors(findings):
        raise FindingsError(findings)
    names = {one.part: one.name for one in made}
    files = {one.part: one.content for one in made}
    manifest = {**_manifest(drafted, inputs, maker.marks, names, files), **maker.kept}
    return Built(
        *(drafted.institution, drafted.assigned, drafted.text, names, files, manifest, findings),
        carried=maker.carried,
        letter_names=frozenset(maker.letter_names),
    )


class _Maker:
    """Makes the files that were ordered; keeps what was found on the way, and what the next build needs."""

    def __init__(self, inputs: Inputs, press: Press, drafted: Drafted) -> None:
        self.inputs, self.press, self.drafted = inputs, press, drafted
        self.marks = _marks(inputs)
        self.findings: list[Finding] = []
        self.kept: dict[str, Any] = {}
        self.carried = Carried()
        self.letter_names: list[str] = []
        self.facts = facts_of(drafted.institution, drafted.assigned, inputs.pack, self.marks)
        self.earlier = inputs.earlier or self._last_version()

    def files(self) -> Iterator[_Made]:
        makers = {
            Part.SYSTEM: self._system,
            Part.CHECKLIST: self._checklist,
            Part.LETTERS: self._letters,
            Part.MEMO: self._memo,
        }
        for part, make in makers.items():
            if part in self.inputs.order.parts:
                yield from make()

    def _last_version(self) -> Earlier | None:
        version = version_before(self.inputs.last_build, self._articles())
        return from_manifest(version) if version else None

    def _system(self) -> Iterator[_Made]:
        drafted, pack = self.drafted, self.inputs.pack
        comments = None
        if self.inputs.order.annotate:
            comments = comments_on(drafted.text.articles, drafted.context["duty"], pack.name)
        self.kept |= {"articles": self._articles(), "facts": self.facts}
        if before := version_before(self.inputs.last_build, self.kept["articles"]):
            self.kept["before"] = before
        name = document_names(drafted.institution, pack)["system"]
        yield _Made("system", name, self._docx(drafted.text, comments))

    def _checklist(self) -> Iterator[_Made]:
        institution, pack = self.drafted.institution, self.inputs.pack
        workbook = _workbook(self.drafted, self.press, self.marks)
        replaced = {old: duty.id for duty in pack.notice.duties for old in duty.replaces}
        when = _when(institution, self.marks)
        self.carried = carry_over(self.inputs.previous_workbook, workbook, when, replaced)
        self.findings += self.carried.findings
        if self.carried.workbook is None:
            return
        self.kept["answers"] = self.carried.carried
        name = document_names(institution, pack)["checklist"]
        yield _Made("checklist", name, _xlsx(self.carried, institution, pack))

    def _letters(self) -> Iterator[_Made]:
        drafted, place = self.drafted, self.inputs.profile.document.place
        secretary = Secretary(self.press, drafted.institution, drafted.assigned, drafted.context, place)
        letters, found = secretary.letters(self.inputs.order.letters_for)
        self.findings += found
        self.letter_names = [addressee.name for addressee in secretary.addressees()]
        for letter in letters:
            yield _Made(f"{LETTER}/{letter.party.id}", letter.name, self._docx(letter.text))

    def _memo(self) -> Iterator[_Made]:
        drafted, papers = self.drafted, self.inputs.pack.papers.documents
        template = self.press.paper(MEMO)
        comparison = self._compared()
        own = memo_values(drafted.text, drafted.findings, comparison)
        yield _Made(MEMO, self._paper_name(MEMO), self._paper(template, own))
        if comparison and comparison.changes and self.earlier:
            reasons = Reasons(comparison, self.earlier.facts, self.facts, drafted.institution)
            own = comparison_values(comparison, reasons, drafted.context["duty"], self.earlier.called)
            text = self._paper(self.press.paper(COMPARISON), own, landscape=papers[COMPARISON].landscape)
            yield _Made(COMPARISON, self._paper_name(COMPARISON), text)

    def _compared(self) -> Comparison | None:
        """The new version beside the earlier one; None where there is none."""
        if self.earlier is None:
            self.findings.append(finding("comparison-without", Location(self.inputs.profile.name)))
            return None
        self.findings += self.earlier.findings
        comparison = compare(self.earlier, self.drafted.text.articles)
        if not comparison.changes:
            self.findings.append(finding("comparison-same", Location(self.inputs.profile.name)))
        return comparison

    def _paper(self, template: str, own: Mapping[str, Any], *, landscape: bool = False) -> bytes:
        text = self.press.text(template, {**self.drafted.context, **own})
        composed, found = compose_paper(text, self.press.file(template), landscape=landscape)
        self.findings += found
        return self._docx(composed)

    def _paper_name(self, kind: str) -> str:
        paper = self.inputs.pack.papers.documents[kind]
        folder = f"{safe_name(paper.folder)}/" if paper.folder else ""
        return f"{folder}{safe_name(self.drafted.institution.short_name + paper.name)}.docx"

    def _articles(self) -> list[dict[str, Any]]:
        return [_kept_article(article) for article in self.drafted.text.articles]

    def _docx(self, text: Text, comments: Comments | None = None) -> bytes:
        return _docx(text, self.drafted.institution, self.inputs.pack, self.marks, comments)


def draft(profile: Profile, pack: Pack, press: Press) -> Drafted:
    """Assign every duty and compose the system. Raises FindingsError if the profile itself has errors; those about
    responsibility are among the findings, so that coverage can show what came of them."""
    institution, assigned, findings = examine(profile, pack)
    values = context(pack, institution, assigned)
    text, composed = compose(press.text(TEMPLATE, values), press.file(TEMPLATE), _index(press, values))
    text = replace(text, names=(institution.name, institution.short_name))
    tracing = _tracing(assigned, text, str(pack.folder / TEMPLATE))
    return Drafted(institution, assigned, text, values, (*findings, *composed, *tracing))


def _index(press: Press, values: Mapping[str, Any]) -> Index | None:
    """What follows the system once its articles are numbered, where the pack has that."""
    if not press.has(INDEX):
        return None

    def rendered(articles: Iterable[Article]) -> str:
        return press.text(INDEX, {**values, "articles": article_values(articles)})

    return rendered


def examine(profile: Profile, pack: Pack) -> tuple[Institution, Assigned, tuple[Finding, ...]]:
    """Who bears what in an institution, and what is to be said about that. Raises FindingsError as `draft`."""
    findings = check(profile, pack)
    if has_errors(findings):
        raise FindingsError([*findings, finding("rules-not-run", Location(profile.name))])
    institution = institution_of(profile, pack.types_by_reference)
    role_names = {role.id: role.name for role in pack.roles.values()}
    assigned = assign(pack.notice, pack.rules, role_names, institution, profile.name)
    findings += lint(profile, institution, pack, assigned)
    return institution, assigned, tuple(by_place(accept(profile, findings), profile.chain))


def check(profile: Profile, pack: Pack) -> list[Finding]:
    """What is wrong with the profile itself, with what it says of the pack's duties, and with what it accepts."""
    duties = frozenset(duty.id for duty in pack.notice.duties)
    findings = [*profile.findings, *profile.catalogue_findings(duties), *check_accepted(profile)]
    if not within(pack.version, profile.pack_version):
        at = profile.document.place(("pack", "version"))
        wanted = profile.pack_version
        findings.append(
            finding("pack-version", at, "pack.version", name=pack.name, wanted=wanted, version=pack.version)
        )
    return in_order(findings, profile.chain)


def _tracing(assigned: Assigned, text: Text, file: str) -> list[Finding]:
    """Each duty that applies is carried by an article, and no article carries another."""
    at = Location(file)
    by_id = {assignment.duty.id: assignment for assignment in assigned.assignments}
    findings = [
        finding("duty-not-carried", at, duty=id_, text=assignment.duty.text)
        for id_, assignment in by_id.items()
        if assignment.applies and assignment.status is not Status.STATEMENT and id_ not in text.places
    ]
    for duty, places in text.places.items():
        if duty not in by_id:
            findings.append(finding("duty-unknown", at, duty=duty, key=places[0].article))
        elif not by_id[duty].applies:
            findings.append(finding("duty-not-applicable", at, duty=duty, key=places[0].article))
    return findings


def _marks(inputs: Inputs) -> dict[str, str]:
    """Fingerprints of what the documents were made from, and the build's id over them all."""
    data = json.dumps(inputs.profile.document.data, ensure_ascii=False, sort_keys=True)
    profile = hashlib.sha256(data.encode()).hexdigest()[:16]
    together = f"{profile}|{inputs.pack.fingerprint}|{__version__}"
    id_ = hashlib.sha256(together.encode()).hexdigest()[:16]
    return {"id": id_, "profile": profile, "pack": inputs.pack.fingerprint, "program": __version__}


def _workbook(drafted: Drafted, press: Press, marks: Mapping[str, str]) -> Workbook:
    values = {
        **drafted.context,
        "article": {
            a.duty.id: _article(drafted.text.places.get(a.duty.id, ())) for a in drafted.assigned.assignments
        },
        "bookmark": {duty: Plain(duty_bookmark(duty, 1)) for duty in drafted.text.places},
        "build": inert(marks),
        "warnings": inert(_explained(drafted.findings)),
    }
    institution = drafted.institution
    title = f"{institution.short_name}{press.pack.names['checklist']}"
    properties = {
        "cplist.build": marks["id"],
        "cplist.institution": institution.name,
        "cplist.pack": press.pack.name,
    }
    filled = fill(press.checklist(), values, institution.name, title, properties)
    document = document_names(institution, press.pack)["system"]
    return replace(filled, document=document, record=recorded(filled, snapshot(drafted.assigned, institution)))


def _when(institution: Institution, marks: Mapping[str, str]) -> str:
    """How lists call a build: by the document's date, and by its id, for no clock is asked."""
    day = institution.document.date
    return f"{day}（{marks['id']}）" if day else marks["id"]


def _explained(findings: Iterable[Finding]) -> list[list[str]]:
    """The rows of the explanation sheet: warnings, and those that the profile accepts, with the reason."""
    kept = [found for found in findings if found.severity is Severity.WARNING or found.accepted]
    return [
        ["已接受的警告" if found.accepted else "警告", message(found, "zh"), f"检查规则 {found.rule}"]
        for found in kept
    ]


def _article(places: tuple[Place, ...]) -> str:
    return "、".join(dict.fromkeys(place_text(place) for place in places)) or "—"


def _docx(
    text: Text, institution: Institution, pack: Pack, marks: Mapping[str, str], comments: Comments | None
) -> bytes:
    properties = Properties(
        title=text.title,
        subject=f"{pack.notice.title}（{pack.notice.number}）",
        author=institution.name,
        date=institution.document.date,
        custom={"cplist.build": marks["id"], "cplist.institution": institution.name, "cplist.pack": pack.name},
    )
    style = pack.files.get(STYLE)
    if style is None:
        from cplist.style import default_style

        style = default_style()
    return write_docx(text, style, properties, str(pack.folder / STYLE), comments)


def _xlsx(carried: Carried, institution: Institution, pack: Pack) -> bytes:
    from cplist.excel import write_xlsx  # openpyxl takes a third of the time that `check` has

    assert carried.workbook is not None
    workbook, day = calculated(carried.workbook), institution.document.date
    return write_xlsx(workbook, pack.notice.number, institution.name, day, carried.foreign)


def document_names(institution: Institution, pack: Pack) -> dict[str, str]:
    """The files' names: <short_name>消费者权益保护工作责任制.docx, …责任清单.xlsx."""
    endings = {"system": "docx", "checklist": "xlsx"}
    return {kind: f"{safe_name(institution.short_name + pack.names[kind])}.{end}" for kind, end in endings.items()}


def _manifest(
    drafted: Drafted,
    inputs: Inputs,
    marks: Mapping[str, str],
    names: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """What every build leaves for the next one: fingerprints, and what it wrote."""
    return {
        "schema": "cplist.manifest/1",
        "institution": drafted.institution.name,
        "pack": {"name": inputs.pack.name, "version": inputs.pack.version},
        "build": dict(marks),
        "outputs": {names[part]: hashlib.sha256(content).hexdigest() for part, content in files.items()},
        "kinds": {name: kind_of(part) for part, name in names.items()},
        "summary": drafted.assigned.summary,
    }


def kind_of(part: str) -> str:
    """The kind of output that a part of a build is: letter for letter/ID."""
    return part.partition("/")[0]


def _kept_article(article: Article) -> dict[str, Any]:
    """An article as written, for the next build."""
    return {
        "key": article.key,
        "number": article.number,
        "title": article.title,
        "paragraphs": list(article.paragraphs),
        "duties": list(article.duties),
    }

"""The responsibility checklist as an .xlsx, with what people filled in in the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cplist.carryover.previous import CarryOver, Previous, without_empty
from cplist.carryover.record import recorded
from cplist.carryover.snapshot import snapshot
from cplist.compose.decided.open_matters import OPEN_MATTERS, UNVERIFIED
from cplist.compose.sheets.plan import fill
from cplist.compose.text.references import place_text
from cplist.core.bookmarks import duty_bookmark
from cplist.core.document import Place
from cplist.core.findings import Finding, Severity
from cplist.core.inert import Plain, inert
from cplist.core.messages import message, of_wording
from cplist.core.opc import unzipped
from cplist.core.workbook import Workbook
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, IfChanged, Kind
from cplist.documents.merging import with_returns
from cplist.documents.recipients import Recipient, of_recipient
from cplist.domain.institution import Institution
from cplist.domain.notice import Duty
from cplist.formulas.calculate import calculated
from cplist.writers.excel.workbook import write_xlsx


def make(job: Job) -> Outcome:
    """The workbook; none where the last one can't be taken over."""
    made, content = written(job, job.once(filled_in))
    if content is None:
        return Outcome((), made.findings, carry_over=made)
    file = OutputFile("checklist", job.file_name(Kind.CHECKLIST), content, answers=bool(made.plan.found))
    return Outcome((file,), made.findings, {"answers": made.plan.carried}, made)


def filled_in(job: Job) -> CarryOver:
    """The workbook with what people filled in in the last one, and with what parties returned."""
    workbook = generated(job)
    made = carried_over(job, workbook, job.inputs.previous_workbook)
    return with_returns(job, workbook, made, _when(job.institution, job.marks))


def written(job: Job, made: CarryOver) -> tuple[CarryOver, bytes | None]:
    """The carry-over with what of the last workbook isn't in the new one, and the bytes of that; none where the
    last one can't be taken over."""
    if made.workbook is None:
        return made, None
    content = _xlsx(job, made, made.workbook)
    if made.match:
        from cplist.carryover.carry_over import with_left_behind  # a first build does without

        made = with_left_behind(made, content)
    return made, content


def carried_over(job: Job, workbook: Workbook, previous: Previous | None) -> CarryOver:
    """The workbook with what people filled in in the previous one."""
    if previous is None:
        return CarryOver(without_empty(workbook))
    from cplist.carryover.carry_over import carry_over  # a first build does without

    return carry_over(previous, workbook, _when(job.institution, job.marks), _replaced(job.pack.notice.duties))


def _replaced(duties: Iterable[Duty]) -> dict[str, tuple[str, ...]]:
    """Which duties take the place of which, in the notice's order: several where one was split."""
    replaced: dict[str, tuple[str, ...]] = {}
    for duty in duties:
        for old in duty.replaces:
            replaced[old] = (*replaced.get(old, ()), duty.id)
    return replaced


def generated(job: Job, recipient: Recipient | None = None) -> Workbook:
    """The workbook without anything that people filled in, that of the institution or of one recipient. Raises
    FindingsError where the pack's checklist.yaml can't be used."""
    draft, templates = job.draft, job.templates
    values = {
        **(of_recipient(draft.context, recipient) if recipient else draft.context),
        "recipient": inert({"id": recipient.id, "name": recipient.name} if recipient else {"id": "", "name": ""}),
        "article": {a.duty.id: _article(draft.text.places.get(a.duty.id, ())) for a in draft.assigned.assignments},
        "bookmark": {duty: Plain(duty_bookmark(duty)) for duty in draft.text.places},
        "build": inert(job.marks),
        "warnings": inert(explained(draft.findings)),
    }
    institution = draft.institution
    title = f"{institution.short_name}{templates.pack.names['checklist']}"
    title += f"（{recipient.name}）" if recipient else ""
    properties = {
        **job.properties,
        "cplist.pack_version": templates.pack.version,
        "cplist.short_name": institution.short_name,
        "cplist.type": institution.words["name"],
        "cplist.tier": institution.words[institution.tier.value],
        **(recipient.properties if recipient else {}),
    }
    plan = templates.checklist(party=recipient is not None)
    made = fill(plan, values, institution.name, title, properties)
    made = replace(made, properties={**made.properties, "cplist.layout": str(made.layout)})
    record = recorded(
        made, snapshot(draft.assigned, institution), (title, job.pack.notice.number, institution.name)
    )
    return replace(made, document="" if recipient else job.file_name(Kind.SYSTEM), record=record)


def _when(institution: Institution, marks: Mapping[str, str]) -> str:
    """How lists call a build: by the document's date, and by its id, for no clock is asked."""
    day = institution.document.date
    return f"{day}（{marks['id']}）" if day else marks["id"]


def explained(findings: Iterable[Finding]) -> list[list[str]]:
    """The rows of the explanation sheet: warnings, and those that the profile accepts, with the reason; what is
    said of several places names each."""
    kept = [found for found in findings if found.severity is Severity.WARNING or found.accepted]
    kept = [found for found in kept if not of_wording(found) and found.rule not in (*OPEN_MATTERS, UNVERIFIED)]
    said = Counter(message(found, "zh") for found in kept)
    rows = {}
    for found in kept:
        text = message(found, "zh")
        text = f"{text}（{found.path}）" if said[text] > 1 and found.path else text
        sort = "已说明理由的问题" if found.accepted else "需要研究的问题"
        rows[sort, text] = [sort, text, "责任安排检查"]
    return list(rows.values())


def _article(places: tuple[Place, ...]) -> str:
    return "、".join(dict.fromkeys(place_text(place) for place in places)) or "—"


def _xlsx(job: Job, made: CarryOver, workbook: Workbook) -> bytes:
    number, institution = job.pack.notice.number, job.institution
    day = institution.document.date
    own_sheets = [own.written for own in made.plan.own_sheets if own.written]
    last = unzipped(made.match.last.content) if made.match else None
    return write_xlsx(
        *(calculated(workbook), number, institution.name, day, own_sheets, last, job.inputs.cache),
        pages=made.plan.pages,
        said=made.plan.said,
    )


KIND = DocumentKind(Kind.CHECKLIST, ".xlsx", make, IfChanged.SET_ASIDE)

"""The responsibility checklist as an .xlsx, with what people filled in in the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cplist.carryover.previous import Carried, without_empty
from cplist.carryover.record import recorded
from cplist.carryover.snapshot import snapshot
from cplist.compose.sandbox import Plain, inert
from cplist.compose.sheets.plan import fill
from cplist.compose.text.composer import place_text
from cplist.core.bookmarks import duty_bookmark
from cplist.core.document import Place
from cplist.core.findings import Finding, Severity
from cplist.core.messages import message
from cplist.core.workbook import Workbook
from cplist.documents.job import Made, Making, document_names
from cplist.domain.model import Institution
from cplist.formulas.calculate import calculated
from cplist.writers.excel.workbook import write_xlsx


def make(making: Making) -> Iterator[Made]:
    """The workbook; none where the last one can't be taken over."""
    making.carried = _carried(making, _workbook(making))
    making.findings += making.carried.findings
    if making.carried.workbook is None:
        return
    making.kept["answers"] = making.carried.carried
    name = document_names(making.institution, making.pack)["checklist"]
    yield Made("checklist", name, _xlsx(making, making.carried))


def _carried(making: Making, workbook: Workbook) -> Carried:
    previous = making.inputs.previous_workbook
    if previous is None:
        return Carried(without_empty(workbook))
    from cplist.carryover.carry_over import carry_over  # a first build does without

    replaced = {old: duty.id for duty in making.pack.notice.duties for old in duty.replaces}
    return carry_over(previous, workbook, _when(making.institution, making.marks), replaced)


def _workbook(making: Making) -> Workbook:
    drafted, press, marks = making.drafted, making.press, making.marks
    values = {
        **drafted.context,
        "article": {
            a.duty.id: _article(drafted.text.places.get(a.duty.id, ())) for a in drafted.assigned.assignments
        },
        "bookmark": {duty: Plain(duty_bookmark(duty)) for duty in drafted.text.places},
        "build": inert(marks),
        "warnings": inert(_explained(drafted.findings)),
    }
    institution = drafted.institution
    title = f"{institution.short_name}{press.pack.names['checklist']}"
    properties = {
        "cplist.build": marks["id"],
        "cplist.institution": institution.name,
        "cplist.pack": press.pack.name,
        "cplist.pack_version": press.pack.version,
        "cplist.short_name": institution.short_name,
        "cplist.type": institution.words["name"],
        "cplist.tier": institution.words[institution.tier.value],
    }
    filled = fill(press.checklist(), values, institution.name, title, properties)
    document = document_names(institution, press.pack)["system"]
    return replace(filled, document=document, record=recorded(filled, snapshot(drafted.assigned, institution)))


def _when(institution: Institution, marks: Mapping[str, str]) -> str:
    """How lists call a build: by the document's date, and by its id, for no clock is asked."""
    day = institution.document.date
    return f"{day}（{marks['id']}）" if day else marks["id"]


def _explained(findings: Iterable[Finding]) -> list[list[str]]:
    """The rows of the explanation sheet: warnings, and those that the profile accepts, with the reason; what is
    said of several places names each."""
    kept = [found for found in findings if found.severity is Severity.WARNING or found.accepted]
    said = Counter(message(found, "zh") for found in kept)
    rows = {}
    for found in kept:
        text = message(found, "zh")
        text = f"{text}（{found.path}）" if said[text] > 1 and found.path else text
        sort = "已接受的警告" if found.accepted else "警告"
        rows[sort, text] = [sort, text, f"检查规则 {found.rule}"]
    return list(rows.values())


def _article(places: tuple[Place, ...]) -> str:
    return "、".join(dict.fromkeys(place_text(place) for place in places)) or "—"


def _xlsx(making: Making, carried: Carried) -> bytes:
    assert carried.workbook is not None
    workbook, institution = calculated(carried.workbook), making.institution
    number, day = making.pack.notice.number, institution.document.date
    return write_xlsx(workbook, number, institution.name, day, carried.foreign, making.press.kept)

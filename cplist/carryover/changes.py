"""What moved since the last build: parties, duties from whom to whom, letters to be signed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cplist.carryover.record import Record, RecordRow
from cplist.carryover.snapshot import DUTY_FIELDS, PARTY_FIELDS
from cplist.core.workbook import Value
from cplist.domain import vocabulary

NOTHING, APART = "无", "；"
"""Nobody and nothing; what stands between names, which hold 、 themselves."""
KINDS: Mapping[str, str] = {
    "leader": "负责人", "department": "部门", "body": "议事机构", "level": "下辖层级",
    "institution": "机构", "superior": "上级机构",
}  # fmt: skip
PARTIES: Mapping[str, str] = {
    "responsible": "责任主体", "overseen_by": "责任领导", "supporting": "配合", "supervised_by": "监督主体",
}  # fmt: skip
SIGNING = ("responsible", "overseen_by")
"""Whose change asks for letters to be signed again."""
Line = Mapping[str, Value]


def changes(before: Record, now: Record) -> list[Line]:
    """The lines of 变更记录: none without a last record."""
    if not before.duties:
        return []
    return [*_of_parties(before, now), *_of_duties(before, now)]


def letters(lines: Sequence[Line]) -> list[str]:
    """Whose letters of responsibility are to be signed again, each once."""
    names = (name for line in lines for name in str(line["letters"]).split(APART) if name and name != "—")
    return list(dict.fromkeys(names))


def _line(sort: str, subject: str, before: str, after: str, signing: Sequence[str] = ()) -> Line:
    return {
        "sort": sort,
        "subject": subject,
        "before": before or NOTHING,
        "after": after or NOTHING,
        "letters": APART.join(dict.fromkeys(name for name in signing if name)) or "—",
    }


def _of_parties(before: Record, now: Record) -> Iterator[Line]:
    for id_ in dict.fromkeys((*before.parties, *now.parties)):
        old, new = (_fields(record.parties.get(id_), PARTY_FIELDS) for record in (before, now))
        if old == new:
            continue
        kind = KINDS.get((new or old)["kind"], "")
        subject = (new or old)["name"]
        signing = [subject] if new and kind in ("负责人", "部门", "下辖层级") else []
        yield _line(_sort(kind, old, new), subject, _party(old), _party(new), signing)


def _sort(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    return f"{kind}变动" if old and new else f"{kind}新增" if new else f"{kind}撤销"


def _party(fields: Mapping[str, str]) -> str:
    if not fields:
        return ""
    name = fields["name"]
    person = fields["person"] if fields["person"] not in name else ""
    return "；".join(part for part in (f"{name}（{person}）" if person else name, fields["has"]) if part)


def _of_duties(before: Record, now: Record) -> Iterator[Line]:
    for id_ in dict.fromkeys((*before.duties, *now.duties)):
        old, new = (_fields(record.duties.get(id_), DUTY_FIELDS) for record in (before, now))
        if old == new:
            continue
        if not (old and new):
            yield _line("事项新增" if new else "事项删除", id_, old.get("text", ""), new.get("text", ""))
            continue
        yield from _of_duty(id_, (old, before), (new, now))


def _of_duty(
    id_: str, old: tuple[Mapping[str, str], Record], new: tuple[Mapping[str, str], Record]
) -> Iterator[Line]:
    (was, before), (is_, now) = old, new
    bearers = _names(now, is_["responsible"])
    if was["fingerprint"] != is_["fingerprint"]:
        yield _line("条款原文", id_, was["text"], is_["text"], bearers)
    if was["status"] != is_["status"]:
        yield _line("适用情况", id_, _status(was), _status(is_), bearers)
    for field, sort in PARTIES.items():
        if was[field] != is_[field]:
            left, came = _names(before, was[field]), _names(now, is_[field])
            signing = (
                [name for name in (*left, *came) if (name in left) != (name in came)] if field in SIGNING else []
            )
            yield _line(sort, id_, APART.join(left), APART.join(came), signing)


def _status(fields: Mapping[str, str]) -> str:
    return vocabulary.called("statuses", (fields["status"],))


def _fields(row: RecordRow | None, fields: Sequence[str]) -> dict[str, str]:
    if row is None:
        return {}
    return dict(zip(fields, (*map(str, row[1:]), *[""] * len(fields)), strict=False))


def _names(record: Record, ids: str) -> list[str]:
    parties = (_fields(record.parties.get(id_), PARTY_FIELDS) for id_ in ids.split())
    return [party["name"] for party in parties if party]

"""A collection as plain data for its JSON file and for --json; the keys are a contract (docs/contracts)."""

from __future__ import annotations

import datetime
from typing import Any

from cplist.collecting.collection import Collection, count_rows
from cplist.collecting.lines import counts
from cplist.collecting.returns import Deviation, Return, ReturnedRow
from cplist.collecting.workbook import fingerprint
from cplist.core.messages import finding_data, hint, message
from cplist.core.workbook import Value
from cplist.domain.notice import Clause, Duty
from cplist.standing.counts import RowCounts


def collection_data(collection: Collection, language: str) -> dict[str, Any]:
    """Everything that was collected (cplist.collect/1)."""
    return {
        "schema": "cplist.collect/1",
        "pack": dict(collection.pack),
        "notice": {"title": collection.notice.title, "number": collection.notice.number},
        "on": _day(collection.day),
        "fingerprint": fingerprint(collection),
        "files": {
            "workbooks": collection.files.workbooks,
            "collections": collection.files.collections,
            "others": collection.files.others,
        },
        "summary": {"institutions": len(collection.returns), **_counts(collection.total)},
        "institutions": [_institution(one, collection) for one in collection.returns],
        "clauses": [_clause(clause, collection) for clause in collection.clauses],
        "duties": [_duty(duty, collection) for duty in collection.asked],
        "expected": None if collection.expected is None else [one.name for one in collection.expected],
        "not_returned": None
        if collection.expected is None
        else [
            {"name": one.name, "short_name": one.short_name, "possible_files": collection.possible_files(one)}
            for one in collection.not_returned
        ],
        "unexpected": [one.institution for one in collection.unexpected],
        "problems": [
            {
                "file": problem.file,
                "institution": problem.institution or None,
                "rule": problem.finding.rule,
                "severity": problem.finding.severity.value,
                "message": message(problem.finding, language),
                "hint": hint(problem.finding, language),
            }
            for problem in collection.problems
        ],
        "findings": [finding_data(found, language) for found in collection.findings],
    }


def _institution(one: Return, collection: Collection) -> dict[str, Any]:
    days = [day for day in one.acts if day]
    return {
        "name": one.institution,
        "short_name": one.short_name,
        "type": one.type,
        "tier": one.tier,
        "file": one.file,
        "sha256": one.sha256,
        "pack_version": one.pack_version,
        "build": one.build,
        "saved": one.saved or None,
        "on": _day(one.day),
        "counts": _counts(count_rows(one.rows)),
        "states": one.states,
        "review": sum(row.review != "" for row in one.rows),
        "acts": len(one.acts),
        "first_act": _day(min(days, default=None)),
        "last_act": _day(max(days, default=None)),
        "standing": {clause.id: collection.clause_state(one, clause) for clause in collection.clauses},
        "parties": [_party(part) for part in one.parts],
        "parties_not_returned": list(one.without),
        "rows": [_row(row) for row in one.rows],
        "changes": [_deviation(deviation) for deviation in one.deviations],
    }


def _party(part: Return) -> dict[str, Any]:
    return {
        "id": part.unit or part.party,
        "name": part.party_name or part.party,
        "file": part.file,
        "sha256": part.sha256,
        "saved": part.saved or None,
        "counts": _counts(count_rows(part.rows)),
    }


def _row(row: ReturnedRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "duty": row.duty,
        "party": row.party,
        "kind": row.kind,
        "state": row.state,
        "judged": row.judged,
        "due": _day(row.due),
        "deleted": row.deleted,
        "cells": {title: _plain(value) for title, value in row.cells.items()},
    }


def _deviation(deviation: Deviation) -> dict[str, Any]:
    return {name: _plain(value) for name, value in vars(deviation).items()}


def _clause(clause: Clause, collection: Collection) -> dict[str, Any]:
    rows = [row for one in collection.returns for row in collection.rows_of_clause(one, clause)]
    states = [collection.clause_state(one, clause) for one in collection.returns]
    return {
        "id": clause.id,
        "label": clause.label,
        "heading": clause.heading,
        "counts": _counts(count_rows(rows)),
        "standing": {state: states.count(state) for state in sorted(set(states))},
    }


def _duty(duty: Duty, collection: Collection) -> dict[str, Any]:
    compared = collection.compared(duty)
    return {
        "id": duty.id,
        "clause": duty.clause,
        "text": duty.text,
        "institutions": [one.institution for one in compared.having],
        "without_measure": [one.institution for one in compared.without],
        "overdue": [one.institution for one in compared.late],
        "counts": _counts(count_rows(compared.rows)),
    }


def _counts(counted: RowCounts) -> dict[str, Any]:
    found = counts(counted)
    return {**found, "ratio": counted.ratio}


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value

"""Returned workbooks → one workbook and one JSON: read, counted, written beside each other.

`collect` is the whole of it: the pack that the workbooks name, who should return, every file, the counts.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cplist.assignment.parties import in_a_row
from cplist.carryover.last_workbook import properties_of
from cplist.carryover.reading.kinds import LARGEST
from cplist.collecting.collection import Collection, in_order
from cplist.collecting.expected import read_expected
from cplist.collecting.files import Progress, Task, find, gather, unfollowed
from cplist.collecting.json_data import collection_data
from cplist.collecting.packs import collecting_pack
from cplist.collecting.read_return import COLLECTION
from cplist.collecting.remarks import Places, findings_of
from cplist.core.files import alone_in, in_the_way, kept_copy, safe_name, write_whole
from cplist.core.findings import Finding, FindingsError, InputError, Location
from cplist.core.journal import digest, forget, note_down, notes_of
from cplist.core.messages import finding, worded
from cplist.pack.pack import DEFAULT_PACK
from cplist.profile.inheritance import Read
from cplist.standing.cells import as_day
from cplist.yamldoc.document import read as read_yaml
from cplist.yamldoc.text import shown

MOST_NAMED = 20
"""Institutions that a message names."""


@dataclass(frozen=True)
class Collected:
    """A collection, where its two files were written, and all that is to be said of it."""

    collection: Collection
    workbook: Path
    data: Path
    findings: tuple[Finding, ...]


def collect(
    folders: Sequence[Path],
    output: Path,
    expected: Path | None = None,
    day: datetime.date | None = None,
    packs: Sequence[Path] = (),
    progress: Progress = unfollowed,
    read: Read = read_yaml,
) -> Collected:
    """Collect what was returned under those folders, and write both files into the folder `output`. `expected` is a
    file or a folder that says who should return, `day` the one on which rows are judged (None: the day that each
    workbook has itself), `packs` are folders with more packs, `progress` is told how many files are read, and of
    how many, `read` makes data of a profile that `expected` leads to. Raises InputError for folders and lists that
    can't be read and for a target that is no collection; FindingsError where there is nothing to collect, or where
    the pack can't collect."""
    who = read_expected(expected, read) if expected else None
    tasks, _, _ = find(folders)
    if not tasks:
        raise FindingsError([finding("collect-nothing", folder="、".join(map(str, folders)))])
    pack = collecting_pack(_pack_name(tasks), packs)
    facts = pack.facts
    workbook = output / f"{safe_name(facts.file)}.xlsx"
    _check_target(workbook)
    gathered = gather(folders, facts.source, day, progress)
    collection = Collection(
        notice=facts.notice,
        pack=facts.pack,
        returns=in_order(gathered.returns, who),
        problems=gathered.problems,
        files=gathered.files,
        expected=who,
        day=day,
    )
    made = pack.workbook(collection)
    found = (*_findings(collection), *_remarks(collection, made.where))
    collection = replace(collection, findings=worded(found, facts.messages))
    return _written(collection, made.content, workbook)


def day_of(text: str) -> datetime.date | None:
    """The day that --on names; None for none. Raises InputError for what is no day."""
    day = as_day(text)
    if text and day is None:
        raise InputError("on-invalid", text=shown(text))
    return day


def _pack_name(tasks: Sequence[Task]) -> str:
    """The pack that most of the workbooks name."""
    named: Counter[str] = Counter()
    for task in tasks:
        properties = _properties(task.path)
        if COLLECTION not in properties and properties.get("cplist.pack"):
            named[properties["cplist.pack"]] += 1
    return min(named, key=lambda name: (-named[name], name), default=DEFAULT_PACK)


def _findings(collection: Collection) -> Iterator[Finding]:
    """The findings: of each file that was not counted, then of the institutions."""
    yield from (problem.finding for problem in collection.problems)
    if collection.expected is None:
        yield finding("collect-no-list")
    labels = [collection.labels[one.institution] for one in collection.returns]
    changed = [label for label, one in zip(labels, collection.returns, strict=True) if one.deviations]
    without = [label for label, one in zip(labels, collection.returns, strict=True) if one.day is None]
    named = {
        "collect-missing": [one.name for one in collection.not_returned],
        "collect-unexpected": [one.institution for one in collection.unexpected],
        "collect-parties": [f"{label}·{name}" for label, name in _without(labels, collection)],
        "collect-changed": changed,
        "collect-no-day": without,
    }
    for rule, names in named.items():
        if names:
            yield finding(rule, count=len(names), names=_some(names))
    days = sorted({one.day.isoformat() for one in collection.returns if one.day})
    if collection.day is None and days:
        yield finding("collect-own-days", days=_some(days))


def _without(labels: Sequence[str], collection: Collection) -> Iterator[tuple[str, str]]:
    """The institutions, and those of their parties that returned none, of which others did."""
    for label, one in zip(labels, collection.returns, strict=True):
        yield from ((label, name) for name in one.without)


def _remarks(collection: Collection, places: Places) -> Iterator[Finding]:
    labels = collection.labels
    files = [(labels[one.institution], file) for one in collection.returns for file in (one, *one.parts)]
    return findings_of(((label, file.file, remark) for label, file in files for remark in file.remarks), places)


def _some(names: Sequence[str]) -> str:
    """The names, of many the first."""
    return in_a_row(names[:MOST_NAMED]) + ("……" if len(names) > MOST_NAMED else "")


def _check_target(path: Path) -> None:
    """Raises InputError where a file is in the way, and for files that `collect` didn't write."""
    if file := in_the_way(path.parent):
        raise InputError("output-no-folder", folder=str(path.parent), file=str(file))
    if path.exists() and COLLECTION not in _properties(path):
        raise InputError("collect-exists", file=str(path))
    data = path.with_suffix(".json")
    if data.exists() and not _digest_in(data):
        raise InputError("collect-exists", file=str(data))


def _properties(path: Path) -> dict[str, str]:
    try:
        return properties_of(path.read_bytes()) if path.stat().st_size <= LARGEST else {}
    except OSError:
        return {}


def _written(collection: Collection, content: bytes, workbook: Path) -> Collected:
    """Both files, noted before they are written: a run that is killed between them leaves no file that the next one
    would take for a person's. Raises InputError where one can't be written."""
    data = workbook.with_suffix(".json")
    described = _described(collection, workbook, content)
    files = {workbook: content, data: (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()}
    file = workbook
    try:
        with alone_in(workbook.parent):
            kept = list(_keep(workbook, data, content))
            note = {"files": {path.name: {"sha256": digest(new)} for path, new in files.items()}}
            note_down(workbook.parent, [*notes_of(workbook.parent), note])
            for file, new in files.items():
                write_whole(file, new)
            forget(workbook.parent)
    except OSError as error:
        raise InputError("file-unwritable", file=str(file), problem=str(error.strerror or error)) from error
    return Collected(collection, workbook, data, (*collection.findings, *kept))


def _described(collection: Collection, workbook: Path, content: bytes) -> dict[str, Any]:
    written = {"file": workbook.name, "sha256": digest(content)}
    return {**collection_data(collection, "zh"), "workbook": written}


def _keep(workbook: Path, data: Path, new: bytes) -> Iterator[Finding]:
    """Keep an earlier collection under another name if a user wrote into it since; the finding that says so."""
    if not workbook.exists():
        return
    old = workbook.read_bytes()
    noted = [note["files"].get(workbook.name, {}) for note in notes_of(workbook.parent)]
    ours = {_digest_in(data), *(one.get("sha256") for one in noted)}
    if old == new or digest(old) in ours:
        return
    kept = kept_copy(workbook, old)
    if not kept.exists():
        write_whole(kept, old)
        yield finding("workbook-kept", Location(str(workbook)), file=kept.name)


def _digest_in(data: Path) -> str:
    """The SHA-256 of the workbook that a collection's JSON was written with; "" where it is none."""
    try:
        found = json.loads(data.read_bytes())
        return str(found["workbook"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""

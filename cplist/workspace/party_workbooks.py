"""The workbooks of single parties: those that stand at the target, those that came back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cplist.carryover.last_workbook import RefusedError, properties_of
from cplist.carryover.merging.returned import PartyReturn
from cplist.carryover.previous import Previous
from cplist.carryover.reading.kinds import LARGEST
from cplist.collecting.files import PACKED, RETURNED, Task, find
from cplist.collecting.party_lists import MERGED
from cplist.collecting.plan import collect_plan
from cplist.collecting.read_party import ReadParty, read_party
from cplist.collecting.read_return import COLLECTION
from cplist.collecting.remarks import ReturnRemark, named
from cplist.compose.templates import templates_of
from cplist.core.cache import DiskCache
from cplist.core.files import original_of
from cplist.core.findings import Finding, FindingsError
from cplist.core.messages import finding
from cplist.documents.recipients import FOLDER
from cplist.domain.institution import Institution
from cplist.pack.pack import Pack
from cplist.standing.source import Source
from cplist.workspace.targets import Target, previous_workbook


@dataclass(frozen=True)
class Returned:
    """What parties returned, each file once, and what is to be said of the files that can't be merged."""

    returns: tuple[PartyReturn, ...]
    findings: tuple[Finding, ...]


def party_workbooks(target: Target) -> dict[str, Previous]:
    """The workbooks of single parties that stand there, by their names in the folder. Raises InputError where one
    can't be read."""
    found = {}
    for path in sorted((target.folder / FOLDER).glob("*.xlsx")):
        original = original_of(path)
        if not path.name.startswith(("~$", ".")) and not (original and original.exists()):
            name = f"{FOLDER}/{path.name}"
            if previous := previous_workbook(target, name):
                found[name] = previous
    return found


def returned_workbooks(
    folders: Sequence[Path], pack: Pack, institution: Institution, cache: DiskCache | None
) -> Returned:
    """The workbooks of an institution's parties under those folders, which are only read. Raises InputError for a
    folder that isn't there; FindingsError where there is no workbook, or where the pack can't collect."""
    source = collect_plan(templates_of(pack, cache)).source
    tasks, _, problems = find(folders)
    if not tasks:
        raise FindingsError([finding("collect-nothing", folder="、".join(map(str, folders)))])
    returns: dict[str, PartyReturn] = {}
    remarks: list[tuple[str, str, ReturnRemark]] = []
    findings = [problem.finding for problem in problems]
    for task in tasks:
        try:
            found = _read(task, source, institution.name)
        except RefusedError as refused:
            told = refused.finding
            found = replace(told, rule=RETURNED.get(told.rule, told.rule))
        except OSError as error:
            found = finding("returned-unreadable", file=task.label, problem=str(error.strerror or error))
        if isinstance(found, Finding):
            findings.append(found)
        elif found is not None and found.returned.sha256 not in returns:
            returns[found.returned.sha256] = found.returned
            remarks += [(task.label, task.label, remark) for remark in found.remarks]
    return Returned(tuple(returns.values()), (*findings, *_remarked(remarks)))


def _remarked(remarks: Sequence[tuple[str, str, ReturnRemark]]) -> Iterator[Finding]:
    """What is said of the files that were read, beside what is brought in of them."""
    for rule, remarked in zip(("merge-left", "merge-range", "merge-gone"), MERGED, strict=True):
        if found := [one for one in remarks if one[2].rule in remarked]:
            told = finding(rule, count=len(found), rows=named(found))
            yield replace(told, cells=tuple(replace(one.cell, file=file) for _, file, one in found))


def _read(task: Task, source: Source, institution: str) -> ReadParty | Finding | None:
    """What a party returned in that file, or why it isn't merged; None for a collection."""
    if task.path.suffix.lower() in PACKED:
        return finding("returned-packed", file=task.label)
    if task.path.stat().st_size > LARGEST:
        return finding("returned-too-large", file=task.label, limit=LARGEST)
    content = task.path.read_bytes()
    if COLLECTION in properties_of(content):
        return None
    read = read_party(content, task.label, hashlib.sha256(content).hexdigest(), source)
    if read.institution != institution:
        return finding("merge-other", file=task.label, institution=read.institution)
    return read if read.returned.party else finding("merge-whole", file=task.label)

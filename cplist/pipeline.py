"""The pipeline: profile → institution → assignments → documents. Pure: disk and console are others' business.

Read `build` first: it is the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.carryover.previous import Carried
from cplist.compose.templates import Press
from cplist.core.document import Text
from cplist.core.findings import Finding, FindingsError, has_errors
from cplist.documents.job import Inputs, Made, Making
from cplist.documents.request import Order, Part
from cplist.domain.model import Institution
from cplist.draft import Drafted, draft


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


def build(inputs: Inputs, press: Press | None = None, drafted: Drafted | None = None) -> Built:
    """Everything that was ordered for one institution. Raises FindingsError where errors stop it.

    `press` and `drafted` are what an earlier step has of the same pack and profile, to spare the work.
    """
    press = press or Press(inputs.pack)
    drafted = drafted or draft(inputs.profile, inputs.pack, press)
    if has_errors(drafted.findings):
        raise FindingsError(drafted.findings)
    making = Making(inputs, press, drafted)
    made = [one for make in _makers(inputs.order) for one in make(making)]
    findings = (*drafted.findings, *making.findings)
    if has_errors(findings):
        raise FindingsError(findings)
    return Built(
        *(drafted.institution, drafted.assigned, drafted.text),
        names={one.part: one.name for one in made},
        files={one.part: one.content for one in made},
        manifest={**_manifest(making, made), **making.kept},
        findings=findings,
        carried=making.carried,
        letter_names=making.letter_names,
    )


def _makers(order: Order) -> Iterator[Callable[[Making], Iterator[Made]]]:
    """What makes the parts that were ordered; a part that wasn't costs no import."""
    for part in Part:
        if part in order.parts:
            yield import_module(f"cplist.documents.{part}").make


def _manifest(making: Making, made: list[Made]) -> dict[str, Any]:
    """What every build leaves for the next one: fingerprints, and what it wrote."""
    return {
        "schema": "cplist.manifest/1",
        "institution": making.institution.name,
        "pack": {"name": making.pack.name, "version": making.pack.version},
        "build": making.marks,
        "outputs": {one.name: hashlib.sha256(one.content).hexdigest() for one in made},
        "kinds": {one.name: kind_of(one.part) for one in made},
        "summary": making.drafted.assigned.summary,
    }


def kind_of(part: str) -> str:
    """The kind of output that a part of a build is: letter for letter/ID."""
    return part.partition("/")[0]

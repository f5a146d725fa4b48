"""The head office of the tests: it hands workbooks out, builds over what comes back, and collects it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from doings import Do, Person

from cplist.carryover.previous import Previous
from cplist.collecting.plan import collect_plan
from cplist.collecting.read_return import read_return
from cplist.collecting.returns import Return
from cplist.compose.templates import templates_of
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import Built, build
from cplist.standing.source import Source
from cplist.workspace.batch import Builder

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
SHEET, DAY, TEXT = "履职情况", "完成日期", "备注"
STATES = ("进度", ("未开始", "进行中", "已完成"))


class Office:
    """Hands workbooks out, builds over what comes back, and collects it."""

    def __init__(self) -> None:
        builder = Builder([PACKS])
        self.profile = builder.profile(str(PACKS / "tiny-profile.yaml"))
        self.pack = builder.pack_of(self.profile)
        self.source: Source = collect_plan(templates_of(self.pack)).source
        self.handed = self.built(b"").file("checklist").content

    def built(self, content: bytes) -> Built:
        previous = Previous(content, "清单.xlsx", "清单.旧1.xlsx") if content else None
        return build(Inputs(self.profile, self.pack, Request(("checklist",)), previous))

    def collected(self, content: bytes) -> Return:
        found = read_return(content, "a.xlsx", "0" * 64, self.source, datetime.date(2026, 12, 31))
        assert found is not None
        return found


def person(office: Office, edits: Iterable[Do]) -> Person:
    one = Person(office.handed, "甲", SHEET, STATES, DAY, TEXT)
    for edit in edits:
        one.does(*edit)
    return one

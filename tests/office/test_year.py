"""A year in the life of one workbook: four quarters of filling in by three programs, a reshuffle of duties, a
version of the pack with a duty split in two. After each, every answer is accounted for, and collected once.
"""

from __future__ import annotations

import io
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from soak import times

from cplist.carryover.previous import Previous
from cplist.collecting.collect import collect
from cplist.core.opc import unzipped, zipped
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pack.pack import find_pack
from cplist.pack.trust import TrustedPack, trust
from cplist.pipeline import Built, build
from cplist.workspace.batch import Builder

pytestmark = pytest.mark.slow

PACKS = Path(__file__).resolve().parents[1] / "examples" / "packs"
FILLED, KEY, STATE, NOTE = "履职情况", "行标识", "进度", "备注"
RESHUFFLED = "  - {duty: 3-02, lead: control, reason: 分工调整}\n"
TEXT = "公示接待时间和联系方式"
ToXlsx = Callable[[Path], Path]


def with_review(folder: Path) -> None:
    """The tiny pack, whose rows say what is to be looked at again."""
    file = folder / "checklist.yaml"
    column = "      - {title: 备注, width: 24, format: filled, filled_in: 'true'}\n"
    text = file.read_text("utf-8")
    assert column in text
    review = "      - {key: review, title: 待复核, width: 24, format: filled, filled_in: 'true'}\n"
    party = "title: 责任主体, width: 18, value: pair.party_label"
    text = text.replace(column, column + review).replace(party, f"{party}, review: 'true'")
    file.write_text(text, "utf-8")


def split(folder: Path) -> None:
    """The next version of the pack: 3-01 is split in two."""
    notice, system = folder / "notice.yaml", folder / "system.md.j2"
    text = notice.read_text("utf-8")
    start, end = text.index("      - id: 3-01\n"), text.index("      - id: 3-02\n")
    old = text[start:end]
    parts = [
        old.replace("id: 3-01", f"id: {id_}\n        replaces: [3-01]").replace(f"柜面服务部门应当{TEXT}，", words)
        for id_, words in (("3-11", "柜面服务部门应当公示接待时间"), ("3-12", "和联系方式，"))
    ]
    notice.write_text(text[:start] + "".join(parts) + text[end:], "utf-8")
    article = system.read_text("utf-8").replace(
        f'"3-01": "{TEXT}"', '"3-11": "公示接待时间", "3-12": "公示联系方式"'
    )
    system.write_text(article.replace('"3-01"', '"3-11"'), "utf-8")


@dataclass
class Year:
    """One workbook over a year: where it stands, and every answer that was written into it, with the row's key."""

    folder: Path
    to_xlsx: ToXlsx
    chance: random.Random
    decisions: str = ""
    content: bytes = b""
    answers: dict[str, str] = field(default_factory=dict)
    quarter: int = 0

    def pack(self, change: Callable[[Path], None] | None = None) -> None:
        folder = self.folder / "packs" / "tiny"
        if not folder.exists():
            shutil.copytree(PACKS / "tiny", folder)
            with_review(folder)
        if change:
            change(folder)
        found = find_pack(str(folder))
        trust(TrustedPack(found.sha256, "tiny", "0.1.0", str(folder)))

    def build(self) -> Built:
        profile = self.folder / "profile.yaml"
        text = (PACKS / "tiny-profile.yaml").read_text("utf-8").rstrip("\n") + "\n"
        profile.write_text(text + self.decisions, "utf-8")
        builder = Builder([self.folder / "packs"])
        read = builder.profile(str(profile))
        previous = Previous(self.content, "清单.xlsx", "清单.旧1.xlsx") if self.content else None
        built = build(Inputs(read, builder.pack_of(read), Request(("checklist",)), previous))
        self.content = built.file("checklist").content
        return built

    def rows(self) -> dict[str, dict[str, Any]]:
        """What stands in the table, by key and title."""
        lines = [list(row) for row in load_workbook(io.BytesIO(self.content))[FILLED].iter_rows()]
        header = next(number for number, row in enumerate(lines) if KEY in [cell.value for cell in row])
        titles = [cell.value for cell in lines[header]]
        rows = (dict(zip(titles, row, strict=True)) for row in lines[header + 1 :])
        return {row[KEY].value: row for row in rows if row[KEY].value}

    def fill_in(self, program: Callable[[Year, dict[str, str]], bytes], count: int) -> None:
        """A quarter's work: a sentence of its own in each of some rows that nobody has filled in."""
        self.quarter += 1
        blank = [key for key, row in self.rows().items() if not row[NOTE].value]
        said = {key: f"{self.quarter}季度〔{key}〕" for key in self.chance.sample(blank, min(count, len(blank)))}
        self.answers |= {text: key for key, text in said.items()}
        self.content = program(self, said)


def by_openpyxl(year: Year, said: dict[str, str]) -> bytes:
    book = load_workbook(io.BytesIO(year.content))
    rows = year.rows()
    for key, text in said.items():
        book[FILLED][rows[key][NOTE].coordinate] = text
        book[FILLED][rows[key][STATE].coordinate] = "已完成"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_libreoffice(year: Year, said: dict[str, str]) -> bytes:
    file = year.folder / f"{year.quarter}.xlsx"
    file.write_bytes(by_openpyxl(year, said))
    return year.to_xlsx(file).read_bytes()


def by_hand(year: Year, said: dict[str, str]) -> bytes:
    """As an exporter writes cells: texts in the cells, without styles."""
    parts, rows = unzipped(year.content), year.rows()
    (name,) = (one for one, part in parts.items() if "worksheets/" in one and KEY in _titles(year, one, part))
    xml = parts[name].decode()
    for key, text in said.items():
        for title, value in ((NOTE, text), (STATE, "已完成")):
            place = f"{get_column_letter(rows[key][title].column)}{rows[key][title].row}"
            cell = re.search(rf'<c r="{place}"[^>]*?(?:/>|>.*?</c>)', xml, re.DOTALL)
            assert cell
            xml = xml.replace(cell[0], f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
    parts[name] = xml.encode()
    return zipped(parts)


def _titles(year: Year, name: str, part: bytes) -> list[str]:
    """What stands on a sheet, by the name of its part."""
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", unzipped(year.content)["xl/sharedStrings.xml"].decode())
    numbers = re.findall(r'<c [^>]*t="s"[^>]*><v>(\d+)</v>', part.decode())
    found = [strings[int(number)] for number in numbers]
    return [] if RECORD_SHEET in name or "about" in found else found


def account(year: Year, built: Built | None) -> None:
    """Every answer of the year stands in the workbook, in its row or on a list; what stands in rows is collected,
    each row once."""
    book = load_workbook(io.BytesIO(year.content))
    sheets = [sheet for sheet in book if sheet.title not in (CHOICES_SHEET, RECORD_SHEET)]
    there = Counter(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    assert [text for text in year.answers if not there[text]] == []
    if built:
        plan = built.carry_over.plan
        assert (plan.found, list(plan.left_behind)) == (plan.carried + plan.listed, [])
    returned = year.folder / f"returned{year.quarter}{bool(built)}"
    returned.mkdir()
    (returned / "清单.xlsx").write_bytes(year.content)
    out = returned / "汇总"
    collect([returned / "清单.xlsx"], out, packs=[year.folder / "packs"])
    lines = load_workbook(next(out.glob("*.xlsx")))["明细"].iter_rows(values_only=True)
    collected = Counter(str(line[3]) for line in lines if line[3])
    answered = Counter(str(row[NOTE].value) for row in year.rows().values() if row[NOTE].value)
    assert Counter({text: collected[text] for text in answered}) == answered


PROGRAMS = (by_openpyxl, by_libreoffice, by_hand)


def lived(folder: Path, to_xlsx: ToXlsx, seed: int) -> Year:
    """A year: in each quarter somebody fills in, the workbook is collected, and built over."""
    year = Year(folder, to_xlsx, random.Random(seed))
    programs = [*PROGRAMS, PROGRAMS[seed % 3]]
    year.chance.shuffle(programs)
    year.pack()
    year.build()
    for number, program in enumerate(programs):
        year.fill_in(program, 2 + (seed > 0 and year.chance.randrange(3)))
        account(year, None)
        if number == 1:
            year.decisions = RESHUFFLED
        if number == 2:
            year.pack(split)
        account(year, year.build())
    return year


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(1, 30)))
def test_every_answer_of_a_year_is_accounted_for(tmp_path: Path, to_xlsx: ToXlsx, seed: int) -> None:
    year = lived(tmp_path, to_xlsx, seed)
    before = year.content
    year.build()
    assert year.content == before


def test_after_a_reshuffle_and_a_split_each_answer_stands_where_it_belongs(tmp_path: Path, to_xlsx: ToXlsx) -> None:
    year = Year(tmp_path, to_xlsx, random.Random(1))
    year.pack()
    year.build()
    for number, (program, key) in enumerate(zip(PROGRAMS, ("3-01|hall", "3-02|hall", "3-03|hall"), strict=True)):
        year.quarter = number + 1
        year.content = program(year, {key: f"答复{number}"})
        year.answers[f"答复{number}"] = key
        year.build()
    year.decisions = RESHUFFLED
    year.pack(split)
    account(year, year.build())
    rows = {key: (row[NOTE].value, row["待复核"].value or "") for key, row in year.rows().items()}
    assert "3-01|hall" not in rows
    for part in ("3-11|hall", "3-12|hall"):
        assert rows[part][0] == "答复0" and "事项原为“3-01”" in rows[part][1]
    assert rows["3-02|control"][0] == "答复1"
    assert rows["3-03|hall"] == ("答复2", "")


def test_an_answer_that_is_cut_out_would_be_missed(tmp_path: Path, to_xlsx: ToXlsx) -> None:
    year = Year(tmp_path, to_xlsx, random.Random(1))
    year.pack()
    year.build()
    year.fill_in(by_openpyxl, 2)
    lost = next(iter(year.answers))
    rows = year.rows()
    book = load_workbook(io.BytesIO(year.content))
    book[FILLED][rows[year.answers[lost]][NOTE].coordinate] = None
    stream = io.BytesIO()
    book.save(stream)
    year.content = stream.getvalue()
    with pytest.raises(AssertionError, match=re.escape(lost)):
        account(year, None)

"""Builds of the tiny pack over edited workbooks: by openpyxl, or in their XML as Excel and WPS write it."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from cplist.carryover.previous import Previous
from cplist.core.opc import unzipped, zipped
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import Built, build
from cplist.workspace.batch import Builder

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
TINY = PACKS / "tiny-profile.yaml"
FILLED, KEY, OWN = "履职情况", "行标识", "我的附表"
Parts = dict[str, bytes]


def builds() -> Callable[..., Built]:
    """Give a function that builds over a workbook (none: for the first time)."""
    builder = Builder([PACKS])
    profile = builder.profile(str(TINY))
    pack = builder.pack_of(profile)

    def made(over: bytes = b"") -> Built:
        previous = Previous(over, "清单.xlsx", "清单.旧1.xlsx") if over else None
        return build(Inputs(profile, pack, Request(("checklist",)), previous))

    return made


SHIPPED = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"
ROLES = {"chief": "leader: chief", "cp_deputy": "leader: chief", "cp_lead": "function: office"}
"""The roles that the shipped checklist names, and how the tiny pack finds them."""


def with_the_shipped_checklist(folder: Path) -> Path:
    """Make the tiny pack with the shipped workbook: all of its sheets and columns, and few rows. Returns `folder`,
    which holds it."""
    pack = Path(shutil.copytree(PACKS / "tiny", folder / "tiny"))
    shutil.copy(SHIPPED / "checklist.yaml", pack)
    with (pack / "pack.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"  - {{id: {id_}, name: {id_}}}\n" for id_ in ROLES)
    found = "".join(f"  {id_}: {{find: {{{how}}}}}\n" for id_, how in ROLES.items())
    rules = pack / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("\nroles:\n", f"\nroles:\n{found}"), "utf-8")
    return folder


def xlsx(built: Built) -> bytes:
    return built.file("checklist").content


def left(built: Built) -> list[str]:
    """What the new workbook could not take along."""
    return list(map(str, built.carry_over.plan.left_behind))


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content), rich_text=True)


def place(book: Any, title: str, row: int = 0, sheet: str = FILLED) -> Any:
    """The cell of a column by its title, in a row below the header."""
    cells = next(line for line in book[sheet].iter_rows() if KEY in [cell.value for cell in line])
    column = next(cell.column for cell in cells if cell.value == title)
    return book[sheet].cell(cells[0].row + 1 + row, column)


# in the XML


def changed(content: bytes, change: Callable[[Parts], None]) -> bytes:
    parts = unzipped(content)
    change(parts)
    return zipped(parts)


def part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """The part of a sheet by the sheet's name."""
    book, leads = parts["xl/workbook.xml"].decode(), parts["xl/_rels/workbook.xml.rels"].decode()
    entry = next(one for one in re.findall(r"<sheet [^>]+>", book) if f'name="{sheet}"' in one)
    id_ = re.search(r':id="(\w+)"', entry)
    lead = next(one for one in re.findall(r"<Relationship [^>]+>", leads) if id_ and f'Id="{id_[1]}"' in one)
    target = re.search(r'Target="/?([^"]+)"', lead)
    assert target
    return target[1] if target[1].startswith("xl/") else f"xl/{target[1]}"


def before_end(parts: Parts, name: str, xml: str) -> None:
    """XML at the end of a part's root."""
    head, end, tail = parts[name].rpartition(b"</")
    parts[name] = head + xml.encode() + end + tail


def lead_from_workbook(parts: Parts, type_: str, target: str, content: bytes, kind: str) -> None:
    """A part to which the workbook leads."""
    parts[f"xl/{target}"] = content
    lead = f'<Relationship Id="rIdTest" Type="{type_}" Target="{target}"/>'
    before_end(parts, "xl/_rels/workbook.xml.rels", lead)
    before_end(parts, "[Content_Types].xml", f'<Override PartName="/xl/{target}" ContentType="{kind}"/>')


def put(parts: Parts, address: str, xml: str, sheet: str = FILLED) -> None:
    """Other XML in the place of a cell, in its style (`{s}`)."""
    name = part_of(parts, sheet)
    cell = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', parts[name].decode(), re.DOTALL)
    assert cell, address
    new = xml.format(r=f'r="{address}"', s=cell[1] or "")
    parts[name] = parts[name].decode().replace(cell[0], new).encode()

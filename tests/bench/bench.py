"""What writing and the commands cost: `make bench`.

Word and Excel writing of the city bank as multiples of the bare cost of compressing the parts that vary (zlib,
level 6), beside docxtpl and openpyxl with named styles writing the same content. Every output is opened and its
text compared with ours. The commands as multiples of `python -c pass`. Times are medians of the processor's time;
the ratios count, the seconds depend on the machine.
"""

from __future__ import annotations

import gc
import io
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import docx
import docxtpl
import openpyxl
from command_times import commands
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from measuring import Row, medians, show
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

import cplist.documents.checklist
import cplist.documents.job
import cplist.writers.excel.workbook
from cplist.core.bookmarks import annex_bookmark, article_bookmark, duty_bookmark
from cplist.core.document import ComposedText, Contents, Paragraph, Run, RunKind, Style, Table
from cplist.core.workbook import Format, Formula, Sheet, Workbook, areas
from cplist.workspace.batch import Builder
from cplist.writers.excel.workbook import write_xlsx
from cplist.writers.word.document import block_texts, write_docx

ROOT = Path(__file__).resolve().parents[2]
PROFILE = ROOT / "profiles" / "city-bank.yaml"
OURS, THEIRS = 15, 3
WORD_LIMIT, EXCEL_LIMIT, FASTER = 2.5, 3.0, 8.0


def main() -> None:
    gc.set_threshold(100_000)  # as the command does
    written = capture()
    text, *rest = written["write_docx"]
    workbook, *properties = written["write_xlsx"]
    show([*word(text, rest), *excel(workbook, properties), *commands()])


def capture() -> dict[str, tuple[Any, ...]]:
    """What a build of the city bank hands to its two writers."""
    written: dict[str, tuple[Any, ...]] = {}

    def caught(module: Any, name: str) -> Callable[..., bytes]:
        real = getattr(module, name)

        def write(*arguments: Any) -> bytes:
            written[name] = arguments
            made: bytes = real(*arguments)
            return made

        return write

    for module, name in ((cplist.documents.job, "write_docx"), (cplist.documents.checklist, "write_xlsx")):
        setattr(module, name, caught(module, name))
    with tempfile.TemporaryDirectory() as folder:
        assert [result.built is not None for result in Builder().build([str(PROFILE)], Path(folder))] == [True]
    return written


def compressing(file: bytes, varies: Callable[[str], bool]) -> Callable[[], object]:
    """Compress those parts of a file, and do nothing else."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if varies(name)]
    return lambda: [zlib.compress(part, 6) for part in parts]


def compared(name: str, other: str, works: Sequence[Callable[[], object]], limit: float) -> list[Row]:
    """`works` are compressing alone, ours, theirs."""
    bare, ours = medians(OURS, time.process_time, *works[:2])
    once_more, theirs = medians(THEIRS, time.process_time, *works[1:])
    return [
        (f"{name}: compressing alone", f"{bare * 1000:.1f} ms", "", True),
        (f"{name}: cplist", f"{ours / bare:.2f} x", f"at most {limit:g} x", ours <= limit * bare),
        (f"{name}: {other}", f"{theirs / once_more * ours / bare:.1f} x", "", True),
        (
            f"{name}: faster by",
            f"{theirs / once_more:.1f} x",
            f"at least {FASTER:g} x",
            theirs >= FASTER * once_more,
        ),
    ]


# Word


def word(text: ComposedText, rest: Sequence[Any]) -> list[Row]:
    template = word_template(rest[0])
    styles = {style.name: style.style_id for style in docx.Document(io.BytesIO(rest[0])).styles}
    plain = replace(text, blocks=tuple(block for block in text.blocks if not isinstance(block, Contents)))
    blocks = template_blocks(plain, styles)
    ours, theirs = write_docx(text, *rest), by_docxtpl(template, blocks)
    wanted = docx_contents(write_docx(plain, *rest))
    assert wanted[0] == broken([w for w in block_texts(plain.blocks) if w]), "our document lacks something"
    assert docx_contents(theirs) == wanted, "docxtpl's document differs"
    works = (
        compressing(ours, lambda name: name == "word/document.xml"),
        lambda: write_docx(text, *rest),
        lambda: by_docxtpl(template, blocks),
    )
    return compared("Word", "docxtpl", works, WORD_LIMIT)


RUNS = (
    "{%r for run in runs %}",
    "{%r if run.mark %}",
    '<w:bookmarkStart w:id="{{ run.number }}" w:name="{{ run.mark }}"/>',
    "{{ run.text }}",
    '<w:bookmarkEnd w:id="{{ run.number }}"/>',
    "{%r elif run.anchor %}",
    '<w:hyperlink w:anchor="{{ run.anchor }}"><w:r><w:t>{{ run.text }}</w:t></w:r></w:hyperlink>',
    "{%r else %}",
    "{{ run.text }}",
    "{%r endif %}",
    "{%r endfor %}",
)
"""A paragraph of a docxtpl template: bookmarked words, references, plain words."""


def word_template(style: bytes) -> bytes:
    """The loops of a docxtpl template over paragraphs and tables, in the look of style.docx."""
    document = docx.Document(io.BytesIO(style))
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    for line in ("{%p for block in blocks %}", "{%p if block.rows %}"):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for row in block.rows %}", "{%tr endfor %}"
    table.cell(1, 0).text, table.cell(1, 2).text = "{%tc for runs in row %}", "{%tc endfor %}"
    run_loop(table.cell(1, 1).paragraphs[0])
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{%p set runs = block.runs %}")
    run_loop(document.add_paragraph())
    for line in ("{%p endif %}", "{%p endfor %}"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run_loop(paragraph: Any) -> None:
    style = OxmlElement("w:pStyle")
    style.set(qn("w:val"), "{{ block.style }}")
    paragraph._p.get_or_add_pPr().insert(0, style)
    for part in RUNS:
        if part.startswith("<"):
            paragraph._p.append(parse_xml(part.replace(" ", f" {nsdecls('w')} ", 1)))
        else:
            paragraph.add_run(part)


def template_blocks(text: ComposedText, styles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same blocks for a template: runs with the bookmark that they have or the anchor that they lead to."""
    annexes = {b.anchor for b in text.blocks if isinstance(b, Paragraph) and b.style is Style.ANNEX_LABEL}
    carried: Counter[str] = Counter()
    marks = count(1)

    def run(run: Run) -> dict[str, Any]:
        made = {"text": run.text, "mark": "", "anchor": "", "number": 0}
        if run.kind is RunKind.DUTY:
            carried[run.target] += 1
            made |= {"mark": duty_bookmark(run.target, carried[run.target]), "number": next(marks)}
        elif run.kind is RunKind.REFERENCE:
            named = annex_bookmark if run.target in annexes else article_bookmark
            made |= {"anchor": named(run.target)}
        return made

    def label(block: Paragraph) -> Iterator[dict[str, Any]]:
        if block.anchor:
            named = annex_bookmark if block.style is Style.ANNEX_LABEL else article_bookmark
            yield {"text": "", "mark": named(block.anchor), "anchor": "", "number": next(marks)}
        words = "".join(next(block_texts([replace(block, runs=())])))
        yield {"text": words, "mark": "", "anchor": "", "number": 0}

    blocks: list[dict[str, Any]] = []
    for block in text.blocks:
        if isinstance(block, Paragraph):
            runs = [*label(block), *map(run, block.runs)]
            blocks.append({"rows": [], "style": styles[block.style.value], "runs": runs})
        elif isinstance(block, Table):
            rows = [[[*map(run, cell)] for cell in row] for row in (block.header, *block.rows)]
            blocks.append({"rows": rows, "style": styles[Style.TABLE_TEXT.value]})
    return blocks


def by_docxtpl(template: bytes, blocks: list[dict[str, Any]]) -> bytes:
    document = docxtpl.DocxTemplate(io.BytesIO(template))
    document.render({"blocks": blocks}, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def broken(texts: list[str]) -> list[str]:
    """The same texts without line ends, which are no words."""
    return [text.replace("\n", "") for text in texts]


def docx_contents(content: bytes) -> list[Any]:
    """Every paragraph with words, every bookmark, where every reference leads: each in its order."""
    body = docx.Document(io.BytesIO(content)).element.body
    texts = ["".join(part.text or "" for part in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    return [[text for text in texts if text], marks, links]


# Excel


def excel(workbook: Workbook, properties: Sequence[Any]) -> list[Row]:
    ours = write_xlsx(workbook, *properties)
    heights = high(ours)
    theirs = by_openpyxl(workbook, heights)
    wanted = xlsx_texts(ours)
    assert [len(sheet) for sheet in wanted[: len(workbook.sheets)]] == [
        areas(sheet)[-1].header + len((sheet, *sheet.below)[-1].rows) for sheet in workbook.sheets
    ]
    assert xlsx_texts(theirs) == wanted, "the two workbooks differ"
    works = (
        compressing(ours, lambda name: name.startswith(("xl/worksheets/sheet", "xl/sharedStrings"))),
        lambda: write_xlsx(workbook, *properties),
        lambda: by_openpyxl(workbook, heights),
    )
    return compared("Excel", "openpyxl", works, EXCEL_LIMIT)


def high(content: bytes) -> dict[str, dict[int, float]]:
    """The heights of our rows, so that the other needn't reckon them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: {n: row.height for n, row in sheet.row_dimensions.items() if row.height} for sheet in book}


def by_openpyxl(workbook: Workbook, heights: dict[str, dict[int, float]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for format_ in workbook.formats.values():
        book.add_named_style(named_style(format_))
    for sheet in workbook.sheets:
        fill(book.create_sheet(sheet.name), sheet, heights[sheet.name])
    bare(book.create_sheet("选项"), ((name, *values) for name, values in workbook.choices.items()))
    bare(book.create_sheet("_cplist"), workbook.record)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def named_style(format_: Format) -> NamedStyle:
    side = Side(style="thin", color="808080") if format_.border else Side()
    style = NamedStyle(name=format_.name, number_format=format_.number)
    style.font = Font(name=format_.font, size=format_.size, bold=format_.bold, color=format_.color)
    if format_.fill:
        style.fill = PatternFill("solid", fgColor=format_.fill)
    style.border = Border(left=side, right=side, top=side, bottom=side)
    style.alignment = Alignment(horizontal=format_.across, vertical=format_.down, wrap_text=format_.wrap)
    return style


def bare(into: Any, rows: Iterable[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                cell = into.cell(number, column, value)
                cell.data_type = "s" if isinstance(value, str) else cell.data_type


def fill(into: Any, sheet: Sheet, heights: dict[int, float]) -> None:
    for number, column in enumerate(sheet.columns, 1):
        into.column_dimensions[get_column_letter(number)].width = column.width
    put(into.cell(1, 1), sheet.title, "title")
    if sheet.note:
        put(into.cell(2, 1), sheet.note, "note")
    for row, field in enumerate(sheet.fields, 3 if sheet.note else 2):
        put(into.cell(row, 1), field.name, "header")
        put(into.cell(row, 2), field.value, field.format)
        put(into.cell(row, 3), field.hint, "note")
    tables(into, sheet)
    for number, height in heights.items():
        into.row_dimensions[number].height = height


def tables(into: Any, sheet: Sheet) -> None:
    for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True):
        if table is not sheet:
            put(into.cell(area.header - 1, 1), table.title, "banner")
        for number, column in enumerate(table.columns, 1):
            put(into.cell(area.header, number), column.title, "header")
        for row_number, row in enumerate(table.rows, area.first):
            for number, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
                put(into.cell(row_number, number), value, column.format)


def put(cell: Cell, value: Any, style: str) -> None:
    if isinstance(value, Formula):
        cell.value = ArrayFormula(cell.coordinate, value.text) if value.array else value.text
    elif value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    cell.style = style


def xlsx_texts(content: bytes) -> list[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=False)
    return [
        [tuple(getattr(value, "text", value) for value in row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    ]


if __name__ == "__main__":
    main()

"""A composed workbook → an .xlsx: a skeleton made once by openpyxl, the rows spliced in as XML.

Styles, panes, validations, filters and page setups stay with openpyxl; rows, cells and shared strings are
written straight, from precomputed formats. Ranges that end at the last row carry a sentinel in the skeleton.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cplist.core.cache import DiskCache
from cplist.core.document_properties import Said, core_properties, custom_properties
from cplist.core.namespaces import S
from cplist.core.opc import Parts, zipped
from cplist.core.workbook import Sheet, Workbook, areas
from cplist.core.xml_reading import spans, spliced
from cplist.writers.excel.cells import Cells
from cplist.writers.excel.foreign.pages import Page
from cplist.writers.excel.foreign.sheets import Foreign, add_foreign
from cplist.writers.excel.package import WORKBOOK, Package
from cplist.writers.excel.sheets import SheetWriter, hidden_sheet
from cplist.writers.excel.skeleton import CALCULATED, SENTINEL, TO_CALCULATE, WorkbookLayout
from cplist.writers.excel.skeleton_cache import skeleton_of


def write_xlsx(
    workbook: Workbook,
    subject: str,
    author: str,
    date: str,
    foreign: Sequence[Foreign] = (),
    last: Parts | None = None,
    cache: DiskCache | None = None,
    pages: Mapping[str, Page] | None = None,
    said: Said | None = None,
) -> bytes:
    """The .xlsx of a composed workbook; `date` is an ISO day or "" (no clock is asked). `foreign` are sheets of
    users' own that it takes over from the workbook with the parts `last`, with all that cells lean on beside them;
    `cache` may have its skeleton from an earlier run. `pages` are the program's sheets as a person showed and
    printed them, by their names, `said` is what a person said of the workbook."""
    skeleton = skeleton_of(WorkbookLayout.of(workbook), cache)
    package, cells = Package(skeleton.parts), Cells(skeleton.styles)
    writer = SheetWriter(workbook, skeleton, package, cells, pages)
    for number, sheet in enumerate(workbook.sheets):
        writer.write(number, sheet)
    choices = ((name, *values) for name, values in workbook.choices.items())
    for hidden, rows in zip(skeleton.sheets[len(workbook.sheets) :], (choices, workbook.record), strict=True):
        package.add(hidden.part, hidden_sheet(hidden, cells, rows))
    xml = _workbook_xml(skeleton.workbook, workbook.sheets, cells.to_calculate or bool(foreign))
    package.add(WORKBOOK, _with_hidden(xml, workbook.sheets, pages or {}))
    add_foreign(package, last or (foreign[0].parts if foreign else {}), foreign, cells.strings)
    package.add("xl/sharedStrings.xml", cells.shared_strings())
    package.add("docProps/core.xml", core_properties(workbook.title, subject, author, date, said))
    package.add("docProps/custom.xml", custom_properties(workbook.properties, said))
    return zipped(package.finished())


def _workbook_xml(xml: str, sheets: Sequence[Sheet], calculate: bool) -> str:
    """workbook.xml with the last rows of the sheets; Excel is asked to `calculate` where a formula comes without
    its value."""
    for number, sheet in enumerate(sheets):
        xml = xml.replace(str(SENTINEL + number), str(areas(sheet)[0].last))
    return xml.replace(CALCULATED, TO_CALCULATE) if calculate else xml


def _with_hidden(xml: str, sheets: Sequence[Sheet], pages: Mapping[str, Page]) -> str:
    """workbook.xml with the sheets hidden that a person hid, as long as one is left to look at."""
    hidden = [number for number, sheet in enumerate(sheets) if sheet.name in pages and pages[sheet.name].hidden]
    if not hidden or len(hidden) == len(sheets):
        return xml
    content = xml.encode()
    entries = [one for one in spans(content, [f"{S}sheet"], deep=True) if one.name == f"{S}sheet"]
    places = [(entries[number].start, entries[number].end) for number in hidden]
    made = spliced(content, [(start, end, _hidden(content[start:end])) for start, end in places]).decode()
    first = next(number for number in range(len(sheets)) if number not in hidden)
    return made.replace('activeTab="0"', f'activeTab="{first}"')


def _hidden(entry: bytes) -> bytes:
    return entry.replace(b'state="visible"', b'state="hidden"')

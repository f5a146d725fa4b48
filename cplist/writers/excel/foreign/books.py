"""What cells of another workbook lean on beside their sheets: names, pictures in cells, metadata of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cplist.core.namespaces import S
from cplist.core.opc import Parts, Relationship, relationships_of, relationships_part
from cplist.core.xml_reading import Element, appended, tree
from cplist.core.xml_text import escaped
from cplist.writers.excel.foreign.parts import CELL_IMAGES, Copies, is_whole
from cplist.writers.excel.package import WORKBOOK, Package

LEANT_ON = frozenset(
    (
        *(CELL_IMAGES, "sheetMetadata", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richValueRel"),
        *("rdArray", "rdSupportingPropertyBag", "rdSupportingPropertyBagStructure", "person"),
    )
)
"""The kinds of relationships of a workbook to what cells and comments show; nothing that runs or comes from
outside."""
METADATA = "sheetMetadata"
OUTSIDE = re.compile(r"\[\d+\]")
"""How names and formulas refer to another workbook, which isn't taken over."""
_GIVEN = "_xl"
"""How names begin that programs give by themselves."""
_OF_A_PAGE = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


def add_book(package: Package, parts: Parts, copies: Copies, sheets: Mapping[str, int]) -> None:
    """Add to a workbook's package what stands in `parts` beside sheets. `sheets` are those that were taken over,
    by their names there, with their numbers (from 0) in the new workbook."""
    leads = [one for one in relationships_of(parts, WORKBOOK) if one.kind in LEANT_ON]
    for number, one in enumerate(lead for lead in leads if is_whole(parts, lead)):
        copies.keep_name(one.target)
        (copied,) = copies.relationships([one])
        _add_lead(package, copied, f"rIdBook{number + 1}")
    names = "".join(_names(parts, tree(package.parts[WORKBOOK]), sheets))
    if names:
        package.add(WORKBOOK, appended(package.parts[WORKBOOK], names, f"{S}definedNames"))


def has_metadata(parts: Parts) -> bool:
    """Whether cells of that workbook lean on metadata that can be taken over."""
    return any(one.kind == METADATA and is_whole(parts, one) for one in relationships_of(parts, WORKBOOK))


def _add_lead(package: Package, one: Relationship, id_: str) -> None:
    name = relationships_part(WORKBOOK)
    lead = f'<Relationship Type="{escaped(one.type)}" Target="/{escaped(one.target)}" Id="{id_}"/>'
    package.parts[name] = appended(package.parts[name], lead)


def _names(parts: Parts, new: Element, sheets: Mapping[str, int]) -> Iterator[str]:
    """The entries of the defined names, but for those that the new workbook gives itself."""
    old = tree(parts[WORKBOOK])
    titles = [sheet.get("name", "") for sheet in old.iter(f"{S}sheet")]
    taken = {_key(name, name.get("localSheetId", "")) for name in new.iter(f"{S}definedName")}
    for name in old.iter(f"{S}definedName"):
        number = _number(name, titles, sheets)
        if number is None or _key(name, number) in taken or not _can_be_taken(name):
            continue
        scope = f' localSheetId="{number}"' if number else ""
        hidden = ' hidden="1"' if name.get("hidden") in ("1", "true") else ""
        about = f'name="{escaped(name.get("name", ""))}"{scope}{hidden}'
        yield f"<definedName {about}>{escaped(name.text or '')}</definedName>"


def _number(name: Element, titles: Sequence[str], sheets: Mapping[str, int]) -> str | None:
    """The number of the new sheet that a name belongs to ("": the workbook); None where that wasn't taken over."""
    scope = name.get("localSheetId", "")
    if not scope:
        return ""
    title = titles[int(scope)] if scope.isdecimal() and int(scope) < len(titles) else ""
    return str(sheets[title]) if title in sheets else None


def _can_be_taken(name: Element) -> bool:
    given = name.get("name", "").startswith(_GIVEN) and name.get("name") not in _OF_A_PAGE
    return not given and not OUTSIDE.search(name.text or "") and bool(name.text)


def _key(name: Element, number: str) -> tuple[str, str]:
    return name.get("name", "").casefold(), number

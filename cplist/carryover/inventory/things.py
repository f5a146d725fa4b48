"""What stands in a workbook beside plain cells, as plain data that can be compared.

Nothing here knows which features there are: a thing is known by the name of its element or relationship, so that
one which no program has yet is seen as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cplist.core.opc import Parts, relationships_of
from cplist.core.xml_reading import Element, local_name, tree

LEADS = "leads"
"""How the kind of a thing begins to which a relationship leads."""
_DEEPEST = 12
_BESIDE = frozenset(("hyperlink", "printerSettings", "chartStyle", "chartColorStyle"))
"""Relationships that say how something looks or where a link leads, which is told of the cell."""
_NOTES = frozenset(("comments", "vmlDrawing"))
"""Where comments stand, which are told one by one."""
_UNTOLD = frozenset(("legacyDrawingHF", "drawingHF"))
"""What leads to such a part, and isn't told with the comments: pictures at the top of printed pages."""
_NUMBER = re.compile(r"[$'\s]|(?<=[A-Za-z$])\d+")
_SQREF = ("sqref", "ref")
_NOTHING = ("none", "0")
"""What some programs write where others write nothing."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its kind (an element's or a relationship's name), what tells it from others of its kind, and where
    it stands, as the file says it."""

    kind: str
    mark: str = ""
    address: str = field(default="", compare=False)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return local_name(element.tag)


# elements


def things_of_elements(root: Element, skipped: Iterable[str]) -> Iterator[Thing]:
    """The things that the children of a root are, but for those of the names `skipped`: of a group what is in it,
    of extensions what they hold. What leads to a part is told of the part."""
    left_out = frozenset(skipped)
    for child in root:
        if local(child) == "extLst":
            groups = (group for extension in child for group in extension if local(group) not in left_out)
            yield from (thing for group in groups for thing in _of_group(group))
        elif local(child) not in left_out:
            yield from _of_group(child)


def _of_group(group: Element) -> Iterator[Thing]:
    for item in list(group) or [group]:
        leads = any(key.endswith("}id") for element in item.iter() for key in element.attrib)
        if not leads or local(item) in _UNTOLD:
            yield Thing(local(item), _mark(item), _address(item) or _address(group))


def _mark(item: Element) -> str:
    """What an element says, without addresses' rows: these move with the rows."""
    texts = [text for element in item.iter() if local(element) not in _SQREF and (text := element.text)]
    named = [item.get("type", ""), item.get("name", "") or item.get("displayName", ""), *texts]
    named = ["" if one in _NOTHING else one for one in named]
    said = "|".join(filter(None, named)) if any(named) else item.get("ref", "")
    return _NUMBER.sub("", said).casefold()


def _address(element: Element) -> str:
    for name in _SQREF:
        if found := element.get(name):
            return found
    return next((one.text or "" for one in element.iter() if local(one) in _SQREF), "")


# parts


def things_of_parts(parts: Parts, source: str, skipped: Iterable[str] = ()) -> Iterator[Thing]:
    """What a part leads to, with all that this leads to in turn; not those relationships of its own whose kinds are
    `skipped`."""
    counts: dict[str, int] = {}
    for way, address in _ways(parts, source, frozenset(skipped), ""):
        counts[way] = counts.get(way, 0) + 1
        yield Thing(f"{LEADS}{way}", str(counts[way]), address)


def _ways(parts: Parts, source: str, skipped: frozenset[str], way: str) -> Iterator[tuple[str, str]]:
    if way.count("/") > _DEEPEST:
        return
    for one in relationships_of(parts, source):
        if one.kind in skipped | _BESIDE | _NOTES:
            continue
        further = f"{way}/{one.kind}"
        if one.external or one.target not in parts:
            yield further, ""
            continue
        yield from _of_part(parts[one.target], further)
        yield from _ways(parts, one.target, frozenset(), further)


def _of_part(content: bytes, way: str) -> Iterator[tuple[str, str]]:
    """A part once, or, where many things can stand on one (a drawing), once for each of them."""
    try:
        root = tree(content)
    except (ValueError, LookupError, SyntaxError):
        yield way, ""
        return
    if way.endswith("/drawing"):
        yield from ((way, "") for child in root if local(child).endswith("Anchor"))
        return
    addresses = [one.get("ref", "") for one in root.iter() if local(one) == "threadedComment"]
    yield from ((way, address) for address in addresses or [root.get("ref", "")])


def missing(old: Iterable[Thing], new: Iterable[Thing]) -> Iterator[Thing]:
    """Those of the old things that the new ones lack."""
    there = set(new)
    yield from (thing for thing in old if thing not in there)


Places = Mapping[tuple[str, int, int], tuple[str, int, int]]
"""Where a cell of the last workbook is in the new one: sheets by name, rows and columns from 0."""

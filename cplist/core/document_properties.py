"""What a document or a workbook says of itself: the parts core.xml and custom.xml of its docProps (ECMA-376 part 2,
clause 11, and part 1, 22.3).
"""

from __future__ import annotations

from collections.abc import Mapping

from cplist.core.namespaces import OFFICE, PACKAGE
from cplist.core.opc import Parts
from cplist.core.xml_reading import tree
from cplist.core.xml_text import DECLARATION, escaped

CUSTOM = "docProps/custom.xml"


def custom_properties_of(parts: Parts) -> dict[str, str]:
    """The custom properties of a package, whatever their types, as text; raises as xml_reading.tree."""
    part = parts.get(CUSTOM)
    return {} if part is None else {one.get("name", ""): "".join(one.itertext()).strip() for one in tree(part)}


def custom_properties(values: Mapping[str, str]) -> str:
    """The part docProps/custom.xml with those text properties."""
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escaped(name)}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/custom-properties" '
        f'xmlns:vt="{OFFICE}/docPropsVTypes">{properties}</Properties>'
    )


def core_properties(title: str, subject: str, author: str, date: str) -> str:
    """The part docProps/core.xml; `date` is an ISO day or "" (no clock is ever asked)."""
    moments = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{kind}>'
        for kind in ("created", "modified")
        if date
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:subject>{escaped(subject)}</dc:subject>"
        f"<dc:creator>{escaped(author)}</dc:creator>{moments}<dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )

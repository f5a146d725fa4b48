"""Text in XML: the one escaping function of both writers."""

from __future__ import annotations

import re

_MARKUP = re.compile('[&<>"]')
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def escaped(text: str) -> str:
    """For element text and double-quoted attributes."""
    if text.isalnum() or not _MARKUP.search(text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def custom_properties(values: dict[str, str]) -> str:
    """docProps/custom.xml with those text properties."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escaped(name)}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{namespace}/custom-properties" '
        f'xmlns:vt="{namespace}/docPropsVTypes">{properties}</Properties>'
    )


def core_properties(title: str, subject: str, author: str, date: str) -> str:
    """docProps/core.xml; `date` is an ISO day or "" (no clock is ever asked)."""
    package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    moments = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{kind}>'
        for kind in ("created", "modified")
        if date
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{package}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:subject>{escaped(subject)}</dc:subject>"
        f"<dc:creator>{escaped(author)}</dc:creator>{moments}<dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )

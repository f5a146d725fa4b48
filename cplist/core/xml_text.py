"""Text in XML: the one escaping function of both writers, and how the texts of workbooks are read."""

from __future__ import annotations

import re

_MARKUP = re.compile('[&<>"]')
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def escaped(text: str) -> str:
    """For element text and double-quoted attributes."""
    if text.isalnum() or not _MARKUP.search(text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def decoded(text: str) -> str:
    """A text of a workbook as people see it: codes of characters (_x000D_, and _x005F_ for a _ that would begin a
    code) as the characters, once (ECMA-376 part 1, 22.9.2.19). What XML can't hold is left out; nobody sees it."""
    return _CODE.sub(_character, text) if "_x" in text else text


def _character(code: re.Match[str]) -> str:
    return _NO_XML.sub("", chr(int(code[1], 16)))

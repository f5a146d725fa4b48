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

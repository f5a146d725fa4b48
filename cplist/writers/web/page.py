"""The responsibility map as one HTML page that fetches nothing: shell, style, script and data in one file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

SHELL = Path(__file__).parent / "page"
STYLES = ("page.css", "parts.css", "standing.css", "print.css")
SCRIPTS = (
    *("dom.js", "frame.js", "standing.js", "calendar.js"),
    *("data.js", "state.js", "progress.js", "overview.js", "structure.js"),
    *("matrix.js", "duties.js", "detail.js", "page.js"),
)
"""In the order in which they stand in the page; they share one scope."""
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_map(data: Mapping[str, Any], properties: Mapping[str, str]) -> bytes:
    """The page for that data (map_data.py); `properties` stand in its head, as they do in the other documents."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    parts = {
        "policy": _policy(style, script),
        "title": escape(data["title"]),
        "properties": "\n".join(
            f'<meta name="{escape(name)}" content="{escape(value)}">' for name, value in properties.items()
        ),
        "style": style,
        "script": script,
        "words": in_script(_text("words.json")),
        "data": in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
    }
    page = re.sub(r"%(\w+)%", lambda match: parts[match[1]], _text("map.html"))
    return page.encode("utf-8", "backslashreplace")


def in_script(text: str) -> str:
    """JSON that stays data inside a script element, whatever its strings hold."""
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], text)


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, nothing runs and nothing formats but what stands in this very page."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n" + "\n".join(_text(name) for name in names)


@cache
def _text(name: str) -> str:
    return (SHELL / name).read_text("utf-8")

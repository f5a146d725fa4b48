"""A merged profile as YAML, with where each value came from: `cplist check --resolved`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cplist.yamldoc.document import Document, Path
from cplist.yamldoc.reader import EMPTY
from cplist.yamldoc.text import shown

_PLAIN = re.compile(r"[A-Za-z0-9\u4e00-\u9fff《〔（“][^\s:#]*")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def resolved_text(document: Document) -> str:
    """The profile as it counts, bases merged in; behind each value the file and line where it stands."""
    if not isinstance(document.data, dict):
        return ""
    return "".join(f"{line}\n" for line in _mapping(without_extends(document.data), (), document))


def without_extends(data: Any) -> Any:
    """The data without the key that has been followed."""
    return {key: value for key, value in data.items() if key != "extends"} if isinstance(data, dict) else data


def _mapping(data: Mapping[str, Any], path: Path, document: Document) -> Iterator[str]:
    indent = "  " * len(path)
    for key, value in data.items():
        yield from _value(f"{indent}{_scalar(key)}:", value, (*path, key), document)


def _list(data: list[Any], path: Path, document: Document) -> Iterator[str]:
    indent = "  " * len(path)
    for number, value in enumerate(data):
        here = (*path, number)
        if isinstance(value, (dict, list)) and value:
            inner = list(_inside(value, here, document))
            yield f"{indent}- {inner[0].lstrip(' ')}"
            yield from inner[1:]
        else:
            yield from _value(f"{indent}-", value, here, document)


def _value(begin: str, value: Any, path: Path, document: Document) -> Iterator[str]:
    if isinstance(value, (dict, list)) and value:
        yield begin
        yield from _inside(value, path, document)
        return
    at = document.place(path)
    text = _scalar(value)
    yield f"{begin}{f' {text}' if text else ''}  # {shown(at.file)}:{at.on_line}"


def _inside(value: Any, path: Path, document: Document) -> Iterator[str]:
    return _mapping(value, path, document) if isinstance(value, dict) else _list(value, path, document)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)  # {} and []
    text = value
    if _PLAIN.fullmatch(text) and text not in EMPTY:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04X}", quoted)

"""What build.json keeps of what is in a file, so that it can be told later what was changed in it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from cplist.core.namespaces import STRICT_WORD, WORD
from cplist.core.opc import Parts
from cplist.core.xml_reading import parse
from cplist.verifying.style_looks import Look, style_looks

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")
_PARAGRAPH_ENDS = "</w:p>"
_TOC = "_Toc"
_IN_CONTENTS = f'w:anchor="{_TOC}'
_TEXTS, _PARAGRAPHS = ({f"{namespace} {name}" for namespace in (WORD, STRICT_WORD)} for name in ("t", "p"))
_BLANKS = re.compile(r"\s+")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


@dataclass(frozen=True)
class Contents:
    """Of the file with that SHA-256: its parts, name → CRC-32; of a document the paragraphs that hold any words, in
    their order (CRC-32 of the words without blanks), and how each style looks. CRC-32s are eight hexadecimal
    digits: they tell what changed, the SHA-256 that something did."""

    sha256: str
    parts: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()
    styles: Mapping[str, Look] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As build.json has it."""
        kept = {key: value for key, value in asdict(self).items() if value}
        return {**kept, "paragraphs": " ".join(self.paragraphs)} if self.paragraphs else kept

    @classmethod
    def of_data(cls, data: Any) -> Contents | None:
        """What build.json has, read back; None for anything else."""
        if not isinstance(data, dict) or not isinstance(data.get("sha256"), str):
            return None
        paragraphs = data.get("paragraphs")
        return cls(
            data["sha256"],
            _texts(data.get("parts")),
            tuple(paragraphs.split()) if isinstance(paragraphs, str) else (),
            {name: _texts(look) for name, look in _mapping(data.get("styles")).items()},
        )


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


def _texts(data: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in _mapping(data).items()}


def contents_of(content: bytes, sha256: str) -> Contents:
    """The contents of a file as the program wrote it; a web page has no parts."""
    if not content.startswith(b"PK"):
        return Contents(sha256)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one.filename: f"{one.CRC:08x}" for one in archive.infolist()}
        if DOCUMENT not in parts:
            return Contents(sha256, parts)
        words = _written_words(archive.read(DOCUMENT).decode())
        return Contents(sha256, parts, tuple(filter(None, map(mark_of, words))), _looks(archive.read(STYLES)))


def marks_of(parts: Parts) -> dict[str, str]:
    """What is kept of the parts of a package: name → CRC-32, as its archive has it."""
    return {name: f"{zlib.crc32(content):08x}" for name, content in parts.items()}


_looks = lru_cache(maxsize=8)(style_looks)
"""Many documents have the same styles."""


def _written_words(document: str) -> Iterator[str]:
    """The words of each paragraph of a document as the program writes it: what `words_of` finds, in a tenth of the
    time."""
    for paragraph in document.split(_PARAGRAPH_ENDS)[:-1]:
        words = "".join(_TEXT.findall(paragraph))
        if "&" in words:
            for entity, character in _ENTITIES:
                words = words.replace(entity, character)
        yield without_page(words) if _IN_CONTENTS in paragraph else words


def words_of(document: bytes) -> list[str]:
    """The words of each paragraph of anybody's document, in the order in which paragraphs end; of a line in a table
    of contents without the page, which moves. Raises as `xml_reading.parse`."""
    found: list[str] = []
    open_: list[str] = []
    state = {"text": False, "contents": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        state["text"] = name in _TEXTS
        if local == "hyperlink" and any(value.startswith(_TOC) for value in attributes.values()):
            state["contents"] = True

    def end(name: str) -> None:
        state["text"] = False
        if name in _PARAGRAPHS:
            words = "".join(open_)
            found.append(without_page(words) if state["contents"] else words)
            open_.clear()
            state["contents"] = False

    parse(document, start, end, lambda text: open_.append(text) if state["text"] else None)
    return found


def without_page(words: str) -> str:
    """A line of a table of contents without the page at its end."""
    return words.rstrip("0123456789")


def mark_of(words: str) -> str:
    """What is kept of a paragraph: the CRC-32 of its words without blanks; "" for one without words."""
    bare = _BLANKS.sub("", words)
    return f"{zlib.crc32(bare.encode()):08x}" if bare else ""

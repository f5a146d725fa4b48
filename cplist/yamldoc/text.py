"""A YAML file as text: its encoding, the places in it, and how words of it are shown in a message."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from cplist.core.findings import FindingsError, Location
from cplist.core.messages import finding

NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\U0010fd00-\U0010ffff]"
)
LINE_END = re.compile(r"\r\n|\r|\n")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
BYTE_ORDER_MARK = "\ufeff"
LONGEST_SHOWN = 60


class Text:
    """The decoded text of a file, and where in it an index stands (lines as an editor counts them)."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    def at(self, index: int) -> Location:
        line = bisect_right(self.starts, index)
        return Location(self.name, line, index - self.starts[line - 1] + 1)

    @property
    def end(self) -> Location:
        return self.at(len(self.text))

    @property
    def lines(self) -> list[str]:
        return LINE_END.split(self.text)


def shown(value: object) -> str:
    """Somebody's words fit for one line of a message: not too long, nothing invisible, no line end."""
    text = str(value)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return "".join(c if c == " " or _visible(c) else f"<U+{ord(c):04X}>" for c in text)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def decode(content: bytes, name: str) -> str:
    """The text of a UTF-8 file. Raises FindingsError that names the encoding that it seems to have."""
    encoding = "UTF-16" if _looks_like_utf16(content) else ""
    try:
        if not encoding:
            return content.decode("utf-8").lstrip(BYTE_ORDER_MARK)
        at = Location(name)
    except UnicodeDecodeError as error:
        encoding = "GBK" if _looks_like_gbk(content) else ""
        first = re.search(rb"[\x80-\xff]", content)  # bytes of GBK may look like UTF-8 for a while
        wrong = first.start() if encoding and first else error.start
        at = Text(content[:wrong].decode("utf-8-sig", "replace"), name).end
    raise FindingsError([finding("yaml-encoding", at, encoding=encoding)])


def decoded(content: bytes) -> str:
    """A text that any program may have saved: UTF-8, UTF-16 with its mark, or GB 18030. Raises ValueError for what
    is none."""
    for encoding in ("utf-16",) if content.startswith(_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("encoding")


def _looks_like_utf16(content: bytes) -> bool:
    return content.startswith(_MARKS) or content[:4000].count(0) > len(content[:4000]) // 4


def _looks_like_gbk(content: bytes) -> bool:
    """GBK text is no UTF-8 throughout; a UTF-8 file with one broken place is UTF-8 nearly throughout."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    as_utf8 = content.decode("utf-8", "replace")
    return as_utf8.count("\ufffd") > sum("\u4e00" <= c <= "\u9fff" for c in as_utf8)

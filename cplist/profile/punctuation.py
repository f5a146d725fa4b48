"""What a profile's printed values should not hold: half-width punctuation in Chinese, invisible characters, what
`cplist init` left to be filled in, and true where words are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.profile.schema import KEYS
from cplist.schema.language import mapping, texts
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

PLACEHOLDER = "〔请填写：{what}〕"
MOST_ROUNDS = 10
"""What was mended may stand beside another mark, which is mended in the next round."""
TO_FILL_IN = re.compile(r"〔请填写：(.*?)〕")
NO_WORDS = frozenset(("true", "false"))
"""What somebody writes who takes a text for a switch: it would be printed."""
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_HAN = "[\u2e80-\u2fff\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’…—]"
_DOCUMENT_NUMBER = r"[(\[（〔]\d{4}[)\]）〕] *(?:第 *)?\d+ *号"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_KEPT = re.compile(rf"{_DOCUMENT_NUMBER}|https?://[!-~]*[A-Za-z0-9/]|\d[\d,.:%]*\d")
_MARK = re.compile(
    rf"""(?P<dots>\.{{3,}})(?:(?=$)|(?={_HAN})|(?<={_HAN}...))"""
    rf"""|(?<={_HAN})\ *(?P<after>[,;:?!]+|\.(?![A-Za-z0-9.]))\ *|(?P<before>[,;:?!])\ *(?={_HAN})""",
    re.VERBOSE,
)
_PAIRS = (
    (re.compile(r"\(([^()（）]*)\)"), "（", "）"),
    (re.compile(r'“([^“”"]*)"|"([^“”"]*)”'), "“", "”"),
    (re.compile(r'"([^"]*)"'), "“", "”"),
    (re.compile(r"(?<![A-Za-z])'([^']*)'(?![A-Za-z])"), "‘", "’"),
)

_BLANK = re.compile(rf"(?<={_HAN}) +(?=[（“])|(?<=[）”]) +(?={_HAN})")
_WHOLLY_QUOTED = re.compile(r"“([^“”]+)”|‘([^‘’]+)’")


def check_prose(document: Document) -> list[Finding]:
    """What is to be said about the values that are printed, one of a kind for each value."""
    if not isinstance(document.data, dict):
        return []
    known = texts(document.data, mapping(KEYS))
    printed = ((path, text) for path, text, rule in known if rule.get("meta", {}).get("prose"))
    findings = [found for path, text in printed for found in _about(path, text, document)]
    paper = document.data.get("document")
    final = isinstance(paper, dict) and paper.get("status") == "final"
    if final and (blanks := sum(found.rule == "profile-to-fill-in" for found in findings)):
        path = ("document", "status")
        findings.append(finding("profile-final-with-blanks", document.place(path), path_text(path), count=blanks))
    return findings


def _about(path: Path, text: str, document: Document) -> Iterator[Finding]:
    at, where = document.place(path), path_text(path)
    if text.strip().lower() in NO_WORDS:
        yield finding("profile-no-words", at, where, text=text.strip())
    if blanks := TO_FILL_IN.findall(text):
        yield finding("profile-to-fill-in", at, where, what="、".join(blanks))
    if invisible := INVISIBLE.search(text):
        code = f"U+{ord(invisible[0][0]):04X}"
        yield finding("profile-invisible", at, where, code=code, mended=shown(INVISIBLE.sub("", text)))
    if quoted := _WHOLLY_QUOTED.fullmatch(text):
        yield finding("profile-wide-quotes", at, where, mended=shown(quoted[1] or quoted[2]))
    mended = full_width(text)
    if mended != text:
        yield finding("profile-half-width", at, where, mended=mended)


def full_width(text: str) -> str:
    """The text with half-width punctuation beside Chinese characters made full-width.

    Numbers (3.5, 1,000), times (12:30), document numbers and what stands between Latin words stay.
    """
    if not re.search(_HAN, text) or not re.search(r"""[,;:?!.()"']""", text):
        return text
    mended = text
    for _ in range(MOST_ROUNDS):
        before, mended = mended, _once(mended)
        if mended == before:
            break
    return mended if mended == text else _BLANK.sub("", mended)


def _once(text: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(0xE000 + len(kept) - 1) if len(kept) <= 0x1800 else match[0]

    mended = _KEPT.sub(keep, text)
    for pair, left, right in _PAIRS:
        mended = pair.sub(partial(_paired, left, right), mended)
    mended = _alone(_MARK.sub(_widened, mended))
    return re.sub("[\ue000-\uf7ff]", lambda match: _restored(match[0], kept), mended)


def _restored(character: str, kept: list[str]) -> str:
    number = ord(character) - 0xE000
    return kept[number] if number < len(kept) else character


def _paired(left: str, right: str, match: re.Match[str]) -> str:
    """Brackets and quotes are mended together, if Chinese stands inside or beside them."""
    text = match.string
    inside = match[match.lastindex or 0]
    around = text[max(0, match.start() - 1) : match.start()] + inside + text[match.end() : match.end() + 1]
    return f"{left}{inside}{right}" if re.search(_HAN, around) else match[0]


def _alone(text: str) -> str:
    """A bracket without its partner of the same width, beside Chinese."""
    text = re.sub(rf"(?<={_HAN})\(|\((?={_HAN})", "（", text)
    return re.sub(rf"(?<={_HAN})\)|\)(?={_HAN})", "）", text)


def _widened(match: re.Match[str]) -> str:
    if match["dots"]:
        return "……"
    return "".join(_WIDE[mark] for mark in match["after"] or match["before"])

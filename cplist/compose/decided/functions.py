"""What an institution decides itself, as templates say it: optional items, its own rules, facts that are missing.

Each function reads the decisions in the variables `options`, `own_rules` and `document` of the template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from cplist.compose.decided.marks import fact, item
from cplist.core.nearest_names import nearest

KEEP, DROP, OWN, OPEN = "keep", "drop", "own", ""
"""What an institution decides of an optional item: keep it, drop it, say it in words of its own; or nothing yet."""
MARK = "（可选：本机构自定）"
PENDING = "〔待定〕"
SLOT = "《》"
"""Where a sentence names one of the institution's own rules."""
_ENDS = re.compile(r"[。：；]?$")
_NO_SENTENCE = ("|", ":::", "#")


class UnknownNameError(LookupError):
    """A template names what its pack doesn't declare: `rule` is the finding's."""

    def __init__(self, rule: str, name: str, known: Mapping[str, Any]) -> None:
        super().__init__(name)
        self.rule, self.name, self.near = rule, name, nearest(name, known)


@pass_context
def optional(context: Context, id_: str, text: str) -> str:
    """The words of an optional item: as they are where the profile keeps it, the profile's own where it has such,
    none where it drops it; undecided, they are marked 可选 in a draft. Where there is no text there is no item."""
    option = _option(context, id_)
    if not text:
        return ""
    if option["decision"] == DROP:
        return item(id_, "")
    if option["decision"] == OWN:
        words = option["words"]
        return item(id_, words + ("。" if text.endswith("。") and words[-1:] not in "。！？" else ""))
    return item(id_, marked(text) if option["decision"] == OPEN and _draft(context) else text)


@pass_context
def kept(context: Context, id_: str) -> bool:
    """Whether an optional item is printed at all: whether the profile doesn't drop it."""
    return bool(_option(context, id_)["decision"] != DROP)


@pass_context
def own_rule(context: Context, kind: str, text: str, needed: bool = True) -> str:
    """A sentence that refers to one of the institution's own rules, whose name and number take the place of 《》.
    Without both it is printed in a draft only, where what is missing is 〔待定〕, and a rule without a name is
    called by its kind; not `needed`: nor there, without a name."""
    rules = context.parent["own_rules"]
    if kind not in rules:
        raise UnknownNameError("template-own-rule", kind, rules)
    rule = rules[kind]
    named = f"《{rule['name']}》（{rule['number'] or PENDING + '文号'}）"
    cited = named if rule["name"] else rule["called"] + PENDING
    said = text.replace(SLOT, cited)
    if rule["name"] and rule["number"]:
        return said
    return pending(context, f"own_rules.{kind}", said) if needed or rule["name"] else ""


@pass_context
def pending(context: Context, key: str, text: str = PENDING) -> str:
    """The words for a fact that the profile lacks under that key: in a draft, else none."""
    return fact(key, text if _draft(context) else "")


def marked(text: str) -> str:
    """The words marked as optional, the mark before the last stop of each line but those of lists and tables."""
    return "\n".join(_marked_line(line) for line in text.split("\n"))


def _marked_line(line: str) -> str:
    if not line.strip() or line.lstrip().startswith(_NO_SENTENCE) or re.match(r"\s*(?:\d+\.|-) ", line):
        return line
    return _ENDS.sub(lambda end: MARK + end[0], line.rstrip(), count=1)


def _option(context: Context, id_: str) -> Mapping[str, str]:
    options: Mapping[str, Mapping[str, str]] = context.parent["options"]
    if id_ not in options:
        raise UnknownNameError("template-option", id_, options)
    return options[id_]


def _draft(context: Context) -> bool:
    return bool(context.parent["document"]["draft"])

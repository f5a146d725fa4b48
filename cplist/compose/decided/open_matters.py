"""What a composed text leaves to be decided: notes while it is a draft, warnings once it is final."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.core.document import ComposedText
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.domain.institution import Institution
from cplist.pack.pack import Pack
from cplist.profile.references import entries
from cplist.profile.schema import PROFILE
from cplist.schema.language import rule_at
from cplist.yamldoc.document import Document, Path, path_text

OWN_RULES = "own_rules"
OPEN_MATTERS = frozenset(
    ["options-open", "option-undecided", "own-rule-open", "own-rule-missing", "fact-open", "fact-missing"]
)
"""The findings that say what is open."""


def open_options(text: ComposedText, own: Institution) -> list[str]:
    """The ids of the optional items that the text met and the profile doesn't decide, as they come."""
    return [id_ for id_ in dict.fromkeys(item.id for item in text.items) if id_ not in own.options]


def open_facts(text: ComposedText) -> list[str]:
    """The keys of the facts that the profile lacks and the text has a place for, as they come."""
    return list(dict.fromkeys(fact.key for fact in text.facts))


def called(pack: Pack, key: str) -> str:
    """What a fact of that key is, in words: 消保审查制度的名称和文号, 消保委员会的会议安排."""
    kind = key.removeprefix(f"{OWN_RULES}.")
    if kind in pack.own_rules:
        return f"{pack.own_rules[kind]}的名称和文号"
    steps = key.split(".")
    rules = (rule_at(PROFILE.described, tuple(steps[:length])) for length in range(1, len(steps) + 1))
    titles = [rule.get("meta", {}).get("title", "") for rule in rules]
    return "的".join(filter(None, titles[-2:])) or key


def open_matters(document: Document, pack: Pack, own: Institution, text: ComposedText) -> Iterator[Finding]:
    """A finding for everything that is open; `document` is the profile's. Optional items are one note in a
    draft."""
    final = own.document.status == "final"
    options = open_options(text, own)
    if options and not final:
        said = "；".join(f"{id_}（{pack.options[id_]}）" for id_ in options)
        yield _at(document, ("options",), "options-open", options=said, line=_line(options))
    for id_ in options if final else ():
        about = {"name": id_, "decides": pack.options[id_], "line": _line([id_])}
        yield _at(document, ("options",), "option-undecided", **about)
    for key in open_facts(text):
        kind = key.removeprefix(f"{OWN_RULES}.")
        if kind != key:
            yield _own_rule(document, pack, own, kind, final=final)
        else:
            path: Path = tuple(key.split("."))
            yield _at(document, path, "fact-missing" if final else "fact-open", key=key, called=called(pack, key))


def _own_rule(document: Document, pack: Pack, own: Institution, kind: str, *, final: bool) -> Finding:
    rule = own.own_rules.get(kind)
    path: Path = (OWN_RULES,)
    if rule:
        kinds = [entry.get("id") for entry in entries(document.data, OWN_RULES)]
        path = (OWN_RULES, kinds.index(kind))
    code = "own-rule-missing" if final else "own-rule-open"
    line = "{" + f"id: {kind}, name: {f'《{rule.name}》' if rule else '《……》'}, number: ……" + "}"
    return _at(document, path, code, called=pack.own_rules[kind], line=line)


def _line(options: list[str]) -> str:
    """The line of a profile that decides these items."""
    return "options: {" + ", ".join(f"{id_}: keep" for id_ in options) + "}"


def _at(document: Document, path: Path, rule: str, **arguments: object) -> Finding:
    return finding(rule, document.place(path), path_text(path), **arguments)

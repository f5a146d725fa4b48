"""What a composed text leaves to be decided: notes while it is a draft, warnings once it is final."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cplist.core.document import ComposedText
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.domain.institution import Institution
from cplist.pack.pack import Pack
from cplist.profile.schema import PROFILE
from cplist.schema.language import Rule, keys_of, mapping
from cplist.yamldoc.document import Document, Path, path_text

OWN_RULES = "own_rules"
OPEN_MATTERS = frozenset(
    ["options-open", "option-undecided", "own-rule-open", "own-rule-missing", "fact-open", "fact-missing"]
)
"""The findings that say what is open."""
UNVERIFIED = "source-unverified"
"""The finding on what is to be verified. The memo says it and what is open in parts of their own, for whoever
decides; the workbook, which is issued, doesn't."""


def open_options(text: ComposedText, own: Institution) -> list[str]:
    """The ids of the optional items that the text met and the profile doesn't decide, as they come."""
    return [id_ for id_ in dict.fromkeys(item.id for item in text.items) if id_ not in own.options]


def open_facts(text: ComposedText) -> list[str]:
    """The keys of the facts that the profile lacks and the text has a place for, as they come."""
    return list(dict.fromkeys(fact.key for fact in text.facts))


def called(pack: Pack, key: str) -> str:
    """What a fact of that key is, in words: 消保审查制度的名称和文号, 消保委员会的会议安排."""
    place, _, kind = key.partition(".")
    if place == OWN_RULES and kind in pack.own_rules:
        return f"{pack.own_rules[kind]}的名称和文号"
    titles = [rule["meta"]["title"] for rule in _rules(key) if rule]
    return "的".join(titles[-2:]) or key


def _rules(key: str) -> Iterator[Rule]:
    """The schema's rules of a profile's key, step by step; an entry's id has none."""
    rule: Rule = mapping(PROFILE.described)
    for step in key.split("."):
        below = keys_of(rule).get(step, {})
        rule = below or rule
        yield below


def _written(steps: Sequence[str], rules: Sequence[Rule]) -> str:
    """The line of a profile that gives a key its value: reporting: [{limit: ……}]."""
    (step, *below), (rule, *further) = steps, rules
    within = _written(below, further) if below else ", ".join(f"{key}: ……" for key in keys_of(rule))
    if not rule:
        return f"id: {step}, {within}"
    value = f"{{{within}}}" if within else "……"
    return f"{step}: {f'[{value}]' if within and rule.get('type') == 'list' else value}"


def _place(data: Any, steps: Sequence[str]) -> Path:
    """Where in the profile's data a key stands, entries of lists by their ids."""
    path: list[str | int] = []
    for step in steps:
        entries = data if isinstance(data, list) else ()
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        at = ids.index(step) if step in ids else step
        data = data[at] if isinstance(at, int) else data.get(at) if isinstance(data, dict) else None
        path.append(at)
    return tuple(path)


def open_matters(document: Document, pack: Pack, own: Institution, text: ComposedText) -> Iterator[Finding]:
    """A finding for everything that is open; `document` is the profile's. Optional items are one note in a
    draft."""
    final = own.document.is_final
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
            yield _fact(document, pack, key, final=final)


def _fact(document: Document, pack: Pack, key: str, *, final: bool) -> Finding:
    steps = key.split(".")
    about = {"key": key, "called": called(pack, key), "line": _written(steps, [*_rules(key)])}
    return _at(document, _place(document.data, steps), "fact-missing" if final else "fact-open", **about)


def _own_rule(document: Document, pack: Pack, own: Institution, kind: str, *, final: bool) -> Finding:
    rule = own.own_rules.get(kind)
    path = _place(document.data, [OWN_RULES, kind] if rule else [OWN_RULES])
    code = "own-rule-missing" if final else "own-rule-open"
    line = "{" + f"id: {kind}, name: {f'《{rule.name}》' if rule else '《……》'}, number: ……" + "}"
    return _at(document, path, code, called=pack.own_rules[kind], line=line)


def _line(options: list[str]) -> str:
    """The line of a profile that decides these items."""
    return "options: {" + ", ".join(f"{id_}: keep" for id_ in options) + "}"


def _at(document: Document, path: Path, rule: str, **arguments: object) -> Finding:
    return finding(rule, document.place(path), path_text(path), **arguments)

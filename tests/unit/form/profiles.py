"""Profiles of any shape that the schema allows, for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cplist.form.values import choices_of
from cplist.profile.schema import KEYED, PROFILE
from cplist.schema.checks import COUNT, DAY, ID, SWITCH, YEAR
from cplist.schema.language import Keys, Rule, inner, keys_of

TEXTS = st.sampled_from(
    [
        *(
            "总行",
            "1.10",
            "007",
            "=1+1",
            "'引",
            "@a",
            "+86",
            "-3",
            "_x0041_",
            "true",
            "是",
            "√",
            "2026-12-01",
            "1e5",
        ),
        *(
            "党委书记、董事长",
            "甲；乙",
            "甲，乙",
            "a,b",
            "他说“好”",
            "<b>&amp;",
            "#N/A?",
            "null",
            "~",
            "yes",
            "12:30",
            "：",
            "x",
        ),
        *("由甲（乙）办理", "keep", "all", "甲 乙", "𠮷野", "a: b", "- a", "[a]", "{a}", "% ", "`"),
    ]
).map(str.strip)
TERMS = st.sampled_from(
    ["1.1-08", ">=1.0,<2", "list-updates", "a_b", "base.yaml", "../甲/乙.yaml", "07", "9.90", "甲"]
)
IDS = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,6}", fullmatch=True)
BY_CHECK = {
    ID: IDS,
    DAY: st.dates().map(lambda day: day.isoformat()),
    COUNT: st.sampled_from(["0", "7", "007", "999999"]),
    YEAR: st.sampled_from(["2027", "2000"]),
    SWITCH: st.sampled_from(["true", "false"]),
}


def scalar(rule: Rule) -> st.SearchStrategy[str]:
    if choices := choices_of(rule):
        own = [] if "allowed" in rule else ["agency", "claims"]
        return st.sampled_from([*choices, *own])
    if rule.get("check_with") in BY_CHECK:
        return BY_CHECK[rule["check_with"]]
    return TEXTS if rule.get("meta", {}).get("prose") else TERMS


def value(rule: Rule, list_path: tuple[str, ...]) -> st.SearchStrategy[Any]:
    if "anyof" in rule:
        return st.one_of(
            *(value({**one, "meta": {**rule["meta"], **one.get("meta", {})}}, list_path) for one in rule["anyof"])
        )
    if rule["type"] == "string":
        return scalar(rule)
    if rule["type"] == "list":
        entry = inner(rule, 0)
        if not keys_of(rule):
            return st.lists(scalar(entry), unique=True, max_size=4)
        return st.lists(value(entry, list_path), max_size=3).map(lambda found: apart(found, list_path))
    if "valuesrules" in rule:
        keys = TERMS.filter(lambda text: text != "甲")
        return st.dictionaries(keys, scalar(inner(rule, "")), max_size=3)
    return mapping(keys_of(rule), list_path).filter(bool)


def apart(entries: list[Any], path: tuple[str, ...]) -> list[Any]:
    """The entries, each with an identity of its own."""
    key = KEYED.get(path[-1], "id")
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or (key == "id" and "id" not in entry):
            continue
        if key == "tier":
            entry["tier"] = ("legal_entity", "outlet", "county_branch")[number]
        elif key in entry:
            entry[key] = f"{path[-1]}_{number}_{id(entry) % 100_000}"
    return entries


def mapping(keys: Keys, path: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {key: value(rule, (*path, key)) for key, rule in keys.items() if rule.get("required")}
    others = {key: value(rule, (*path, key)) for key, rule in keys.items() if not rule.get("required")}
    return st.fixed_dictionaries(needed, optional=others)


PROFILES = mapping(PROFILE.described, ())

"""A pack author's slips in checklist.yaml and rules.yaml are named, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cplist.pack import Pack
from cplist.packcheck import checklist_problems, rules_problems
from cplist.rules import read_rules
from cplist.yamldoc import read

Change = Callable[[Any], None]
SHANDONG = Path(__file__).resolve().parents[2] / "templates" / "shandong-2022-1"
GOOD: dict[str, Any] = {
    "formats": {name: {} for name in ("title", "note", "header", "banner", "text")},
    "choices": {"whose": ["甲", "乙"]},
    "sheets": [
        {
            "name": "表",
            "title": "题",
            "rows": "x in y",
            "columns": [
                {"key": "key", "title": "标识", "width": "4", "value": "x"},
                {"title": "列", "width": "8.5", "format": "text", "filled_in": "true", "choices": "whose"},
            ],
        }
    ],
}


def changed(change: Change) -> list[str]:
    data = deepcopy(GOOD)
    change(data)
    return list(checklist_problems(data))


def test_the_shipped_pack_has_none(pack: Pack) -> None:
    assert list(checklist_problems(pack.checklist)) == []
    assert list(rules_problems(pack.rules)) == []


def test_a_good_checklist_has_none() -> None:
    assert list(checklist_problems(GOOD)) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda d: d["formats"].pop("banner"), "banner"),
        (lambda d: d["formats"]["text"].update(colour="red"), "colour"),
        (lambda d: d["formats"]["text"].update(color="red"), "red"),
        (lambda d: d["formats"]["text"].update(fill="12345"), "12345"),
        (lambda d: d["formats"]["text"].update(size="big"), "big"),
        (lambda d: d["formats"]["text"].update(across="centre"), "across"),
        (lambda d: d["sheets"].append(deepcopy(d["sheets"][0])), "表"),
        (lambda d: d["sheets"][0].update(row="x in y"), "row"),
        (lambda d: d["sheets"][0].update(name="a/b"), "name"),
        (lambda d: d["sheets"][0].update(name="甲" * 32), "name"),
        (lambda d: d["sheets"][0].update(paper="A5"), "A5"),
        (lambda d: d["sheets"][0].update(turned_header="true"), "header_turned"),
        (lambda d: d["sheets"][0]["columns"].append(d["sheets"][0]["columns"][1]), "列"),
        (lambda d: d["sheets"][0]["columns"].pop(0), "key"),
        (lambda d: d["sheets"][0]["columns"][1].update(formats="text"), "formats"),
        (lambda d: d["sheets"][0]["columns"][1].update(format="txt"), "txt"),
        (lambda d: d["sheets"][0]["columns"][1].update(choices="who"), "who"),
        (lambda d: d["sheets"][0]["columns"][1].update(choices_by="nobody"), "nobody"),
        (lambda d: d["sheets"][0]["columns"][1].update(width="wide"), "wide"),
        (lambda d: d["sheets"][0]["columns"][1].update(width="0"), "width"),
        (lambda d: d["sheets"][0]["columns"][1].update(type="money"), "money"),
    ],
)
def test_a_slip_of_the_checklist_is_named(change: Change, named: str) -> None:
    problems = changed(change)
    assert len(problems) == 1
    assert named in problems[0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda d: d["roles"]["front"]["find"].update(line="frnt"), "frnt"),
        (lambda d: d["roles"]["audit"]["find"].update(function="auditing"), "auditing"),
        (lambda d: d["roles"]["chief"]["find"].update(leader="boss"), "boss"),
        (lambda d: d["roles"]["front"]["else"][0].update(when="never"), "never"),
        (lambda d: d["roles"]["five_functions"]["find"]["any"][2]["first"][0].update(function="price"), "price"),
        (lambda d: d["conditions"]["several_leaders"]["exists"].update(leader="anyone"), "anyone"),
        (lambda d: d["rules"]["C6f"]["adds"][0].update(when="sometimes"), "sometimes"),
    ],
)
def test_a_slip_of_the_rules_is_named(change: Change, named: str) -> None:
    data = deepcopy(read((SHANDONG / "rules.yaml").read_bytes(), "rules.yaml")[0].data)
    change(data)
    problems = list(rules_problems(read_rules(data)))
    assert len(problems) == 1
    assert named in problems[0]


@pytest.mark.parametrize(
    "find", [{}, {"roll": "x"}, {"role": "a", "line": "b"}, {"any": [{"x": 1}]}, {"except": ["a"]}]
)
def test_a_finder_that_finds_nothing_sensible_is_refused(find: dict[str, Any]) -> None:
    data = deepcopy(read((SHANDONG / "rules.yaml").read_bytes(), "rules.yaml")[0].data)
    data["roles"]["front"]["find"] = find
    with pytest.raises(ValueError, match="find"):
        read_rules(data)

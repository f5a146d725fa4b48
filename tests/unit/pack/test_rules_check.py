"""A pack author's slips in rules.yaml are named, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cplist.pack.pack import Pack
from cplist.pack.rules import read_rules
from cplist.pack.rules_check import rules_problems
from cplist.yamldoc.document import read

Change = Callable[[Any], None]
SHANDONG = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"


def test_the_shipped_pack_has_none(pack: Pack) -> None:
    assert list(rules_problems(pack.rules)) == []


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

"""Nothing in a profile is accepted and then dropped: every key changes some output, or gives a finding.

`every_key.yaml` has every key that there is. Each key is taken out of it, or its value is exchanged for another one
that the schema allows and that leads to somebody; something that people see has to be different then.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafts import shipped
from every import every

from cplist.core.findings import FindingsError
from cplist.core.messages import message
from cplist.documents.checklist import generated
from cplist.documents.job import Inputs, Job
from cplist.documents.kinds import Kind
from cplist.documents.letters import letter_writer
from cplist.documents.map_data import map_data
from cplist.documents.memo import make as memo
from cplist.documents.request import NOTHING
from cplist.pipeline import build
from cplist.profile.profile import read_profile
from cplist.profile.schema import KEYS
from cplist.schema.language import Rule, keys_of

pytestmark = pytest.mark.slow

WHOLE = yaml.load(Path(__file__).with_name("every_key.yaml").read_text("utf-8"), yaml.BaseLoader)
WHOLE["levels"][1]["kinds"][0]["units_from"] = "units.csv"
UNITS = [f"第{number}分行" for number in "一二三四五六七八九"]
LISTS = {"units.csv": "\n".join(["名称", *UNITS])}
"""What the key leads to that names a file; every_key.yaml is looked at by itself elsewhere."""
NOT_ALONE = {"extends", "pack"}
"""Keys that lead to other files: what is wrong with them is an error of its own."""
OTHER_VALUES: Mapping[str, list[Any]] = {
    "schema": [],
    "pack.version": [">=9"],
    "institution.region": ["山东省青岛市"],
    "assignments.duty": ["4.2-12"],
    "own_rules.id": ["review"],
}
"""Values that show what a key does where another text would not: () where there is only one possible value."""
LEADS_NOWHERE = ("profile-unknown-", "profile-wrong-", "profile-not-allowed", "profile-missing-key")
"""Rules of findings that would come of any wrong value: they show nothing of a key."""
Steps = tuple[str | int, ...]


def keys_below(rule: Rule, path: str = "") -> Iterator[tuple[str, Rule]]:
    """Every key that may stand below a rule, without the numbers of lists."""
    for key, below in keys_of(rule).items():
        here = f"{path}.{key}" if path else key
        yield here, below
        yield from keys_below(below, here)
    for one in rule.get("anyof", ()):
        yield from keys_below(one, path)


EVERY_KEY = {path: rule for key in KEYS for path, rule in ((key, KEYS[key]), *keys_below(KEYS[key], key))}
TESTED = [
    path
    for path, rule in EVERY_KEY.items()
    if path.split(".")[0] not in NOT_ALONE and OTHER_VALUES.get(path) != [] and not keys_of(rule)
]


def places(data: Any, keys: list[str], at: Steps = ()) -> Iterator[Steps]:
    """Where a key stands in the profile, in every entry of the lists on the way."""
    if isinstance(data, list):
        for number, entry in enumerate(data):
            yield from places(entry, keys, (*at, number))
    elif not keys:
        yield at
    elif isinstance(data, dict) and keys[0] in data:
        if len(keys) == 1:
            yield (*at, keys[0])
        else:
            yield from places(data[keys[0]], keys[1:], (*at, keys[0]))


def others(path: str, value: Any, rule: Rule) -> Iterator[Any]:
    """Other values that the schema allows there."""
    yield from OTHER_VALUES.get(path, ())
    check = rule["check_with"].name if "check_with" in rule else ""
    if "allowed" in rule:
        yield from (one for one in rule["allowed"] if one != value)
    elif check == "switch":
        yield "false" if value == "true" else "true"
    elif check in ("count", "year"):
        yield str(int(value) + 1)
    elif check == "day":
        yield "2026-12-31"
    elif check == "allowed":
        yield from (one for one in rule["check_with"].known if one != value)
    elif check == "id":
        yield from (id_ for id_ in IDS if id_ != value)
    elif isinstance(value, list):
        yield value[:-1]
        yield from ([one] for one in rule["schema"].get("allowed", ()) if [one] != value)
    elif isinstance(value, str):
        yield f"{value}甲"


IDS = [entry["id"] for key in ("leaders", "departments") for entry in WHOLE[key]]


def variants(path: str) -> Iterator[dict[str, Any]]:
    """The profile without the key, and with other values of it: one of each entry first, then the next of each, as
    what shows nothing in one entry rarely shows anything there."""
    entries = [_variants_at(path, steps) for steps in places(WHOLE, path.split("."))]
    for turn in zip_longest(*entries):
        yield from (variant for variant in turn if variant is not None)


def _variants_at(path: str, steps: Steps) -> Iterator[dict[str, Any]]:
    rule, value = EVERY_KEY[path], _holder(WHOLE, steps)[steps[-1]]
    if not rule.get("required"):
        without = copy.deepcopy(WHOLE)
        del _holder(without, steps)[steps[-1]]
        yield without
    for other in others(path, value, rule):
        changed = copy.deepcopy(WHOLE)
        _holder(changed, steps)[steps[-1]] = other
        yield changed


def _holder(data: Any, steps: Steps) -> Any:
    for step in steps[:-1]:
        data = data[step]
    return data


def listed(name: str, _profile: str) -> tuple[str, bytes]:
    """A list of units by its path."""
    if name not in LISTS:
        raise FileNotFoundError(name)
    return name, LISTS[name].encode()


def outputs(data: Mapping[str, Any]) -> Iterator[Any]:
    """What people see of a profile, piece by piece, letters last, as they take longest; what is said of its errors,
    where that is all."""
    content = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()
    profile, pack = read_profile(content, "p.yaml", listed), shipped()
    try:
        inputs = Inputs(profile, pack, NOTHING)
        draft = build(inputs).draft
    except FindingsError as error:
        yield [found.rule for found in error.findings]
        return
    yield [(found.rule, message(found, "zh")) for found in draft.findings]
    yield draft.text
    job = Job(inputs, draft)
    job.__dict__["marks"] = {"id": "", "profile": "", "pack": "", "program": ""}
    yield generated(job)
    yield map_data(draft, pack, job.marks, {kind.value: job.file_name(kind) for kind in Kind})
    yield [file.content for file in memo(job).files]
    letters, _ = letter_writer(job).letters()
    yield [(letter.name, letter.text) for letter in letters]


@cache
def as_it_is() -> tuple[Any, ...]:
    return tuple(outputs(WHOLE))


def shows(data: Mapping[str, Any]) -> bool:
    """Whether something is different; wrong values show nothing."""
    pieces = iter(outputs(data))
    first = next(pieces)
    if any(str(found).startswith(LEADS_NOWHERE) for found in first):
        return False
    expected = as_it_is()
    return first != expected[0] or any(a != b for a, b in zip(pieces, expected[1:], strict=True))


@pytest.mark.slow
def test_the_profile_has_every_key_and_no_error() -> None:
    missing = [path for path in EVERY_KEY if path != "extends" and not [*places(WHOLE, path.split("."))]]
    assert missing == []
    assert len(as_it_is()) > 1, as_it_is()


@pytest.mark.slow
@every("path", TESTED, least=70)
def test_every_key_changes_an_output_or_gives_a_finding(path: str) -> None:
    assert any(map(shows, variants(path)))

"""Misspelt keys are read as what they can only have been meant as: one slip, one finding."""

from __future__ import annotations

import pytest

from cplist.core.findings import Finding
from cplist.profile.schema import PROFILE
from cplist.schema.misspellings import as_meant
from cplist.yamldoc.document import Document, read


def meant(text: str) -> tuple[Document, list[Finding]]:
    document, findings = read(text.encode(), "p.yaml")
    assert findings == []
    return as_meant(document, PROFILE)


@pytest.mark.parametrize(
    ("text", "data", "rule", "place"),
    [
        ("leders: []", {"leaders": []}, "profile-unknown-key", "1:1"),
        ("Institution: {}", {"institution": {}}, "profile-unknown-key", "1:1"),
        ("机构: {机构全称: 甲}", {"institution": {"name": "甲"}}, "profile-unknown-key", "1:1"),
        ("leaders:\n  - {id：cp}", {"leaders": [{"id": "cp"}]}, "yaml-full-width-colon", "2:8"),
        ("leaders:\n  - {id:cp}", {"leaders": [{"id": "cp"}]}, "yaml-blank-after-colon", "2:8"),
        ("bodies: {comittee: {}}", {"bodies": {"committee": {}}}, "profile-unknown-key", "1:10"),
    ],
)
def test_a_key_is_read_as_what_it_is_nearest_to(text: str, data: object, rule: str, place: str) -> None:
    document, found = meant(text)
    assert document.data == data
    assert (found[0].rule, str(found[0].location)) == (rule, f"p.yaml:{place}")


@pytest.mark.parametrize(
    "text",
    [
        "随便: []",
        "leaders: []\nleders: [x]",
        "leaders: [{id: a, remove: true}]",
        "leaders: [{id: a, removed: true}]",
        "institution: {remove: true}",
        "document: [leders]",
        "- leders: 1",
        "甲",
    ],
)
def test_what_can_mean_anything_stays(text: str) -> None:
    before = read(text.encode(), "p.yaml")[0]
    assert meant(text) == (before, [])


def test_places_travel_along() -> None:
    document, _ = meant("institution: {}\nleders:\n  - {id: a, rolse: [chief]}\n")
    assert str(document.place(("leaders", 0, "roles", 0))) == "p.yaml:3:21"
    assert str(document.key_place(("leaders", 0, "roles"))) == "p.yaml:3:13"
    assert str(document.key_place(("leaders",))) == "p.yaml:2:1"

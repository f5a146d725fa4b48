"""Which versions of a pack a profile allows."""

from __future__ import annotations

import pytest

from cplist.pack.versions import within


@pytest.mark.parametrize(
    ("version", "wanted", "verdict"),
    [
        ("1.2.0", "", True),
        ("1.2.0", "1.2", True),
        ("1.2.0", "1.2.1", False),
        ("1.10.0", ">=1.9,<2", True),
        ("2.0", ">=1.0,<2", False),
        ("1.02", "==1.2", True),
        ("1.2", "!=1.2", False),
        ("1.2", ">1.2", False),
        ("1.2", "<=1.2", True),
        ("1.2", "²", False),
        ("1.2", "latest", False),
        ("1.2", f"<{'9' * 5000}", True),
        ("1.2", f">={'9' * 5000}", False),
    ],
)
def test_a_version_is_within_or_not(version: str, wanted: str, verdict: bool) -> None:
    assert within(version, wanted) is verdict

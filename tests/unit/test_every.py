"""A loop in one item is no weaker than an item for each case."""

from __future__ import annotations

import pytest
from every import every


def test_it_runs_every_case_and_reports_all_that_fail() -> None:
    seen = []

    @every("number", range(6), least=6)
    def check(number: int) -> None:
        seen.append(number)
        assert number % 2 == 0
        if number == 4:
            raise KeyError(number)

    with pytest.raises(AssertionError) as failed:
        check()
    assert seen == list(range(6))
    said = str(failed.value)
    assert said.startswith("4 of 6 cases fail")
    assert all(f"number={number}: " in said for number in (1, 3, 4, 5))


def test_too_few_cases_fail() -> None:
    @every("number", [], least=1)
    def check(number: int) -> None: ...

    with pytest.raises(AssertionError, match="0 cases, of 1 at least"):
        check()


@every("number", [1, 2], least=2)
def test_a_test_may_use_fixtures_beside_its_case(tmp_path: object, number: int) -> None:
    assert number and tmp_path

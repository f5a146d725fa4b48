"""Work in several processes: answers in order, and none lost with the process that had the task."""

from __future__ import annotations

from pathlib import Path

import pytest

from cplist.portfolio.workers import LostError, Workers
from unit.portfolio import tasks

pytestmark = pytest.mark.slow


def test_one_job_works_here() -> None:
    with Workers(lambda number: number + 1) as workers:
        assert list(workers.answers(range(3))) == [1, 2, 3]


def test_answers_come_in_the_order_of_the_tasks() -> None:
    with Workers(tasks.doubled, 2) as workers:
        assert list(workers.answers(range(20))) == [2 * number for number in range(20)]


def test_what_a_process_took_along_is_done_again(tmp_path: Path) -> None:
    marks = ["a", "b", str(tmp_path / "mark"), "c", "d", "e"]
    with Workers(tasks.killed_once, 2) as workers:
        assert list(workers.answers(marks)) == marks


def test_a_task_that_ends_every_process_costs_itself_only() -> None:
    given = ["a", "bad", "b", "c", "bad", "d"]
    with Workers(tasks.killed_each_time, 2) as workers:
        answers = list(workers.answers(given))
    assert [None if isinstance(one, LostError) else one for one in answers] == ["a", None, "b", "c", None, "d"]

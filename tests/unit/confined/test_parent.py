"""A function in a process of its own: its limits hold, what it raises arrives, and nothing else does."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from cplist.confined import parent
from cplist.confined.guard import is_confined
from cplist.confined.limits import ENDED, MEMORY, OUTPUT, TIME, Limits, StoppedError, hold_to
from cplist.confined.parent import run_confined
from cplist.confined.plain import typed
from cplist.core.findings import Finding, FindingsError, InputError, Location
from unit.confined import tasks

pytestmark = pytest.mark.slow


def reason(task: object, **limits: int) -> str:
    with pytest.raises(StoppedError) as stopped:
        run_confined(task, limits=Limits(**limits))  # type: ignore[arg-type]
    return stopped.value.reason


class TestATask:
    def test_gives_its_value(self) -> None:
        assert run_confined(tasks.doubled, 21) == 42

    def test_answers_nothing_that_it_prints(self) -> None:
        assert run_confined(tasks.print_and_give) == "answer"

    def test_raises_the_findings_that_it_raised(self) -> None:
        with pytest.raises(FindingsError) as raised:
            run_confined(tasks.find)
        (found,) = raised.value.findings
        assert (found.rule, found.location, found.path) == ("gap", Location("p.yaml", 3, 4), "duties")
        assert found.arguments == {"duty": "1-01", "text": "事项"}

    def test_raises_the_problem_that_it_raised(self) -> None:
        with pytest.raises(InputError) as raised:
            run_confined(tasks.refuse)
        assert (raised.value.rule, raised.value.arguments["problem"]) == ("file-unreadable", "gone")

    def test_that_stumbles_is_stopped_and_says_where(self) -> None:
        with pytest.raises(StoppedError, match="KeyError") as stopped:
            run_confined(tasks.stumble)
        assert stopped.value.reason == ENDED and "tasks.py:" in stopped.value.problem

    def test_that_gives_no_answer_is_stopped(self) -> None:
        with pytest.raises(StoppedError) as stopped:
            run_confined(tasks.end)
        assert (stopped.value.reason, stopped.value.problem) == (ENDED, "7")

    def test_leaves_no_file_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        run_confined(tasks.doubled, 1)
        assert list(tmp_path.iterdir()) == []


class TestALimit:
    def test_of_time_leaves_out_what_starting_takes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is set when everything is imported, and counts from what has been used by then."""
        resource = pytest.importorskip("resource")
        before, then = run_confined(tasks.most_time, limits=Limits(seconds=9_000))
        assert before == resource.getrlimit(resource.RLIMIT_CPU)[0] and then > 9_000
        wanted: dict[int, tuple[int, int]] = {}
        monkeypatch.setattr(resource, "setrlimit", wanted.__setitem__)
        monkeypatch.setattr(resource, "getrlimit", lambda _: (-1, resource.RLIM_INFINITY))
        monkeypatch.setattr("time.process_time", lambda: 100.5)
        hold_to(Limits(seconds=8))
        assert wanted[resource.RLIMIT_CPU][0] == 109

    @pytest.mark.parametrize(("used", "reached"), [(13.9, ""), (14.1, TIME)])
    def test_of_time_is_looked_at_with_what_starting_takes(
        self, used: float, reached: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        times = SimpleNamespace(user=used - 1, system=1)
        process = SimpleNamespace(cpu_times=lambda: times, memory_info=lambda: SimpleNamespace(rss=0))
        monkeypatch.setattr("psutil.Process", lambda _: process)
        with tempfile.TemporaryFile() as answer:
            assert parent._reached(0, answer, Limits(seconds=8, starting=6)) == reached

    def test_of_time_ends_a_loop(self) -> None:
        assert reason(tasks.spin, seconds=1) == TIME

    def test_of_time_ends_a_single_step(self) -> None:
        assert reason(tasks.power, seconds=1) == TIME

    def test_of_memory_ends_what_fills_it(self) -> None:
        assert reason(tasks.fill, memory=300_000_000) == MEMORY

    def test_of_output_ends_what_says_too_much(self) -> None:
        assert reason(tasks.talk, output=1_000_000) == OUTPUT


class TestOnASystemThatHoldsNoProcessToLimits:
    """Windows, and macOS where it is about memory: the parent looks."""

    @pytest.fixture(autouse=True)
    def _without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        held = "from cplist.confined import child; child.hold_to = lambda _: None; child.main()"
        monkeypatch.setattr(parent, "COMMAND", (sys.executable, "-P", "-c", held))

    def test_the_parent_ends_a_loop(self) -> None:
        assert reason(tasks.spin, seconds=1, starting=1) == TIME

    def test_the_parent_ends_what_fills_the_memory(self) -> None:
        assert reason(tasks.fill, memory=300_000_000) == MEMORY

    def test_the_parent_takes_no_answer_that_is_too_long(self) -> None:
        assert reason(tasks.talk, output=1_000_000) == OUTPUT


class TestAConfinedProcess:
    def test_writes_and_removes_nothing_outside_its_folder(self, tmp_path: Path) -> None:
        there = tmp_path / "there"
        there.write_text("kept")
        assert run_confined(tasks.attempt, "write", str(tmp_path / "new")) == "refused"
        assert run_confined(tasks.attempt, "write", str(there)) == "refused"
        assert run_confined(tasks.attempt, "remove", str(there)) == "refused"
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("there", "kept")]

    def test_writes_into_its_folder(self) -> None:
        assert run_confined(tasks.temporary) == "kept"

    @pytest.mark.parametrize("task", ["connect", "start"])
    def test_reaches_nobody(self, task: str) -> None:
        assert run_confined(tasks.attempt, task) == "refused"

    def test_knows_what_it_is(self) -> None:
        assert run_confined(is_confined)
        assert not is_confined()


def test_what_comes_back_is_held_to_its_type() -> None:
    assert typed(["a", "b"], tuple[str, str]) == ("a", "b")
    for data in ({"rule": "gap"}, [1], "gap", None):
        with pytest.raises(StoppedError):
            typed(data, Finding)

"""The ends of a command: streams that are missing, closed or full; signals at any moment; a Python without
docstrings; names that are too long or too alike; targets that are none."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command import Command
from forked import Server
from soak import times

from .conftest import CITY_BANK, PACKS, TINY, Cplist, exchanged

pytestmark = pytest.mark.slow

FULL = Path("/dev/full")
AT_A_CALL = """
# Count the calls of functions from the command's first one on; at one of them, send a signal.
import os, signal, sys

moment, number, calls = int(os.environ["MOMENT"]), int(os.environ["SIGNAL"]), 0


def at_a_call(frame, event, argument):
    global calls
    begun = calls or frame.f_code.co_filename.endswith(("cli/start.py", "cli\\\\start.py")) and event == "call"
    calls += bool(begun)
    if calls == moment:
        sys.setprofile(None)
        os.kill(os.getpid(), number)


sys.setprofile(at_a_call)
"""


def run(command: str, environment: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command of a shell, in which cplist is the program; its exit status is cplist's."""
    program = f'cplist() {{ {shlex.quote(sys.executable)} -m cplist "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program}{command}"],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env={**environment, "PYTHONPATH": environment.get("PYTHONPATH", "")},
        stdin=subprocess.DEVNULL,
    )


BUILD = f"cplist build {shlex.quote(str(TINY))} --packs {shlex.quote(str(PACKS))} -o out"
FILES = ("制度（虚构）.docx", "清单（虚构）.xlsx", "责任地图.html", "build.json")


@pytest.mark.parametrize(
    ("streams", "status"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&-", 0),
        ("<&- >&- 2>&-", 0),
        ("| head -0", 0),
        (">/dev/full", 2),
        ("--json >/dev/full", 2),
        (">/dev/full 2>/dev/full", 2),
        (">/dev/full 2>&-", 2),
    ],
)
def test_a_stream_that_is_missing_closed_or_full_stops_no_build(
    user_environment: dict[str, str], tmp_path: Path, streams: str, status: int
) -> None:
    if "/dev/full" in streams and not FULL.exists():
        pytest.skip("no /dev/full")
    said = run(f"{BUILD} {streams}", user_environment, tmp_path)
    (folder,) = (tmp_path / "out").iterdir()
    written = sorted(path.name for path in folder.iterdir())
    assert len(written) == 4 and all(any(name.endswith(end) for name in written) for end in FILES)
    assert (said.returncode, "Traceback" in said.stderr, "Exception" in said.stderr) == (status, False, False)
    if streams.endswith(">/dev/full") and "2>" not in streams:
        assert all(name in said.stderr for name in written), said.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("cplist clauses | head -1", 0),
        ("cplist clauses >/dev/full", 2),
        ("cplist --help >/dev/full", 2),
        ("cplist schema >&-", 0),
        ("cplist nonsense 2>&-", 2),
        ("cplist check - <&-", 2),
        ("cplist init <&-", 2),
    ],
)
def test_other_commands_come_to_a_status_that_is_true(
    user_environment: dict[str, str], tmp_path: Path, command: str, status: int
) -> None:
    said = run(command, user_environment, tmp_path)
    assert (said.returncode, "Traceback" in said.stderr) == (status, False), said.stderr


def test_a_collection_is_written_though_nobody_hears_of_it(
    user_environment: dict[str, str], tmp_path: Path
) -> None:
    said = run(
        f"{BUILD} && cplist collect out --packs {shlex.quote(str(PACKS))} -o all >/dev/full",
        user_environment,
        tmp_path,
    )
    assert said.returncode == 2
    assert all(path.name in said.stderr for path in (tmp_path / "all").iterdir())


# signals

MOMENTS = (2, 300, 9_000, 60_000, *(int(1.06**n) + n for n in range(1, 200)))


@pytest.fixture(scope="module")
def at_a_call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calls")
    (folder / "sitecustomize.py").write_text(AT_A_CALL)
    return folder


@pytest.mark.soak
@pytest.mark.parametrize("moment", MOMENTS[: times(4, 200)])
def test_ctrl_c_at_any_call_is_130_without_a_traceback(
    user_environment: dict[str, str], at_a_call: Path, tmp_path: Path, moment: int
) -> None:
    environment = {"PYTHONPATH": str(at_a_call), "MOMENT": str(moment), "SIGNAL": str(int(signal.SIGINT))}
    said = run(BUILD, {**user_environment, **environment}, tmp_path)
    assert (said.returncode, "Traceback" in said.stderr) == (130, False), said.stderr
    assert not list(tmp_path.rglob("*.tmp"))


def test_sigterm_is_143_and_leaves_nothing_half_written(
    user_environment: dict[str, str], at_a_call: Path, tmp_path: Path
) -> None:
    environment = {"PYTHONPATH": str(at_a_call), "MOMENT": "60000", "SIGNAL": str(int(signal.SIGTERM))}
    said = run(BUILD, {**user_environment, **environment}, tmp_path)
    assert (said.returncode, "Traceback" in said.stderr) == (143, False), said.stderr
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_interrupted_batch_says_what_was_written(user_environment: dict[str, str], tmp_path: Path) -> None:
    """The second profile is read from a pipe that nobody fills: there Ctrl-C finds the command."""
    second = tmp_path / "second.yaml"
    os.mkfifo(second)
    command = [sys.executable, "-m", "cplist", "build", str(TINY), str(second), "--packs", str(PACKS), "-o", "out"]
    with (
        subprocess.Popen(
            command,
            cwd=tmp_path,
            env=user_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process,
        second.open("w"),
    ):  # opens when the command opens it, and so waits for the first profile
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, "Traceback" in err) == (130, False), err
    assert "build.json" in out and "已中断" in err


# a Python without docstrings


@pytest.fixture(params=["1", "2"])
def optimised(
    request: pytest.FixtureRequest, user_environment: dict[str, str], tmp_path: Path
) -> Iterator[Command]:
    """Commands of such a Python: forked where only assertions are left out; without docstrings too, where each
    command begins again, Python is started for each."""
    environment = {**user_environment, "PYTHONOPTIMIZE": request.param}
    server = Server(environment) if request.param == "1" and hasattr(os, "fork") else None
    yield Command(environment, tmp_path, server)
    if server:
        server.close()


def test_every_command_works_in_an_optimised_python(optimised: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\ninstitution: {type: bank}\n", "utf-8")
    build = ("build", TINY, "--packs", PACKS, "-o", tmp_path / "out")
    commands: list[tuple[int, tuple[str | Path, ...]]] = [
        (0, build),
        (0, (*build, "--only", "system", "--annotate")),
        (0, ("check", TINY, "--packs", PACKS, "--resolved")),
        (1, ("check", bad)),
        (0, ("coverage", TINY, "--packs", PACKS)),
        (0, ("explain", "1-02", TINY, "--packs", PACKS)),
        (0, ("clauses", "--json")),
        (0, ("collect", tmp_path / "out", "--packs", PACKS, "-o", tmp_path / "all")),
        (0, ("init", "--type", "city_bank", "--tier", "legal_entity")),
        (0, ("schema",)),
        (0, ("pack", "style", "-o", tmp_path / "style.docx")),
    ]
    came_to = {" ".join(map(str, words[:2])): (optimised(*words).status, status) for status, words in commands}
    assert {name: found for name, found in came_to.items() if found[0] != found[1]} == {}
    started = replace(optimised, server=None)
    assert "生成责任制和责任清单" in started("build", "--help").out


# names and targets


def named(short_name: str, path: Path, name: str = "") -> Path:
    text = exchanged(TINY.read_text("utf-8"), [("short_name: 清溪村镇银行", f"short_name: {short_name}")])
    path.write_text(exchanged(text, [("清溪村镇银行有限责任公司（虚构）", name)]) if name else text, "utf-8")
    return path


@pytest.mark.parametrize("length", [29, 60])
def test_of_a_long_name_the_files_keep_what_they_are(cplist: Cplist, tmp_path: Path, length: int) -> None:
    profile = tmp_path / "long.yaml"
    short = ("示例惠民村镇银行股份有限公司德州市陵城区临齐街道中兴路支行" * 3)[:length]
    text = CITY_BANK.read_text("utf-8")
    profile.write_text(text.replace("short_name: 岱岳银行", f"short_name: {short}"), "utf-8")
    kinds = [word for kind in ("system", "checklist", "map", "memo") for word in ("--only", kind)]
    for _ in range(2):
        said = cplist("build", profile, "-o", tmp_path / "out", "--json", *kinds)
        assert said.status == 0 and "file-kept" not in said.rules, said.err
    names = {path.name for path in (tmp_path / "out").rglob("*.*") if path.is_file()}
    for ending in ("责任制.docx", "责任清单.xlsx", "责任地图.html", "起草说明.docx"):
        assert any(name.endswith(ending) for name in names), names
    assert all(len(name.encode()) < 200 for name in names) and len(names) == 5


def test_two_institutions_whose_folders_would_be_one_are_told(cplist: Cplist, tmp_path: Path) -> None:
    pairs = [("ABC村镇银行", "abc村镇银行"), ("银" * 41 + "甲", "银" * 41 + "乙")]
    for number, pair in enumerate(pairs):
        profiles = [named(short, tmp_path / f"{number}{n}.yaml", f"第{n}家银行") for n, short in enumerate(pair)]
        said = cplist("build", *profiles, "--packs", PACKS, "-o", tmp_path / str(number), "--json")
        first, second = said.data["builds"]
        assert said.status == 1 and first["outputs"] and not second["outputs"]
        (found,) = [one for one in second["findings"] if one["rule"] == "same-folder"]
        assert str(profiles[0]) in found["message"]


@pytest.mark.parametrize("command", ["build", "collect"])
def test_an_output_that_is_no_folder_is_said_to_be_none(cplist: Cplist, tmp_path: Path, command: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("甲", "utf-8")
    cplist("build", TINY, "--packs", PACKS, "-o", tmp_path / "out")
    subject = TINY if command == "build" else tmp_path / "out"
    for target in (file, file / "below", *([FULL] if FULL.exists() else [])):
        said = cplist(command, subject, "--packs", PACKS, "-o", target)
        assert said.status == 2 and "不是文件夹" in said.err, said.err
    assert file.read_text("utf-8") == "甲"


def test_a_file_of_a_person_is_no_collection(cplist: Cplist, tmp_path: Path) -> None:
    build = cplist("build", TINY, "--packs", PACKS, "-o", tmp_path / "out", "--json")
    assert build.status == 0
    first = cplist("collect", tmp_path / "out", "--packs", PACKS, "-o", tmp_path / "all", "--json")
    assert first.status == 0
    (data,) = (tmp_path / "all").glob("*.json")
    data.write_text(json.dumps({"mine": 1}), "utf-8")
    assert cplist("collect", tmp_path / "out", "--packs", PACKS, "-o", tmp_path / "all").status == 2
    assert json.loads(data.read_text("utf-8")) == {"mine": 1}

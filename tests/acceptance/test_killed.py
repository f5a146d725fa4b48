"""A build that dies, or that the disk lets down, leaves each file whole: the old one or the new one."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from pathlib import Path

import pytest
from soak import times

from .conftest import PACKS, TINY, Build, Builds, Cplist, exchanged
from .reading import Book, Document

AT_A_MOMENT = '''
"""Count the calls that make a file last; at one of them, do what the environment says."""
import errno, os, signal

DEADLY, MOMENT = os.environ["DEADLY"], int(os.environ["MOMENT"])
calls = 0


def wrapped(name):
    call = getattr(os, name)

    def at_a_moment(*arguments, **options):
        global calls
        calls += 1
        if calls == MOMENT and DEADLY == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if DEADLY == name and calls >= MOMENT:
            raise OSError(errno.ENOSPC, "No space left on device")
        return call(*arguments, **options)

    setattr(os, name, at_a_moment)


for name in ("fsync", "replace"):
    wrapped(name)
'''
AT_A_CALL = """
# Count the calls of functions; at one of them, die; with MOMENT 0, say at the end how many there were.
import atexit, os, pathlib, signal, sys

moment, calls = int(os.environ["MOMENT"]), 0


def at_a_call(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
    if calls == moment:
        os.kill(os.getpid(), signal.SIGKILL)


sys.setprofile(at_a_call)
if not moment:
    atexit.register(lambda: pathlib.Path(os.environ["CALLS"]).write_text(str(calls)))
"""
FILES = 6  # the old workbook kept, the journal, the document, the workbook, the map, build.json
CALLS = 3 * FILES + 1  # each flushed, renamed, and its folder flushed; the folder again, without the journal
TEMPORARY = ".cplist-*.tmp"
Folder = dict[str, bytes]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changed") / "profile.yaml"
    path.write_text(exchanged(TINY.read_text("utf-8"), [("行长", "总经理")]), "utf-8")
    return path


@pytest.fixture(scope="module")
def at_a_moment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moments")
    (folder / "sitecustomize.py").write_text(AT_A_MOMENT)
    return folder


@pytest.fixture(scope="module")
def started(tiny: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a month of use leaves it: built, and the workbook filled in."""
    out = tmp_path_factory.mktemp("started")
    folder = Path(shutil.copytree(tiny.folder, out / tiny.folder.name))
    book = Book(next(folder.glob("*.xlsx")))
    for number, row in enumerate(book.cells("履职情况")):
        row["备注"].value = f"第{number}行"
    book.save()
    return out


@pytest.fixture
def out(started: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(started, tmp_path / "out"))


@pytest.fixture(scope="module")
def old(started: Path) -> Folder:
    return files(started)


@pytest.fixture(scope="module")
def new(build: Builds, started: Path, changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """What the folder holds after a build of the changed profile that nothing disturbs."""
    out = Path(shutil.copytree(started, tmp_path_factory.mktemp("new") / "out"))
    build(changed, out)
    return files(out)


def files(out: Path) -> Folder:
    (folder,) = out.iterdir()
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".cplist-")}


def temporary(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.match(TEMPORARY)]


def assert_whole(out: Path, old: Folder, new: Folder) -> None:
    """Each file is the old one or the new one, and none of the old ones is gone."""
    now = files(out)
    assert set(old) <= set(now) <= set(new)
    for name, content in now.items():
        assert content in (old.get(name), new[name]), name
    (folder,) = out.iterdir()
    assert json.loads(now["build.json"])["schema"] == "cplist.manifest/1"
    for path in folder.glob("*.docx"):
        assert Document(path).lines
    for path in folder.glob("*.xlsx"):
        assert [row["备注"] for row in Book(path).rows("履职情况")] == [f"第{number}行" for number in range(11)]


def assert_build_json_comes_last(out: Path, old: Folder, new: Folder) -> None:
    now = files(out)
    if now["build.json"] == new["build.json"] != old["build.json"]:
        assert now == new


@pytest.mark.parametrize("moment", range(1, CALLS + 1))
def test_a_killed_build_leaves_each_file_whole_and_the_next_one_heals(
    cplist: Cplist, at_a_moment: Path, out: Path, changed: Path, old: Folder, new: Folder, moment: int
) -> None:
    environment = {"PYTHONPATH": str(at_a_moment), "DEADLY": "kill", "MOMENT": str(moment)}
    said = cplist("build", changed, "--packs", PACKS, "-o", out, env=environment)
    assert said.status == -signal.SIGKILL
    assert_whole(out, old, new)
    assert_build_json_comes_last(out, old, new)
    assert cplist("build", changed, "--packs", PACKS, "-o", out).status == 0
    assert files(out) == new


def test_there_is_no_further_moment(
    cplist: Cplist, at_a_moment: Path, out: Path, changed: Path, new: Folder
) -> None:
    environment = {"PYTHONPATH": str(at_a_moment), "DEADLY": "kill", "MOMENT": str(CALLS + 1)}
    assert cplist("build", changed, "--packs", PACKS, "-o", out, env=environment).status == 0
    assert files(out) == new


@pytest.mark.parametrize("moment", range(1, CALLS + 1, 3))
def test_the_old_files_can_be_built_from_again(
    cplist: Cplist, at_a_moment: Path, out: Path, changed: Path, old: Folder, moment: int
) -> None:
    """Whoever goes back to the profile of before has every answer."""
    environment = {"PYTHONPATH": str(at_a_moment), "DEADLY": "kill", "MOMENT": str(moment)}
    cplist("build", changed, "--packs", PACKS, "-o", out, env=environment)
    cplist("build", TINY, "--packs", PACKS, "-o", out)
    (folder,) = out.iterdir()
    for path in folder.glob("*.xlsx"):
        assert [row["备注"] for row in Book(path).rows("履职情况")] == [f"第{number}行" for number in range(11)]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("moment", range(1, CALLS + 1, 4))
def test_a_full_disk_is_status_2_and_leaves_each_file_whole(
    cplist: Cplist, at_a_moment: Path, out: Path, changed: Path, old: Folder, new: Folder, call: str, moment: int
) -> None:
    environment = {"PYTHONPATH": str(at_a_moment), "DEADLY": call, "MOMENT": str(moment)}
    said = cplist("build", changed, "--packs", PACKS, "-o", out, env=environment)
    assert_whole(out, old, new)
    assert_build_json_comes_last(out, old, new)
    assert temporary(out) == []
    if files(out) != new:
        assert said.status == 2
        assert "No space left on device" in said.err and "Traceback" not in said.err
    assert cplist("build", changed, "--packs", PACKS, "-o", out).status == 0
    assert files(out) == new


@pytest.fixture(scope="module")
def at_a_call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calls")
    (folder / "sitecustomize.py").write_text(AT_A_CALL)
    return folder


@pytest.fixture(scope="module")
def all_calls(
    cplist: Cplist,
    at_a_call: Path,
    started: Path,
    changed: Path,
    new: Folder,
    tmp_path_factory: pytest.TempPathFactory,
) -> int:
    """How many functions the build of the changed profile calls, when it has compiled everything before."""
    folder = tmp_path_factory.mktemp("counted")
    out = shutil.copytree(started, folder / "out")
    environment = {"PYTHONPATH": str(at_a_call), "MOMENT": "0", "CALLS": str(folder / "calls")}
    assert cplist("build", changed, "--packs", PACKS, "-o", out, env=environment).status == 0
    return int((folder / "calls").read_text())


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(4, 200)))
def test_a_build_killed_at_any_call_leaves_each_file_whole(
    cplist: Cplist, at_a_call: Path, all_calls: int, out: Path, changed: Path, old: Folder, new: Folder, seed: int
) -> None:
    moment = random.Random(seed).randrange(1, all_calls)
    environment = {"PYTHONPATH": str(at_a_call), "MOMENT": str(moment)}
    said = cplist("build", changed, "--packs", PACKS, "-o", out, env=environment)
    assert said.status == -signal.SIGKILL or moment > 0.95 * all_calls  # which differs a little each time
    assert_whole(out, old, new)
    assert_build_json_comes_last(out, old, new)
    assert cplist("build", changed, "--packs", PACKS, "-o", out).status == 0
    assert files(out) == new


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_status_2(
    cplist: Cplist, out: Path, changed: Path, old: Folder
) -> None:
    (folder,) = out.iterdir()
    folder.chmod(0o500)
    said = cplist("build", changed, "--packs", PACKS, "-o", out)
    folder.chmod(0o700)
    assert said.status == 2
    assert files(out) == old

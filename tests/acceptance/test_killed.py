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

from cplist.core.journal import JOURNAL

from .conftest import PACKS, TINY, Build, Builds, Cplist, exchanged
from .reading import Book, Document

pytestmark = pytest.mark.slow

AT_A_MOMENT = '''
"""Count the calls that make a file last; at one of them, do what DEADLY says."""
import errno, os, signal

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


for name in ("fsync", "replace", "unlink"):
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


def at_a_moment(moment: int, deadly: str = "kill") -> str:
    """What the command's process runs first: it dies at that call, or the disk lets that call down from then on."""
    return f"DEADLY, MOMENT = {deadly!r}, {moment}\n{AT_A_MOMENT}"


FILES = 6  # the old workbook kept, the journal, the document, the workbook, the map, build.json
CALLS = 3 * FILES + 2  # each flushed, renamed, its folder flushed; the journal taken away, and the folder flushed
TEMPORARY = ".cplist-*.tmp"
Folder = dict[str, bytes]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changed") / "profile.yaml"
    path.write_text(exchanged(TINY.read_text("utf-8"), [("行长", "总经理")]), "utf-8")
    return path


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


NEXT = {
    "another profile": (),
    "the document alone": ("--only", "system"),
    "the workbook alone": ("--only", "checklist"),
    "the map alone": ("--only", "map"),
}


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("third") / "profile.yaml"
    path.write_text(exchanged(TINY.read_text("utf-8"), [("行长", "总裁")]), "utf-8")
    return path


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
    cplist: Cplist, out: Path, changed: Path, old: Folder, new: Folder, moment: int
) -> None:
    said = cplist("build", changed, "--packs", PACKS, "-o", out, first=at_a_moment(moment))
    assert said.status == -signal.SIGKILL
    assert_whole(out, old, new)
    assert_build_json_comes_last(out, old, new)
    assert cplist("build", changed, "--packs", PACKS, "-o", out).status == 0
    assert files(out) == new


def test_there_is_no_further_moment(cplist: Cplist, out: Path, changed: Path, new: Folder) -> None:
    assert cplist("build", changed, "--packs", PACKS, "-o", out, first=at_a_moment(CALLS + 1)).status == 0
    assert files(out) == new


@pytest.mark.parametrize("moment", range(1, CALLS + 1, 3))
def test_the_old_files_can_be_built_from_again(
    cplist: Cplist, out: Path, changed: Path, old: Folder, moment: int
) -> None:
    """Whoever goes back to the profile of before has every answer."""
    cplist("build", changed, "--packs", PACKS, "-o", out, first=at_a_moment(moment))
    cplist("build", TINY, "--packs", PACKS, "-o", out)
    (folder,) = out.iterdir()
    for path in folder.glob("*.xlsx"):
        assert [row["备注"] for row in Book(path).rows("履职情况")] == [f"第{number}行" for number in range(11)]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("moment", range(1, CALLS + 1, 4))
def test_a_full_disk_is_status_2_and_leaves_each_file_whole(
    cplist: Cplist, out: Path, changed: Path, old: Folder, new: Folder, call: str, moment: int
) -> None:
    said = cplist("build", changed, "--packs", PACKS, "-o", out, first=at_a_moment(moment, call))
    assert_whole(out, old, new)
    assert_build_json_comes_last(out, old, new)
    assert temporary(out) == []
    if files(out) != new:
        assert said.status == 2
        assert "No space left on device" in said.err and "Traceback" not in said.err
    assert cplist("build", changed, "--packs", PACKS, "-o", out).status == 0
    assert files(out) == new


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(6, 300)))
def test_what_a_killed_build_wrote_is_the_programs_own_whatever_is_built_next(
    cplist: Cplist, out: Path, changed: Path, third: Path, seed: int
) -> None:
    """Killed once or twice in a row, then another profile, or other kinds: nothing is taken for a person's."""
    dice = random.Random(seed)
    for profile in (changed, third)[: 1 + seed % 2]:
        cplist("build", profile, "--packs", PACKS, "-o", out, first=at_a_moment(1 + dice.randrange(CALLS)))
    for profile, options in ((third, NEXT[dice.choice(list(NEXT))]), (changed, ()), (TINY, ())):
        said = cplist("build", profile, "--packs", PACKS, "-o", out, "--json", *options)
        assert (said.status, "file-kept" in said.rules) == (0, False), said.err
    (folder,) = out.iterdir()
    assert not [path.name for path in folder.iterdir() if ".新" in path.name or path.name == JOURNAL]
    for path in folder.glob("*.xlsx"):
        assert [row["备注"] for row in Book(path).rows("履职情况")] == [f"第{number}行" for number in range(11)]


@pytest.mark.parametrize("moment", [8, 11, 14, 17])
def test_what_a_person_wrote_into_a_killed_builds_document_is_kept(
    cplist: Cplist, out: Path, changed: Path, third: Path, moment: int
) -> None:
    cplist("build", changed, "--packs", PACKS, "-o", out, first=at_a_moment(moment))
    (document,) = out.rglob("*.docx")
    edited = document.read_bytes() + b" "
    document.write_bytes(edited)
    for profile, options in ((third, NEXT["the workbook alone"]), (third, ()), (changed, ())):
        said = cplist("build", profile, "--packs", PACKS, "-o", out, "--json", *options)
        assert ("file-kept" in said.rules) == (not options), said.err
        assert document.read_bytes() == edited


def test_a_killed_first_build_is_known_by_the_next_institution(cplist: Cplist, tmp_path: Path) -> None:
    """Two institutions with one short name: what the one's killed build wrote isn't replaced by the other."""
    out, other = tmp_path / "out", tmp_path / "other.yaml"
    assert cplist("build", TINY, "--packs", PACKS, "-o", out, first=at_a_moment(12)).status == -signal.SIGKILL
    (document,) = out.rglob("*.docx")
    name = "村镇银行有限责任公司"
    other.write_text(exchanged(TINY.read_text("utf-8"), [(f"清溪{name}", f"清泉{name}")]), "utf-8")
    said = cplist("build", other, "--packs", PACKS, "-o", out, "--json")
    assert (said.status, "folder-other" in said.rules) == (1, True)
    assert cplist("build", TINY, "--packs", PACKS, "-o", out).status == 0
    assert document.exists()


def test_a_killed_collection_is_none_of_a_persons(cplist: Cplist, started: Path, tmp_path: Path) -> None:
    out = tmp_path / "all"
    words = ("collect", started, "--packs", PACKS, "-o", out, "--json", "--on")
    assert cplist(*words, "2026-12-01").status == 0
    for moment in range(1, 12, 12 // times(3, 12)):
        cplist(*words, f"2026-12-{10 + moment}", first=at_a_moment(moment))
        assert cplist(*words, f"2026-11-{10 + moment}").status == 0
        assert sorted(path.suffix for path in out.iterdir() if path.suffix != ".tmp") == [".json", ".xlsx"], moment


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

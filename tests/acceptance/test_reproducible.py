"""The same inputs give the same bytes: today and tomorrow, in any folder, locale and time zone."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from .conftest import CITY_BANK, PACKS, TINY, Build, Builds, Cplist

pytestmark = pytest.mark.slow

NO_TIME = (1980, 1, 1, 0, 0, 0)
ANOTHER_DAY = '''
"""Another day for every clock of Python, and other random numbers."""
import datetime, os, random, time, uuid

MOMENT = 2_345_678_901.5  # in 2044
_gmtime, _localtime, _strftime = time.gmtime, time.localtime, time.strftime
time.time = lambda: MOMENT
time.time_ns = lambda: int(MOMENT * 1e9)
time.gmtime = lambda seconds=None: _gmtime(MOMENT if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(MOMENT if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strftime(form, moment or time.localtime())


class Date(datetime.date):
    today = classmethod(lambda cls: datetime.datetime.now().date())


class Moment(datetime.datetime):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(MOMENT, tz))
    utcnow = classmethod(lambda cls: cls.utcfromtimestamp(MOMENT))
    today = classmethod(lambda cls: cls.fromtimestamp(MOMENT))


datetime.datetime, datetime.date = Moment, Date
uuid.uuid4 = lambda: uuid.UUID(int=44)
random.seed(44)
'''


@pytest.fixture(scope="module")
def another_day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("another-day")
    (folder / "sitecustomize.py").write_text(ANOTHER_DAY)
    return {"PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "2345678901"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_folders_hold_the_same_bytes(build: Builds, city_bank: Build, tmp_path: Path) -> None:
    assert contents(build(CITY_BANK, tmp_path).folder) == contents(city_bank.folder)


def test_the_profiles_own_folder_is_in_no_file(build: Builds, tiny: Build, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处" / "profile.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(TINY.read_bytes())
    assert contents(build(elsewhere, tmp_path / "out").folder) == contents(tiny.folder)


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "3", "CPLIST_LANG": "en"},
        {"LANG": "zh_CN.GBK", "LC_ALL": "zh_CN.GBK", "PYTHONHASHSEED": "4", "HOME": "/", "USER": "somebody"},
    ],
    ids=["kiritimati", "los-angeles", "german", "gbk"],
)
def test_neither_locale_nor_time_zone_nor_hash_seed_matters(
    build: Builds, city_bank: Build, tmp_path: Path, environment: dict[str, str]
) -> None:
    assert contents(build(CITY_BANK, tmp_path, env=environment).folder) == contents(city_bank.folder)


def test_another_day_gives_the_same_bytes(
    build: Builds, city_bank: Build, tmp_path: Path, another_day: dict[str, str]
) -> None:
    assert contents(build(CITY_BANK, tmp_path, env=another_day).folder) == contents(city_bank.folder)


def test_another_day_is_another_day(cplist: Cplist, another_day: dict[str, str], tmp_path: Path) -> None:
    """The clocks of the test above are really wrong: a planted one ends up in the message."""
    module = Path(another_day["PYTHONPATH"]) / "sitecustomize.py"
    asks = "\nimport zipfile\ndef ask(*_): raise RuntimeError(f'{datetime.datetime.now().year} {time.gmtime()[0]}')"
    (tmp_path / "sitecustomize.py").write_text(module.read_text() + asks + "\nzipfile.ZipFile.writestr = ask\n")
    said = cplist("build", TINY, "--packs", PACKS, "-o", tmp_path / "out", env={"PYTHONPATH": str(tmp_path)})
    assert "2044 2044" in said.err


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_members_of_the_archives_have_no_time(city_bank: Build, kind: str) -> None:
    with zipfile.ZipFile(city_bank.path(kind)) as archive:
        assert {member.date_time for member in archive.infolist()} == {NO_TIME}
        assert {(member.create_system, member.extra, member.comment) for member in archive.infolist()} == {
            (3, b"", b"")
        }


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_the_only_date_in_the_properties_is_the_documents_own(city_bank: Build, kind: str) -> None:
    core = (city_bank.document.docx.core_properties, city_bank.book.xlsx.properties)[kind == "checklist"]
    for moment in (core.created, core.modified):
        assert (moment.year, moment.month, moment.day, moment.hour, moment.minute) == (2026, 12, 1, 0, 0)


def test_a_rebuild_of_the_same_changes_no_file(build: Builds, tmp_path: Path, another_day: dict[str, str]) -> None:
    first = build(TINY, tmp_path)
    for path in first.folder.iterdir():
        os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in first.folder.iterdir()}
    build(TINY, tmp_path, env=another_day)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in first.folder.iterdir()} == before


def test_a_rebuild_after_a_change_and_back_gives_the_first_bytes_and_remembers_the_change(
    build: Builds, tiny: Build, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TINY.read_text("utf-8").replace("文一清", "文二清").replace("综合部", "办公室"), "utf-8")
    build(TINY, tmp_path / "out")
    changed = build(other, tmp_path / "out")
    assert contents(changed.folder) != contents(tiny.folder)
    again, first = contents(build(TINY, tmp_path / "out").folder), contents(tiny.folder)
    manifest, first_manifest = json.loads(again.pop("build.json")), json.loads(first.pop("build.json"))
    assert again == first
    assert "办公室" in json.dumps(manifest.pop("before"), ensure_ascii=False)
    assert not first_manifest.pop("before", None)
    assert manifest == first_manifest


def test_the_order_of_keys_in_a_mapping_changes_no_document(build: Builds, tiny: Build, tmp_path: Path) -> None:
    text = (
        TINY.read_text("utf-8")
        .replace("  party: none\n", "")
        .replace("institution:\n", "institution:\n  party: none\n")
    )
    other = tmp_path / "other.yaml"
    other.write_text(text, "utf-8")
    assert text != TINY.read_text("utf-8")
    assert contents(build(other, tmp_path / "out").folder) == contents(tiny.folder)

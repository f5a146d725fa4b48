"""The wheel is built, installed into a fresh environment and run from another folder, offline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from .conftest import CITY_BANK, ROOT, Build, Cplist

pytestmark = pytest.mark.slow

NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise RuntimeError(event)

sys.addaudithook(refuse)
"""
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | OFFLINE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the hatchling of this environment: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (made,) = folder.glob("cplist-*.whl")
    return made


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and what it depends on, but no other cplist and no network."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "no_network.py").write_text(NO_NETWORK)
    (own / "dependencies.pth").write_text("\n".join(["import no_network", *dependencies]))
    return python


def test_it_holds_the_pack_and_the_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    pack = ROOT / "templates" / "shandong-2022-1"
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert len(files) > 25
    assert {f"cplist/templates/shandong-2022-1/{file}" for file in files} <= names
    sources = {path for path in (ROOT / "cplist").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert len(sources) > 150
    assert {path.relative_to(ROOT).as_posix() for path in sources} <= names


def test_it_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert len(tops) == 2
    assert {top.split("-")[0] for top in tops} == {"cplist"}


def test_the_fresh_environment_runs_the_wheels_own_code(fresh: Path, tmp_path: Path) -> None:
    place = subprocess.check_output([fresh, "-c", "import cplist; print(cplist.__file__)"], cwd=tmp_path, text=True)
    assert Path(place.strip()).is_relative_to(fresh.parents[1])


def test_the_fresh_environment_has_no_network(fresh: Path, tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([fresh, "-c", code], capture_output=True, check=False, cwd=tmp_path, text=True)
    assert "RuntimeError: socket." in done.stderr


def test_it_writes_a_profile_that_builds_and_the_schema_from_another_folder(
    fresh: Path, cplist: Cplist, tmp_path: Path
) -> None:
    pair = ("--type", "life_insurer", "--tier", "city_branch")
    assert cplist("init", *pair, "-o", "p.yaml", python=fresh, cwd=tmp_path).status == 0
    schema = cplist("schema", python=fresh, cwd=tmp_path)
    assert json.loads(schema.out)["$schema"].startswith("https://json-schema.org/")
    assert (tmp_path / "cplist.schema.json").read_text("utf-8") == schema.out
    said = cplist("build", "p.yaml", "--json", python=fresh, cwd=tmp_path)
    assert said.status == 0, said.err
    assert {found["severity"] for found in said.data["builds"][0]["findings"]} == {"note"}


def test_it_lists_the_notice_from_another_folder(
    fresh: Path, cplist: Cplist, catalogue: dict[str, object], tmp_path: Path
) -> None:
    said = cplist("clauses", "--json", python=fresh, cwd=tmp_path)
    assert said.status == 0, said.err
    assert said.data == catalogue


def test_it_builds_the_same_files_from_another_folder(
    fresh: Path, cplist: Cplist, city_bank: Build, tmp_path: Path
) -> None:
    profile = tmp_path / "city-bank.yaml"
    profile.write_bytes(CITY_BANK.read_bytes())
    said = cplist("build", profile.name, python=fresh, cwd=tmp_path)
    assert said.status == 0, said.err
    theirs = tmp_path / "output" / city_bank.folder.name
    assert {path.name: path.read_bytes() for path in theirs.iterdir()} == {
        path.name: path.read_bytes() for path in city_bank.folder.iterdir()
    }


def test_it_installs_a_command(fresh: Path, tmp_path: Path) -> None:
    command = fresh.with_name("cplist")
    assert subprocess.check_output([command, "--version"], cwd=tmp_path, text=True).startswith("cplist ")


def test_the_editable_install_finds_its_templates_from_another_folder(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("clauses", "--json", cwd=tmp_path)
    assert said.status == 0
    assert said.data["pack"]["name"] == "shandong-2022-1"

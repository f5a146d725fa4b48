"""The command as a user runs it, and the builds that several tests look at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .reading import Book, Document

ROOT = Path(__file__).resolve().parents[2]
CITY_BANK = ROOT / "profiles" / "city-bank.yaml"
PACKS = ROOT / "tests" / "examples" / "packs"
TINY = PACKS / "tiny-profile.yaml"
SECONDS = 60
ANSWER_TO_THE_LOCALE = ("CPLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE")


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        """The rule of each finding in the answer to --json, of `build` or of `check`."""
        parts = self.data.get("builds", [self.data])
        return [found["rule"] for part in parts for found in part["findings"]]


Cplist = Callable[..., Said]


@dataclass(frozen=True)
class Build:
    """What one build wrote into an institution's folder."""

    folder: Path
    said: Said

    def path(self, kind: str) -> Path:
        outputs = self.said.data["builds"][0]["outputs"]
        return next(Path(output["path"]) for output in outputs if output["kind"] == kind)

    @property
    def document(self) -> Document:
        return Document(self.path("system"))

    @property
    def book(self) -> Book:
        return Book(self.path("checklist"))

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(self.path("manifest").read_bytes()))


Building = Callable[..., Build]


@pytest.fixture(scope="session")
def user_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user's environment: no language of its own; compiled modules kept, but not in the checkout."""
    own = {name: value for name, value in os.environ.items() if name not in ANSWER_TO_THE_LOCALE}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own | {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("pycache")), "LANG": "C.UTF-8"}


@pytest.fixture(scope="session")
def cplist(user_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Cplist:
    """Give a function that runs the command in a folder of its own."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(
        *arguments: str | Path,
        stdin: bytes | None = None,
        cwd: Path = elsewhere,
        env: Mapping[str, str] | None = None,
        python: str | Path = sys.executable,
    ) -> Said:
        done = subprocess.run(
            [str(python), "-m", "cplist", *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=cwd,
            env=user_environment | (env or {}),
            input=stdin,
            timeout=SECONDS,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def build(cplist: Cplist) -> Building:
    """Give a function: profile, folder → the build, which must have come to that status."""

    def run(profile: Path, folder: Path, *arguments: str | Path, status: int = 0, **options: Any) -> Build:
        said = cplist("build", profile, "--packs", PACKS, "-o", folder, "--json", *arguments, **options)
        assert said.status == status, said.err
        outputs = said.data["builds"][0]["outputs"]
        own = Path(outputs[0]["path"]).parent if outputs else folder
        return Build(own, said)

    return run


@pytest.fixture(scope="session")
def city_bank(build: Building, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The example of the project, built once; nobody changes it."""
    return build(CITY_BANK, tmp_path_factory.mktemp("city-bank"))


@pytest.fixture(scope="session")
def tiny(build: Building, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The institution of the second, tiny pack, built once; nobody changes it."""
    return build(TINY, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def catalogue(cplist: Cplist) -> dict[str, Any]:
    """`cplist clauses --json` of the shipped pack."""
    said = cplist("clauses", "--json")
    assert said.status == 0, said.err
    return dict(said.data)


@pytest.fixture(scope="session")
def coverage(cplist: Cplist) -> dict[str, Any]:
    """`cplist coverage --json` of the city bank."""
    said = cplist("coverage", CITY_BANK, "--json")
    assert said.status == 0, said.err
    return dict(said.data)


@pytest.fixture
def profile(tmp_path: Path) -> Callable[..., Path]:
    """Give a function: a profile's text with words exchanged → its path."""

    def write(source: Path, *changes: tuple[str, str], name: str = "profile.yaml", more: str = "") -> Path:
        path = tmp_path / name
        path.write_text(exchanged(source.read_text("utf-8"), changes) + more, "utf-8")
        return path

    return write


def exchanged(text: str, changes: Iterable[tuple[str, str]]) -> str:
    """The text with each old exchanged for its new; each must be there."""
    for old, new in changes:
        assert old in text, f"{old!r} stands nowhere"
        text = text.replace(old, new)
    return text

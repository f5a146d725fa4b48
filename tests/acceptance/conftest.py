"""The command as a user runs it, and the builds that several tests look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from command import PACKS, ROOT, Build, Builds, Cplist, Said

__all__ = ["CITY_BANK", "PACKS", "ROOT", "TINY", "Build", "Builds", "Cplist", "Said", "exchanged"]

CITY_BANK = ROOT / "profiles" / "city-bank.yaml"
TINY = PACKS / "tiny-profile.yaml"


@pytest.fixture(scope="session")
def city_bank(build: Builds) -> Build:
    """The example of the project, built once; nobody changes it."""
    return build.once(CITY_BANK)


@pytest.fixture(scope="session")
def tiny(build: Builds) -> Build:
    """The institution of the second, tiny pack, built once; nobody changes it."""
    return build.once(TINY)


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

"""What all tests share: one environment for commands, and a store of what takes long to make."""

from __future__ import annotations

import gc
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import PACKS, Builds, Command, Cplist, environment_of_a_user
from filelock import FileLock
from forked import Server
from hypothesis import settings
from soak import SOAKING
from store import Store

from cplist.pack.pack import find_pack
from cplist.pack.trust import TrustedPack, is_trusted, trust

# The same examples every time, no limit for how long one takes, and no folder that is left behind.
settings.register_profile("cplist", derandomize=not SOAKING, deadline=None, database=None)
settings.load_profile("cplist")
TAKE_TIME = {"cplist", "user_environment", "store", "office", "browser"}
"""Fixtures that start another program, or keep what takes long to make."""
ALL_SLOW = re.compile(r"^pytestmark = \[?pytest\.mark\.slow\b", re.MULTILINE)
"""So says a module of itself."""


# Started in the background, tests ignore Ctrl-C, and so would every command that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Modules all of whose tests are slow aren't even read where nobody asks for those."""
    if config.option.markexpr != "not slow":
        return None
    modules = list(collection_path.rglob("test_*.py")) if collection_path.is_dir() else [collection_path]
    modules = [module for module in modules if module.match("test_*.py")]
    return (modules and all(ALL_SLOW.search(module.read_text("utf-8")) for module in modules)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands on one of them is slow; other slow tests say so themselves."""
    for item in items:
        if TAKE_TIME & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Tests and modules stay to the end: the garbage collector needn't look at them over and over."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is one for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def store(shared: Path) -> Store:
    return Store(shared / "store")


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_the_users(shared: Path) -> Iterator[None]:
    """What the program keeps between runs comes from this run of the tests: a cache, and a user who trusts the
    tests' own pack. Packs that tests make up are strangers'."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CPLIST_CACHE", str(shared / "cache"))
        patch.setenv("CPLIST_DATA", str(shared / "data"))
        with FileLock(shared / "data.lock"):
            _trust_the_tests_pack()
        yield


def _trust_the_tests_pack() -> None:
    tiny = find_pack(str(PACKS / "tiny"))
    if not is_trusted(tiny):
        trust(TrustedPack(tiny.sha256, "tiny", "0.1.0", str(tiny.folder)))


@pytest.fixture(scope="session")
def user_environment(shared: Path) -> dict[str, str]:
    return environment_of_a_user(shared)


@pytest.fixture(scope="session")
def cplist(user_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cplist]:
    """Give a function that runs the command."""
    server = Server(user_environment) if hasattr(os, "fork") else None
    yield Command(user_environment, tmp_path_factory.mktemp("elsewhere"), server)
    if server:
        server.close()


@pytest.fixture(scope="session")
def build(cplist: Cplist, store: Store) -> Builds:
    return Builds(cplist, store)

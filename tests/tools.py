"""Programs that some tests need. `.ci/run install` brings them all.

A missing one skips its tests; with CPLIST_REQUIRE_OFFICE=1, as in CI, it fails them.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest
from command import ROOT


def program(*names: str, named_by: str = "") -> str:
    """The path of a program: the one that the environment names, else the first of these that is installed, in the
    system or in the checkout."""
    named = os.environ.get(named_by, "") if named_by else ""
    local = [str(ROOT / "node_modules" / ".bin" / name) for name in names]
    found = next(filter(None, map(shutil.which, [named] if named else [*names, *local])), None)
    return found or missing(f"{named or names[0]} is not installed: run .ci/run install")


def missing(reason: str) -> NoReturn:
    """Skip for want of something, or fail where nothing may be wanting."""
    if os.environ.get("CPLIST_REQUIRE_OFFICE") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)

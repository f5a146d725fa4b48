"""Builds over a workbook: of one profile, the workbook of the first of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cplist.pipeline import Built

from .workbooks import builds, xlsx


@pytest.fixture(scope="module")
def made() -> Callable[..., Built]:
    return builds()


@pytest.fixture(scope="module")
def first(made: Callable[..., Built]) -> bytes:
    return xlsx(made())

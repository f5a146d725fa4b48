"""The shipped pack with an author's slips in its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cplist.core.findings import Finding, FindingsError
from cplist.pack.pack import open_pack

SHIPPED = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"
Change = tuple[str, str, str]
"""A file, what is replaced in it (its first), and by what."""


@pytest.fixture
def slips(tmp_path: Path) -> Callable[..., list[Finding]]:
    """The findings of the shipped pack with those changes."""

    def found(*changes: Change, source: Path = SHIPPED) -> list[Finding]:
        folder = tmp_path / "pack"
        folder.mkdir(exist_ok=True)
        for path in source.glob("*.*"):
            folder.joinpath(path.name).write_bytes(path.read_bytes())
        for name, old, new in changes:
            text = folder.joinpath(name).read_text("utf-8")
            assert old in text, old
            folder.joinpath(name).write_text(text.replace(old, new, 1), "utf-8")
        try:
            open_pack(str(folder))
        except FindingsError as error:
            return list(error.findings)
        return []

    return found

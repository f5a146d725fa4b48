"""What comes of building the profiles that `cplist init` writes, each built once in a run."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from store import Store, digest

from cplist.core.findings import Finding
from cplist.workspace.batch import Builder
from cplist.workspace.starter_profile import starter


class StarterBuild(NamedTuple):
    findings: tuple[Finding, ...]
    summary: Mapping[str, int]
    kinds: frozenset[str]
    """Of the files that were written."""


def built(store: Store, type_: str, tier: str) -> StarterBuild:
    """The build of the profile for that pair; AssertionError where none came of it."""
    folder = store.folder(digest("starter", type_, tier), lambda folder: _build(folder, type_, tier))
    return StarterBuild(*pickle.loads((folder / "result").read_bytes()))


def _build(folder: Path, type_: str, tier: str) -> None:
    profile = folder / "p.yaml"
    profile.write_text(starter(type_, tier), "utf-8")
    (result,) = _builder().build([str(profile)], folder / "out")
    assert result.built is not None, [found.rule for found in result.findings]
    kinds = frozenset(output.kind for output in result.outputs)
    found = StarterBuild(result.findings, dict(result.built.summary), kinds)
    (folder / "result").write_bytes(pickle.dumps(tuple(found)))


@functools.cache
def _builder() -> Builder:
    return Builder()

"""Explainers of the examples, each drafted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from cplist.documents.job import Inputs
from cplist.draft import Draft
from cplist.explaining.explain import Explainer
from cplist.pack.pack import Pack
from cplist.workspace.batch import Builder

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "tests" / "examples"
PACKS = EXAMPLES / "packs"
TINY = PACKS / "tiny-profile.yaml"
SHIPPED = sorted((ROOT / "profiles").glob("*.yaml"))


@dataclass(frozen=True)
class Explained:
    """An institution that can be explained, with what it is held beside."""

    inputs: Inputs
    draft: Draft
    explainer: Explainer

    @property
    def pack(self) -> Pack:
        return self.inputs.pack


Explain = Callable[[Path], Explained]


@pytest.fixture(scope="session")
def explain() -> Explain:
    """Give a function: the path of a profile → its institution."""
    builder = Builder([PACKS])

    @cache
    def explained(path: Path) -> Explained:
        inputs = builder.inputs(builder.profile(str(path)))
        draft = builder.draft(inputs.profile)
        return Explained(inputs, draft, Explainer(inputs, draft))

    return explained

"""The shipped pack, opened once in a process, and the drafts by it that several modules of tests read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cplist.draft import Draft
from cplist.pack.pack import Pack, open_pack
from cplist.pipeline import draft
from cplist.profile.profile import read_profile
from cplist.profile.punctuation import TO_FILL_IN
from cplist.workspace.starter_profile import starter

PACK = "shandong-2022-1"
PROFILES = Path(__file__).resolve().parents[1] / "profiles"


@cache
def shipped() -> Pack:
    """The pack that cplist ships; its templates are compiled once for all who draft by it."""
    return open_pack(PACK)


def drafted(profile: str | bytes, name: str = "p.yaml") -> Draft:
    """The draft of a profile, given as its text."""
    content = profile.encode() if isinstance(profile, str) else profile
    return draft(read_profile(content, name), shipped())


@cache
def example(name: str) -> Draft:
    """The draft of profiles/`name`.yaml."""
    return drafted((PROFILES / f"{name}.yaml").read_bytes(), f"{name}.yaml")


@cache
def usual(type_: str, tier: str) -> Draft:
    """The draft of the profile that `cplist init` writes, with its places filled in."""
    return drafted(TO_FILL_IN.sub("某某", starter(type_, tier)), f"{type_}-{tier}.yaml")

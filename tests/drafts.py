"""The shipped pack, opened once in a process; modules of tests share what is drafted and built by it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cplist.documents.job import Inputs
from cplist.draft import Draft
from cplist.pack.pack import Pack, open_pack
from cplist.pipeline import Built, build, draft
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
def built(name: str) -> Built:
    """What a first build of profiles/`name`.yaml writes, in memory."""
    file = PROFILES / f"{name}.yaml"
    return build(Inputs(read_profile(file.read_bytes(), file.name), shipped()))


def example(name: str) -> Draft:
    """The draft of profiles/`name`.yaml."""
    return built(name).draft


@cache
def usual(type_: str, tier: str) -> Draft:
    """The draft of the profile that `cplist init` writes, with its places filled in."""
    return drafted(TO_FILL_IN.sub("某某", starter(type_, tier)), f"{type_}-{tier}.yaml")

"""From one YAML profile to a bank's or an insurer's responsibility system and checklist.

What stands in `__all__` is cplist's face for other programs (docs/api.md); everything else may change.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers know as true; importing typing would take longer than all of this

if TYPE_CHECKING:
    from typing import Any

    from cplist.collecting.collect import collect as collect
    from cplist.core.findings import Finding as Finding
    from cplist.core.findings import FindingsError as FindingsError
    from cplist.core.findings import InputError as InputError
    from cplist.core.findings import Severity as Severity
    from cplist.documents.job import Inputs as Inputs
    from cplist.documents.kinds import Kind as Kind
    from cplist.documents.request import Request as Request
    from cplist.pack.pack import open_pack as open_pack
    from cplist.pipeline import Built as Built
    from cplist.pipeline import build as build
    from cplist.pipeline import check as check
    from cplist.profile.profile import read_profile as read_profile
    from cplist.workspace.profile_files import read_data as read_data

__version__ = "0.1.0"

_HOMES = {
    "Built": "pipeline",
    "Finding": "core.findings",
    "FindingsError": "core.findings",
    "InputError": "core.findings",
    "Inputs": "documents.job",
    "Kind": "documents.kinds",
    "Request": "documents.request",
    "Severity": "core.findings",
    "build": "pipeline",
    "check": "pipeline",
    "collect": "collecting.collect",
    "open_pack": "pack.pack",
    "read_data": "workspace.profile_files",
    "read_profile": "profile.profile",
}
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """Load a part of the face when it is first asked for: importing cplist alone costs next to nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""The language of what the commands say."""

from __future__ import annotations

import os

APART = " / "


def language() -> str:
    """zh, unless CPLIST_LANG or the locale says English."""
    wanted = os.environ.get("CPLIST_LANG") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if wanted.lower().startswith("en") else "zh"


def one_language(text: str) -> str:
    """Of a help text 中文 / English, the half in the user's language."""
    zh, _, en = text.partition(APART)
    return (en or zh) if language() == "en" else zh

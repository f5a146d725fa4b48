"""The tables of docs/profile.md that list what the shipped pack declares: `make docs` writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cplist.pack.pack import open_pack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "profile.md"


def page() -> str:
    """The page with its tables as they should be."""
    pack, text = open_pack("shandong-2022-1"), PAGE.read_text("utf-8")
    for key, names, head in (
        ("options", pack.options, "| 代号 | 决定什么 |"),
        ("own_rules", pack.own_rules, "| 种类 | 制度 |"),
    ):
        text = _with_table(text, key, names, head)
    return text


def _with_table(text: str, key: str, names: Mapping[str, str], head: str) -> str:
    lines = [head, "| --- | --- |", *(f"| `{id_}` | {said} |" for id_, said in names.items())]
    table = "\n".join(lines)
    between = re.compile(rf"(?<=<!-- {key} -->\n).*?(?=<!-- /{key} -->)", re.DOTALL)
    assert len(between.findall(text)) == 1, key
    return between.sub(lambda _: f"\n{table}\n\n", text)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

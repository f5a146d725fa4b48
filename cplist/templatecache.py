"""Jinja's cache of compiled templates, in what is kept between runs: compiling takes a quarter of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from cplist.kept import Kept, made_by

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class TemplateCache(BytecodeCache):
    """The templates of the pack in one folder. The sandbox is in the compiled code: what an older Jinja compiled,
    perhaps with a hole in it, never comes back."""

    def __init__(self, kept: Kept, pack: Path) -> None:
        self.kept = kept
        self.made_by = f"{pack.resolve()}|{made_by('sandbox', 'jinja2')}"

    def get_cache_key(self, name: str, _filename: str | None = None) -> str:
        return f"template|{self.made_by}|{name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if (content := self.kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept.put(bucket.key, bucket.bytecode_to_string())

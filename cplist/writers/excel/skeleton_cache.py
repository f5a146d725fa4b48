"""The skeletons of workbooks: each made once for all institutions that share it, and kept for the next run."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from cplist.core.cache import DiskCache, version_stamp
from cplist.writers.excel.skeleton import Frame, Skeleton

MAKER = Path(__file__).with_name("skeleton_maker.py")


@lru_cache(maxsize=8)
def skeleton(frame: Frame, cache: DiskCache | None = None) -> Skeleton:
    """The skeleton of a workbook; made once for all institutions that share it, and kept for the next run."""
    if cache is None:
        return _made(frame)
    key = f"skeleton|{version_stamp(MAKER, 'openpyxl')}|{frame}"
    return _read(cache.get_or_make(key, lambda: json.dumps(asdict(_made(frame)), ensure_ascii=False).encode()))


def _made(frame: Frame) -> Skeleton:
    from cplist.writers.excel.skeleton_maker import made  # openpyxl: a tenth of a build's time

    return made(frame)


def _read(content: bytes) -> Skeleton:
    data = json.loads(content)
    sheets = tuple((name, before, after) for name, before, after in data["sheets"])
    styles = {name: (plain, quoted) for name, (plain, quoted) in data["styles"].items()}
    return Skeleton(data["parts"], data["workbook"], sheets, styles, data["looks"])

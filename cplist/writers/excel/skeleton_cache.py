"""The skeletons of workbooks: each made once for all institutions that share it, and kept for the next run."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from cplist.core.cache import DiskCache, version_stamp
from cplist.writers.excel.skeleton import SheetSkeleton, WorkbookLayout, WorkbookSkeleton

MAKER = Path(__file__).with_name("skeleton_maker.py")


@lru_cache(maxsize=8)
def skeleton_of(layout: WorkbookLayout, cache: DiskCache | None = None) -> WorkbookSkeleton:
    """The skeleton of a workbook, from the cache where it has it."""
    if cache is None:
        return _made(layout)
    key = f"skeleton|{version_stamp(MAKER, 'openpyxl')}|{layout}"
    return _read(cache.get_or_make(key, lambda: json.dumps(asdict(_made(layout)), ensure_ascii=False).encode()))


def _made(layout: WorkbookLayout) -> WorkbookSkeleton:
    from cplist.writers.excel import skeleton_maker  # openpyxl: a tenth of a build's time

    return skeleton_maker.made(layout)


def _read(content: bytes) -> WorkbookSkeleton:
    data = json.loads(content)
    sheets = tuple(SheetSkeleton(**sheet) for sheet in data["sheets"])
    styles = {name: (plain, quoted) for name, (plain, quoted) in data["styles"].items()}
    return WorkbookSkeleton(data["parts"], data["workbook"], sheets, styles, data["looks"])

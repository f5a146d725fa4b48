"""What takes long by nature is tried briefly by `make test` and at length by `make soak`, which sets CPLIST_SOAK=1.

At length, Hypothesis also looks at other examples every time.
"""

from __future__ import annotations

import os

SOAKING = os.environ.get("CPLIST_SOAK") == "1"


def times(briefly: int, at_length: int) -> int:
    """How often something is tried."""
    return at_length if SOAKING else briefly

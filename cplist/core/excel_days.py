"""Days as Excel counts them (ECMA-376 part 1, 18.17.4.1): a serial number, the hours of a day as its fraction.

Right from 1 March 1900 on. Excel takes 1900 for a leap year, so that its first two months are one day off.
"""

from __future__ import annotations

import datetime

EPOCH = datetime.date(1899, 12, 30)
"""The day with the number 0."""
AFTER_LAST = 2_958_466
"""One more than the number of 9999-12-31, the last day that Excel knows."""
MAC_SHIFT = 1_462
"""How many days the numbers of a workbook that counts from 1904 are behind."""
FIRST_RIGHT = 61
"""The number of 1900-03-01, before which Excel is one day off."""
_SECONDS = 86_400


def serial_number(moment: datetime.date) -> int | float:
    """The number of a day, or of a moment (datetime)."""
    if isinstance(moment, datetime.datetime):
        return (moment - datetime.datetime.combine(EPOCH, datetime.time())).total_seconds() / _SECONDS
    return (moment - EPOCH).days


def day_of(serial: float) -> datetime.date:
    """The day of a number from 1 up to, and without, AFTER_LAST."""
    return EPOCH + datetime.timedelta(days=int(serial))


def moment_of(serial: float) -> datetime.datetime:
    """The moment of a number from FIRST_RIGHT up to, and without, AFTER_LAST, to the second."""
    whole = int(serial)
    seconds = min(round((serial - whole) * _SECONDS), _SECONDS - 1)
    return datetime.datetime.combine(day_of(whole), datetime.time()) + datetime.timedelta(seconds=seconds)

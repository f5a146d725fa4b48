"""Numbers as Word writes those of lists (ECMA-376 part 1, 17.18.59): decimal, Chinese, Roman, letters, circled …"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cplist.domain.numerals import DIGITS, chinese

_LEGAL, _LEGAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖拾佰", "零壹貳參肆伍陸柒捌玖拾佰"
_PLAIN = "零一二三四五六七八九十百"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
)
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def list_number(number: int, style: str) -> str:
    """A number in that style (`numFmt`); one that Word's Chinese lists don't know is decimal."""
    return _WRITERS.get(style, str)(number)


def _counted(number: int) -> str:
    return chinese(number) if 0 < number < 1000 else str(number)


def _counted_to_99(number: int) -> str:
    return chinese(number) if 0 < number < 100 else _digits(number)


def _japanese(number: int) -> str:
    """百十, where Chinese has 一百一十."""
    return _counted(number).replace("一百", "百").replace("一十", "十").replace("零", "")


def _digits(number: int, zero: str = "○") -> str:
    return "".join(zero if one == "0" else DIGITS[int(one)] for one in str(number) if one.isdigit())


def _legal(letters: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        counted = _counted(number)
        counted = f"一{counted}" if counted.startswith("十") else counted
        return counted.translate(str.maketrans(_PLAIN, letters))

    return write


def _roman(number: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_ROMAN_UNITS):
        while number >= value:
            written, number = written + letters, number - value
    return written


def _letters(number: int) -> str:
    """a … z, aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _one_of(first: str, count: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode; beyond them, and for 0, decimal."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number > 0 else ""


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _one_of("①", 20),
    "decimalEnclosedCircleChinese": _one_of("①", 20),
    "decimalEnclosedParen": _one_of("⑴", 20),
    "decimalEnclosedFullstop": _one_of("⒈", 20),
    "ideographEnclosedCircle": _one_of("㊀", 10),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counted_to_99,
    "taiwaneseCounting": _counted_to_99,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "koreanCounting": _counted,
    "chineseLegalSimplified": _legal(_LEGAL),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "koreanDigital2": _digits,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
}

"""style.docx as readers get it: valid for Word, and laid out after GB/T 9704-2012."""

import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cplist.writers.word.default_style.package import default_style

pytestmark = pytest.mark.slow

MILLIMETRE = 72 / 25.4
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
FIVE_PAGES = 22 * 28 * 5
DOCUMENT = "word/document.xml"


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    width: float
    height: float
    words: list[Word]

    def find(self, text: str) -> Word:
        return next(word for word in self.words if text in word.text)


@pytest.fixture(scope="module")
def style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("style") / "style.docx"
    path.write_bytes(default_style())
    return path


@pytest.fixture(scope="module")
def samples(style: Path, to_pdf: Callable[[Path], Path], pdf_text: Callable[..., str]) -> list[Page]:
    return pages(pdf_text(to_pdf(style), "-bbox"))


@pytest.fixture(scope="module")
def pages_of(
    tmp_path_factory: pytest.TempPathFactory,
    style: Path,
    to_pdf: Callable[[Path], Path],
    pdf_text: Callable[..., str],
) -> Callable[[dict[str, str]], list[Page]]:
    """Fill the style, changed here and there, with 国 and give the full pages, without the last one."""

    def lay_out(swaps: dict[str, str]) -> list[Page]:
        path = tmp_path_factory.mktemp("plain") / "plain.docx"
        rewrite(style, path, lambda part, text: swap(only_text(text) if part == DOCUMENT else text, swaps))
        return pages(pdf_text(to_pdf(path), "-bbox"))[:-1]

    return lay_out


@pytest.fixture(scope="module")
def plain(pages_of: Callable[[dict[str, str]], list[Page]]) -> list[Page]:
    return pages_of({})


def test_a_page_has_22_lines_of_28_characters(plain: list[Page]) -> None:
    assert [shape(page) for page in plain] == [[28] * 22] * 5


def test_the_lines_alone_give_22_where_a_reader_ignores_the_grid(
    pages_of: Callable[[dict[str, str]], list[Page]],
) -> None:
    """Word does, for exact line spacing; LibreOffice puts the lines on the grid."""
    gridless = pages_of({'<w:docGrid w:type="lines" w:linePitch="579"/>': ""})
    assert [shape(page) for page in gridless] == [[28] * 22] * 5


def test_a_little_more_space_would_break_it(pages_of: Callable[[dict[str, str]], list[Page]]) -> None:
    loose = pages_of({'"579"': '"580"', '<w:spacing w:val="-6"/>': ""})
    assert shape(loose[0]) == [27] * 21


def test_the_text_fills_the_type_area_of_156_by_225_mm(plain: list[Page]) -> None:
    for page in plain:
        text = [word for word in page.words if "国" in word.text]
        left, right = min(word.left for word in text), max(word.right for word in text)
        assert left == pytest.approx(28 * MILLIMETRE, abs=0.5)
        assert right - left == pytest.approx(156 * MILLIMETRE, abs=1.5)
        assert min(word.top for word in text) > 37 * MILLIMETRE - 1
        assert max(word.bottom for word in text) < (37 + 225) * MILLIMETRE + 1


def test_lines_are_28_95_points_apart(plain: list[Page]) -> None:
    tops = sorted({word.top for word in plain[0].words if "国" in word.text})
    assert [below - above for above, below in pairwise(tops)] == pytest.approx([28.95] * 21, abs=0.06)


def test_odd_pages_are_numbered_right_even_pages_left_one_character_in(plain: list[Page]) -> None:
    edges = (28 * MILLIMETRE + 14, (28 + 156) * MILLIMETRE - 14)
    for number, page in enumerate(plain, 1):
        foot = [word for word in page.words if word.top > (37 + 225) * MILLIMETRE]
        assert "".join(word.text for word in foot) == f"—{number}—"
        if number % 2:
            assert max(word.right for word in foot) == pytest.approx(edges[1], abs=1.5)
        else:
            assert min(word.left for word in foot) == pytest.approx(edges[0], abs=1.5)


def test_the_annexes_stand_on_a_turned_page(samples: list[Page]) -> None:
    sizes = [(round(page.width), round(page.height)) for page in samples]
    assert (set(sizes[:-1]), sizes[-1]) == ({(595, 842)}, (842, 595))
    assert samples[-1].find("附件").top < 28 * MILLIMETRE + 29


def test_each_level_has_its_size_and_place(samples: list[Page]) -> None:
    upright = samples[1]
    title, chapter, article = (upright.find(text) for text in ("责任制", "第一节", "第一条"))
    assert title.right - title.left == pytest.approx(22 * len(title.text), rel=0.05)
    assert article.left == pytest.approx(28 * MILLIMETRE + 32, abs=1)
    heading = [word for word in upright.words if word.top == chapter.top]
    middle = (heading[0].left + heading[-1].right) / 2
    assert middle == pytest.approx((28 + 78) * MILLIMETRE, abs=1.5)


def test_the_validator_finds_nothing(style: Path, validate: Callable[[Path], list[dict[str, Any]]]) -> None:
    assert validate(style) == []


def test_the_validator_finds_what_is_broken(
    style: Path, tmp_path: Path, validate: Callable[[Path], list[dict[str, Any]]]
) -> None:
    broken = tmp_path / "broken.docx"
    disorder = {'<w:jc w:val="both"/>': '<w:jc w:val="both"/><w:keepNext/>'}
    rewrite(style, broken, lambda part, text: swap(text, disorder))
    assert [finding["path"] for finding in validate(broken)] == ["/word/styles.xml"]


def test_the_validator_finds_what_is_no_document(
    tmp_path: Path, validate: Callable[[Path], list[dict[str, Any]]]
) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    assert [finding["errorType"] for finding in validate(empty)] == ["Exception"]


def rewrite(source: Path, target: Path, change: Callable[[str, str], str]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))


def swap(text: str, swaps: dict[str, str]) -> str:
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text


def only_text(document: str) -> str:
    """Put one paragraph of body text, and the first section, in the place of the samples."""
    head, _, rest = document.partition("<w:body>")
    section = re.search(r"<w:sectPr>.*?</w:sectPr>", rest)
    assert section
    properties = f'<w:pPr><w:pStyle w:val="ArticleParagraph"/>{NO_INDENT}</w:pPr>'
    paragraph = f"<w:p>{properties}<w:r><w:t>{'国' * (FIVE_PAGES + 1)}</w:t></w:r></w:p>"
    return f"{head}<w:body>{paragraph}{section[0]}</w:body></w:document>"


def pages(boxes: str) -> list[Page]:
    """What pdftotext -bbox prints, in points from the top left corner."""
    sheets = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.DOTALL)
    return [Page(float(width), float(height), words(content)) for width, height, content in sheets]


def words(content: str) -> list[Word]:
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    found = re.findall(pattern, content)
    return [Word(float(x1), float(y1), float(x2), float(y2), text) for x1, y1, x2, y2, text in found]


def shape(page: Page) -> list[int]:
    """How many 国 each line of a page has, from top to bottom."""
    found: dict[float, int] = {}
    for word in page.words:
        if "国" in word.text:
            found[word.top] = found.get(word.top, 0) + len(word.text)
    return [found[top] for top in sorted(found)]

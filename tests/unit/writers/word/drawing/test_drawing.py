"""A chart on its pages: boxes that don't meet, lines that join them, the same in DrawingML and in VML."""

from __future__ import annotations

import io
import re

import docx
import pytest

from cplist.core.document import Chart, ChartRow, ComposedText
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.document import Properties, write_docx
from cplist.writers.word.drawing.geometry import Drawing, drawings

WIDTH, ROOM = 442.0, 500.0
PROPERTIES = Properties("题目", "主题", "甲银行", "", {})


def chart(branches: int, departments: int, name: str = "部门") -> Chart:
    rows = [ChartRow("above", ("董事会", "监事会")), ChartRow("above", ("董事长\n负总责",))]
    for number in range(branches):
        names = tuple(f"{name}{number}-{one}" for one in range(departments))
        rows.append(ChartRow("branch", (f"副行长{number}", *names)))
    return Chart("责任体系图", (*rows, ChartRow("below", ("分行", "支行"))))


def drawn(found: Chart) -> list[Drawing]:
    return drawings(found, WIDTH, ROOM)


@pytest.mark.parametrize(("branches", "departments"), [(0, 0), (3, 1), (9, 3), (15, 7)])
def test_every_box_is_drawn_once_within_the_page_and_meets_no_other(branches: int, departments: int) -> None:
    found = chart(branches, departments, "业务与渠道综合管理第九部")
    pages = drawn(found)
    assert sorted(box.text for page in pages for box in page.boxes) == sorted(
        text for row in found.rows for text in row.boxes
    )
    for page in pages:
        assert page.height <= ROOM + 1
        for number, box in enumerate(page.boxes):
            assert box.left >= 0 and box.left + box.width <= WIDTH + 0.01
            for other in page.boxes[number + 1 :]:
                apart = box.left + box.width <= other.left or other.left + other.width <= box.left
                assert apart or box.top + box.height <= other.top or other.top + other.height <= box.top


def test_every_line_goes_down_or_to_the_right_and_every_branch_hangs_on_the_trunk() -> None:
    (page,) = drawn(chart(4, 3))
    assert all(line.left == line.right or line.top == line.bottom for line in page.lines)
    assert all(line.left <= line.right and line.top <= line.bottom for line in page.lines)
    for box in page.boxes:
        if box.text.startswith("副行长"):
            assert any(line.right == box.left and line.top == box.middle for line in page.lines)


def test_a_chart_higher_than_a_page_goes_on_on_the_next() -> None:
    assert len(drawn(chart(15, 7, "业务与渠道综合管理第九部"))) > 1
    assert len(drawn(chart(9, 3))) == 1


def test_it_is_words_shape_and_vml_with_the_same_words_and_an_alternative_text() -> None:
    found = chart(2, 2)
    content = write_docx(ComposedText("题目", (found,), (), {}), default_style(), PROPERTIES, "style.docx")
    xml = docx.Document(io.BytesIO(content)).element.xml
    choice, fallback = (
        re.search("<mc:Choice.*?</mc:Choice>", xml, re.S),
        re.search("<mc:Fallback.*?</mc:Fallback>", xml, re.S),
    )
    assert choice and fallback
    boxes = [text for row in found.rows for box in row.boxes for text in box.split("\n")]
    for part in (choice[0], fallback[0]):
        assert sorted(re.findall("<w:t[^>]*>([^<]*)</w:t>", part)) == sorted(boxes)
    assert found.described in choice[0] and found.described in fallback[0]
    assert found.described.startswith("董事会、监事会；董事长，负总责；副行长0：部门0-0、部门0-1")

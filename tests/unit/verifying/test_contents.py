"""What is kept of a document, and how it is found again whoever saved it."""

from __future__ import annotations

import io
import json

from docx import Document
from docx.shared import Pt
from drafts import built
from every import every

from cplist.core.journal import digest
from cplist.core.opc import unzipped, zipped
from cplist.verifying.contents import DOCUMENT, STYLES, Contents, contents_of, mark_of, marks_of, words_of
from cplist.verifying.document import document_changes

EXAMPLES = ("city-bank", "outlet", "village-bank")


def system(name: str) -> bytes:
    return next(file.content for file in built(name).outputs if file.kind == "system")


def changes(was: bytes, now: bytes, *texts: str, rewritten: bool = False) -> list[tuple[str, dict[str, str]]]:
    kept = contents_of(was, digest(was))
    found = document_changes(unzipped(now), kept, texts, "a.docx", rewritten=rewritten)
    return [(one.rule, dict(one.arguments)) for one in found]


@every("example", EXAMPLES, least=3)
def test_the_quick_reading_of_a_written_document_is_that_of_anybodys(example: str) -> None:
    content = system(example)
    words = words_of(unzipped(content)[DOCUMENT])
    assert len(words) > 100
    assert contents_of(content, "").paragraphs == tuple(filter(None, map(mark_of, words)))


def test_what_is_kept_comes_back_from_json() -> None:
    content = system("outlet")
    kept = contents_of(content, digest(content))
    assert Contents.of_data(json.loads(json.dumps(kept.data()))) == kept
    assert kept.parts == marks_of(unzipped(content))
    assert Contents.of_data({"parts": {}}) is Contents.of_data([]) is None
    assert Contents.of_data({"sha256": "0", "parts": 1, "paragraphs": [], "styles": {"a": 2}}) == Contents(
        "0", styles={"a": {}}
    )


def saved(content: bytes, change: object) -> bytes:
    """The document as python-docx saves it after that change."""
    document = Document(io.BytesIO(content))
    change(document)  # type: ignore[operator]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_document_that_was_only_saved_again_has_no_changes() -> None:
    content = system("outlet")
    assert changes(content, saved(content, lambda document: None)) == []


def test_a_changed_paragraph_is_told_with_its_article_and_what_it_was() -> None:
    content = system("outlet")
    was = next(text for text in words_of(unzipped(content)[DOCUMENT]) if text.startswith("第三条"))

    def change(document: object) -> None:
        paragraph = next(one for one in document.paragraphs if one.text.startswith("第三条"))  # type: ignore[attr-defined]
        paragraph.runs[-1].text += "改过。"

    [(rule, told)] = changes(content, saved(content, change), was.replace("　", ""))
    assert (rule, told["place"], told["was"]) == ("verify-paragraph", "第三条", was.replace("　", ""))
    assert told["now"].endswith("改过。")


def test_a_paragraph_more_and_one_less_are_told() -> None:
    content = system("outlet")

    def change(document: object) -> None:
        fifth = next(one for one in document.paragraphs if one.text.startswith("第五条"))  # type: ignore[attr-defined]
        fifth.insert_paragraph_before("多出来的一段。")
        last = [one for one in document.paragraphs if one.text.startswith("第")][-1]  # type: ignore[attr-defined]
        last._p.getparent().remove(last._p)

    rules = [(rule, told["now"]) for rule, told in changes(content, saved(content, change))]
    assert rules == [("verify-paragraph-new", "多出来的一段。"), ("verify-paragraph-gone", "")]


def test_a_cell_of_a_table_is_a_paragraph_too() -> None:
    content = system("city-bank")

    def change(document: object) -> None:
        document.tables[-1].rows[1].cells[0].paragraphs[0].runs[0].text = "改了"  # type: ignore[attr-defined]

    [(rule, told)] = changes(content, saved(content, change))
    assert (rule, told["now"]) == ("verify-paragraph", "改了")
    assert told["place"].startswith("附件")


def test_a_changed_style_is_told_by_its_name() -> None:
    content = system("outlet")

    def change(document: object) -> None:
        document.styles["条"].font.size = Pt(15)  # type: ignore[attr-defined]

    told = changes(content, saved(content, change))
    assert [(rule, one["style"], one["size"], one["bold"]) for rule, one in told] == [
        ("verify-style", "条", "16pt → 15pt", "")
    ]


def test_pages_in_the_contents_may_move() -> None:
    content = system("city-bank")
    parts = dict(unzipped(content))
    moved = parts[DOCUMENT].replace(b"<w:t>2</w:t>", b"<w:t>3</w:t>", 1)
    assert moved != parts[DOCUMENT]
    assert changes(content, zipped({**parts, DOCUMENT: moved})) == []


def test_a_style_that_another_program_took_out_or_writes_in_its_own_way_is_no_change() -> None:
    content = system("outlet")
    parts = dict(unzipped(content))
    other = parts[STYLES].replace('w:val="款"'.encode(), 'w:val="别的"'.encode())
    assert other != parts[STYLES]
    assert changes(content, zipped({**parts, STYLES: other}), rewritten=True) == []
    assert [rule for rule, _ in changes(content, zipped({**parts, STYLES: other}))] == ["verify-style"]

"""The named styles of a style.docx after GB/T 9704-2012, as data; package.py makes the file of them.

Lengths are in twips (a twentieth of a point) where nothing else is said. The standard asks for 22 lines of 28
characters of 三号 (16 points) on a page of 156 × 225 mm (5.2.1 to 5.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"

# 225 mm hold 22 lines of 28.95 points; 156 mm hold 28 characters of 16 points less 0.3 each.
BODY = 16
LINE = 579
CHARACTER_SPACING = -6
TEXT_WIDTH = 8845
TABLE_LINE = 300
"""The height of a line in tables: exact, so that Word, WPS and LibreOffice give a row the same height."""
RED = "FF0000"


@dataclass(frozen=True)
class Look:
    """One paragraph style; what it leaves out is as in Normal."""

    name: str
    style_id: str
    sample: str
    font: str = FANGSONG
    points: float = BODY
    align: str | None = None
    first_line: int = 0
    """Indent of the first line, in characters."""
    right: int = 0
    """Distance from the right edge, in characters."""
    before: int = 0
    after: int = 0
    line: int = LINE
    """From line to line."""
    outline: int | None = None
    keep_next: bool = False
    color: str = ""
    rule: bool = False
    """A red line below, 4 mm away."""
    hanging: bool = True
    """Whether a comma may hang over the margin; in tables LibreOffice lets none."""
    leader: bool = False
    """Dots up to the right edge of the text."""
    exact: bool = True
    """Whether a line has that height whatever stands in it; a drawing needs its own."""
    two_lines: bool = False
    """Whether no line of it stands alone at the foot or the head of a page."""
    whole: bool = False
    """Whether all its lines stand on one page."""
    following: str | None = None
    """The style that Word gives to the next paragraph that someone types."""
    built_in: bool = False


COVER = (
    Look("封面标题", "CoverTitle", "某某银行消费者权益保护工作责任制", TITLE, 26, "center",
         before=3000, after=400, line=800),
    Look("封面标记", "CoverMark", "（草案）", KAITI, align="center"),
    Look("封面落款", "CoverSignOff", "某某银行股份有限公司", align="center", before=5000),
)  # fmt: skip
MAIN = (
    Look("发文机关标志", "IssuerMark", "某某银行股份有限公司文件", TITLE, 36, "center",
         before=1900, line=960, color=RED, keep_next=True),
    Look("发文字号", "DocumentNumber", "某银发〔2026〕1号", align="center",
         before=2 * LINE, after=LINE, rule=True, keep_next=True),
    Look("责任制标题", "SystemTitle", "某某银行消费者权益保护工作责任制", TITLE, 22, "center",
         before=LINE, after=290, keep_next=True),
    Look("题注", "TitleNote", "（某银发〔2026〕1号）", KAITI, align="center", after=289),
    Look("目录标题", "ContentsHeading", "目　录", HEITI, align="center", before=145, after=145, keep_next=True),
    Look("toc 1", "TOC1", "第一章　总则	1", points=14, align="left", line=480, leader=True, built_in=True),
    Look("章", "Chapter", "第一章　总则", HEITI, align="center", before=280, after=280,
         outline=0, keep_next=True, following="Article"),
    Look("节", "Section", "第一节　一般规定", KAITI, align="center",
         outline=1, keep_next=True, following="Article"),
    Look("条", "Article", "　为落实消费者权益保护工作主体责任，结合本行实际，制定本责任制。",
         first_line=2, following="ArticleParagraph"),
    Look("首条", "FirstArticle", "　章、节之下的第一条，不止一行的用这一样式，页末至少两行。",
         first_line=2, two_lines=True, following="ArticleParagraph"),
    Look("首条同页", "ShortFirstArticle", "　只有一行的，和最后一条，用这一样式：", first_line=2, keep_next=True,
         whole=True, following="ArticleParagraph"),
    Look("款", "ArticleParagraph", "一条之中，第二款起用这一样式：", first_line=2),
    Look("末款", "LastParagraph", "正文最后一条的各款用这一样式，不分在两页。", first_line=2, keep_next=True,
         whole=True),
    Look("项", "Item", "（一）项用这一样式；", first_line=2),
    Look("目", "SubItem", "1.目用这一样式。", first_line=2),
    Look("一级标题", "HeadingOne", "一、一级标题", HEITI, first_line=2,
         outline=0, keep_next=True, following="ArticleParagraph"),
    Look("二级标题", "HeadingTwo", "（一）二级标题", KAITI, first_line=2,
         outline=1, keep_next=True, following="ArticleParagraph"),
    Look("表前说明", "BeforeTable", "引出表格的一段用这一样式，与表格同页。", first_line=2, after=80,
         keep_next=True),
    Look("书标题", "LetterHeading", "一、责任书的标题", HEITI, 14, first_line=2, line=440,
         outline=0, keep_next=True, following="LetterText"),
    Look("书文", "LetterText", "责任书的正文用这一样式。", points=14, first_line=2, line=440),
    Look("书表前", "LetterBeforeTable", "责任书的表之前用这一样式。", points=14, first_line=2, after=80, line=440,
         keep_next=True, following="LetterText"),
    Look("落款", "SignOff", "2026年12月1日", align="right", right=4, before=LINE),
)  # fmt: skip
ANNEX = (
    Look("附件标识", "AnnexMark", "附件1", HEITI, align="left", keep_next=True),
    Look("附件标题", "AnnexTitle", "某某银行消费者权益保护工作责任清单", TITLE, 22, "center",
         before=LINE, after=290, outline=0, keep_next=True),
    Look("附件说明", "AnnexNote", "说明：附件标题之下的说明文字用这一样式。", points=12,
         first_line=2, after=120, line=400, keep_next=True),
    Look("附件文字", "AnnexText", "其后没有表格的说明文字用这一样式。", points=12,
         first_line=2, after=120, line=400),
    Look("图", "Figure", "图用这一样式，行高随图。", points=9, align="center", line=240, exact=False),
    Look("附件小标题", "AnnexHeading", "一、主要负责人", HEITI, 14, "left",
         before=240, after=60, line=400, outline=1, keep_next=True),
)  # fmt: skip
TABLE_HEAD = Look("表头", "TableHead", "表头", HEITI, 10.5, "center", line=TABLE_LINE, keep_next=True,
                  hanging=False)  # fmt: skip
TABLE_TEXT = Look("表文", "TableText", "表中的文字用这一样式。", FANGSONG, 10.5, "left", line=TABLE_LINE,
                  hanging=False)  # fmt: skip
TABLE_CENTRED = Look("表文居中", "TableTextCentred", "居中", FANGSONG, 10.5, "center", line=TABLE_LINE,
                     hanging=False)  # fmt: skip
SMALL = Look("表文小", "TableTextSmall", "一页排不下的表改用小字。", FANGSONG, 9, "left", line=240, hanging=False)
SMALL_CENTRED = Look("表文小居中", "TableTextSmallCentred", "居中", FANGSONG, 9, "center", line=240, hanging=False)
SMALLEST = Look("表文特小", "TableTextSmallest", "小字还排不下的用这一样式。", FANGSONG, 7.5, "left", line=196,
                hanging=False)  # fmt: skip
SMALLEST_CENTRED = Look("表文特小居中", "TableTextSmallestCentred", "居中", FANGSONG, 7.5, "center", line=196,
                        hanging=False)  # fmt: skip
BLANK = Look("填写格", "Blank", "手写", FANGSONG, 12, "left", before=110, after=110, line=360, keep_next=True)
BREAK = Look("分节", "Break", "", FANGSONG, 1, "left", line=2)
TABLE = (
    TABLE_HEAD,
    TABLE_TEXT,
    TABLE_CENTRED,
    SMALL,
    SMALL_CENTRED,
    SMALLEST,
    SMALLEST_CENTRED,
    BLANK,
    BREAK,
)
COMMENT = Look("annotation text", "CommentText", "", SONGTI, 9, "left", line=260, built_in=True)
FOOTER = Look("footer", "Footer", "", SONGTI, 14, "left", line=400, built_in=True)

PARAGRAPHS = (*COVER, *MAIN, *ANNEX, *TABLE)
NUMBER_STYLE, TABLE_STYLE = "条号", "责任制表格"
ADDED_STYLE, REMOVED_STYLE = "修订增", "修订删"
STYLE_NAMES = (*(look.name for look in PARAGRAPHS), NUMBER_STYLE, ADDED_STYLE, REMOVED_STYLE, TABLE_STYLE)
"""The names that writers find styles by: paragraphs, then the character and the table styles."""

"""What people call the things of a workbook. What has no name here is called as its file calls it."""

from __future__ import annotations

from collections.abc import Mapping

DRAWN, NOTES, CONTROL, EMBEDDED, PIVOT = "图片和图表", "批注", "控件", "嵌入的对象", "数据透视表"
PICTURE, SLICER, OUTSIDE = "单元格中的图片", "切片器", "外部链接"
THINGS: Mapping[str, str] = {
    "drawing": DRAWN, "chart": DRAWN, "chartEx": DRAWN, "image": DRAWN, "chartUserShapes": DRAWN,
    "diagramData": DRAWN, "table": "表格对象", "queryTable": "查询表", "oleObject": EMBEDDED, "package": EMBEDDED,
    "control": CONTROL, "ctrlProp": CONTROL, "activeXControlBinary": CONTROL, "pivotTable": PIVOT,
    "pivotCacheDefinition": PIVOT, "pivotCacheRecords": PIVOT, "slicer": SLICER, "slicerCache": SLICER,
    "timeline": "日程表", "timelineCache": "日程表", "threadedComment": "线程批注", "externalLink": OUTSIDE,
    "externalLinkPath": OUTSIDE, "cellImage": PICTURE, "connections": "数据连接", "customXml": "自定义 XML 数据",
    "customXmlProps": "自定义 XML 数据", "definedName": "名称", "dataValidation": "数据验证（下拉列表等）",
    "cfRule": "条件格式", "conditionalFormatting": "条件格式", "sparklineGroup": "迷你图",
    "mergeCell": "合并的单元格",
    "sheetProtection": "工作表保护", "protectedRange": "允许编辑的区域", "workbookProtection": "工作簿保护",
    "scenario": "方案", "customSheetView": "自定义视图", "customWorkbookView": "自定义视图",
    "chartsheet": "图表工作表",
    "dialogsheet": "对话框工作表", "xlMacrosheet": "宏工作表", "worksheet": "",
    "@vm": PICTURE, "@cm": "动态数组", "runs": "单元格内文字的格式",
    "outside": "引用其他工作簿的公式（只沿用数值）", "hyperlink": "链接", "dataTable": "模拟运算表",
    "font/b": "加粗", "font/i": "斜体", "font/strike": "删除线", "font/u": "下划线", "font/color": "字体颜色",
    "font/sz": "字号", "font/vertAlign": "上标或者下标", "fill/fgColor": "底色", "number": "数字格式",
}  # fmt: skip
_BACKGROUND = "leads/image"
"""A picture that a sheet itself leads to, not one of its drawings."""


def called(kind: str) -> str:
    """What people call a thing of that kind."""
    if kind == _BACKGROUND:
        return "背景图片"
    if kind.startswith(("border/", "alignment/", "fill/")) and kind not in THINGS:
        return "边框" if kind.startswith("border/") else "对齐方式" if kind.startswith("alignment/") else "底色"
    last = kind.rpartition("/")[2] if kind not in THINGS else kind
    return THINGS.get(last, last)

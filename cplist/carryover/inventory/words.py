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
    "Print_Area": "打印区域", "Print_Titles": "打印标题", "hidden": "隐藏的工作表", "col": "隐藏的列",
    "row": "隐藏的行", "filterColumn": "筛选所隐藏的行", "outlineLevel": "分级显示（分组）",
    "unreadable": "文件中缺失的文字",
    "colBreaks": "分页符", "rowBreaks": "分页符", "sheetView/zoomScale": "显示比例", "sheetView/view": "视图",
    "legacyDrawingHF": "页眉页脚中的图片",
    "keywords": "关键词", "subject": "主题", "category": "类别", "description": "备注", "title": "标题",
    "creator": "作者", "contentStatus": "状态", "Manager": "经理",
    "font/name": "字体", "font/sz": "字号",
    "font/vertAlign": "上标或者下标", "fill/fgColor": "底色", "number": "数字格式",
}  # fmt: skip
GROUPS: Mapping[str, str] = {
    "sheetView/": "显示方式", "sheetPr/": "显示方式", "sheetFormatPr/": "显示方式", "outlinePr/": "分级显示",
    "tabColor/": "标签颜色",
    "pane/": "冻结窗格", "pageMargins/": "页边距", "pageSetup/": "页面设置", "pageSetUpPr/": "页面设置",
    "printOptions/": "打印选项", "headerFooter/": "页眉页脚", "calcPr/": "计算方式",
    **dict.fromkeys(("oddHeader", "evenHeader", "firstHeader"), "页眉"),
    **dict.fromkeys(("oddFooter", "evenFooter", "firstFooter"), "页脚"),
}  # fmt: skip
"""What people call things whose kinds begin so."""
_BACKGROUND = "leads/image"
"""A picture that a sheet itself leads to, not one of its drawings."""


def called(kind: str) -> str:
    """What people call a thing of that kind."""
    if kind == _BACKGROUND:
        return "背景图片"
    for start, word in GROUPS.items():
        if kind.startswith(start) and kind not in THINGS:
            return word
    if kind.startswith(("border/", "alignment/", "fill/")) and kind not in THINGS:
        return "边框" if kind.startswith("border/") else "对齐方式" if kind.startswith("alignment/") else "底色"
    last = kind.rpartition("/")[2] if kind not in THINGS else kind
    return THINGS.get(last, last)

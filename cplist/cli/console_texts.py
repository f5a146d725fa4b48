"""What the console says beside findings, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "assigned": ("落到主体", "assigned"),
    "superior": ("上级实施", "with the superior"),
    "not_applicable": ("不适用", "not applicable"),
    "statement": ("陈述", "statements"),
    "ground": ("追责情形", "grounds"),
    "gap": ("缺口", "gaps"),
    "duties": ("责任事项{count}项：", "{count} duties: "),
    "found": (
        "{errors}个错误，{warnings}个警告，{notes}条提示",
        "{errors} errors, {warnings} warnings, {notes} notes",
    ),
    "clean": ("没有发现问题", "nothing found"),
    "failed": ("{profile}：未生成", "{profile}: not built"),
    "built": ("生成{count}份", "{count} built"),
    "unchanged": ("未变化{count}份", "{count} unchanged"),
    "not_built": ("未生成{count}份", "{count} not built"),
    "checked": ("检查{count}份", "{count} checked"),
    "passed_over": (
        "不是单独档案的文件{count}个未计入",
        "{count} files that are no profile by themselves passed over",
    ),
    "total": ("合计：{parts}", "in all: {parts}"),
    "left_alone": ("  未变化，没有重新生成", "  unchanged, not made again"),
    "failure": (
        "  {profile}：{errors}个错误，第一个是：{error}",
        "  {profile}: {errors} errors, the first: {error}",
    ),
    "clause": ("条款", "clause"),
    "by": ("由", "by"),
    "collected": (
        "计入{institutions}家机构，有问题未计入的文件{problems}份",
        "{institutions} institutions; {problems} files not counted",
    ),
    "rows": (
        "事项行{rows}：正常{done}，在办{doing}，需关注{attention}，逾期{overdue}，未填报{blank}，由子项汇总{summed}",
        "{rows} rows: {done} done, {doing} under way, {attention} to look at, {overdue} overdue, {blank} blank, "
        "{summed} summed up",
    ),
    "returned": ("应报{expected}家，未报{missing}家", "{expected} expected, {missing} not returned"),
    "verified_as_built": ("与生成时一致", "as built"),
    "verified_filled_in": ("填写过或者另存过，其余与生成时一致", "filled in or saved again, otherwise as built"),
    "verified_changed": ("与生成时不同", "changed"),
    "verified_missing": ("不见了", "gone"),
    "verified_unreadable": ("与生成时不同，已读不出", "changed, and can't be read any more"),
    "saved_by": ("（文件自称最后保存：{saved}）", " (it says that it was saved by: {saved})"),
    "verified_note": (
        "对照的是同一文件夹中 build.json 的记载；连同 build.json 一起改过的，核对不出来",
        "held against build.json in the same folder: it proves nothing against one who changed that as well",
    ),
    "aborted": ("已取消，没有写入文件", "aborted; nothing was written"),
    "interrupted": (
        "已中断；如有写出的文件，都是完整的；再次运行即可",
        "interrupted; any file that was written is whole, run the command again",
    ),
    "written": ("已写入{file}", "{file} was written"),
    "partly": ("{profile}：没有全部生成，已写入：", "{profile}: not all was built; written:"),
    "pack": ("模板包 {name} {version}", "pack {name} {version}"),
    "pack_files": (
        "  文件夹：{folder}\n  文件：{count}个，{size}字节\n  指纹：{sha256}",
        "  folder: {folder}\n  files: {count}, {size} bytes\n  fingerprint: {sha256}",
    ),
    "trusting": (
        "  信任之后，它的模板不再受时间和内存的限制；文件一改，信任即失效。",
        "  Once trusted, its templates run without limits of time and memory; a change of any file ends that.",
    ),
    "no_trusted": ("除自带的模板包外，没有信任任何模板包", "no pack is trusted but the shipped ones"),
}

"""What a profile says of its bodies, kinds of units, superior and subsidiaries, a line for each: for lists.

Whatever the notice is silent about is the institution's own word; nothing here adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cplist.compose.institution_value_types import (
    BodyValues,
    LevelValues,
    PartCentralisedValues,
    SubsidiaryValues,
    SuperiorValues,
)

SOURCE, SUPERIOR = "本机构写明", "上级机构"
DETAILS = ("deputy_chairs", "members", "office_head", "meetings", "reports_to", "oversees", "basis")
"""What makes a body worth a line of its own; chair and office alone don't."""


def particulars(
    bodies: Mapping[str, BodyValues],
    levels: Iterable[LevelValues],
    superior: SuperiorValues,
    parts: Iterable[PartCentralisedValues],
    subsidiaries: Iterable[SubsidiaryValues],
) -> list[list[str]]:
    """Lines of three cells: what it is about, what the profile says, where that comes from. Titles are unique."""
    lines: dict[str, list[str]] = {}
    for title, text in (
        *_of_bodies(bodies),
        ("下辖机构的种类", "；".join(_level(level) for level in levels if level["kinds"])),
        ("上级机构的性质", _superior(superior)),
        ("部分集中的职能", "；".join(map(_part, parts))),
        ("附属机构", "；".join(map(_subsidiary, subsidiaries))),
    ):
        if text:
            lines.setdefault(title, []).append(text)
    return [[title, "；".join(texts), SOURCE] for title, texts in lines.items()]


def _of_bodies(bodies: Mapping[str, BodyValues]) -> Iterator[tuple[str, str]]:
    for body in bodies.values():
        values: Mapping[str, object] = body
        if any(values[key] for key in DETAILS):
            yield body["name"], _body(body)


def _body(body: BodyValues) -> str:
    return "；".join(
        f"{title}：{text}"
        for title, text in (
            ("主持人", body["chair"]),
            ("副职", body["deputy_chairs"]),
            ("成员", body["members"]),
            ("办公室", body["office"]),
            ("办公室主任", body["office_head"]),
            ("会议安排", body["meetings"]),
            ("报告对象", body["reports_to"]),
            ("对其负责的部门", body["oversees"]),
            ("依据", body["basis"]),
        )
        if text
    )


def _level(level: LevelValues) -> str:
    named = [f"{kind['name']}：{'、'.join(kind['units'])}" for kind in level["kinds"] if kind["units"]]
    return "；".join([level["members"], *named])


def _superior(superior: SuperiorValues) -> str:
    if not superior["said"] and superior["label"] == SUPERIOR:
        return ""
    counted = "视同上级机构" if superior["counts"] else "不视同上级机构"
    said = [superior["described"] or superior["kind"], counted if superior["said"] else ""]
    return "，".join(filter(None, [superior["name"], *said]))


def _part(part: PartCentralisedValues) -> str:
    """产品研发：理财产品由上级机构集中，其余部分留在本级（个人金融部）."""
    stays = part["stays"] or "其余部分"
    what = part["what"] or f"{part['stays']}以外的部分"
    here = f"（{part['departments']}）" if part["departments"] else ""
    return f"{part['name']}：{what}集中，{stays}留在本级{here}"


def _subsidiary(one: SubsidiaryValues) -> str:
    kind = f"（{one['kind']}）" if one["kind"] and one["kind"] not in one["name"] else ""
    return f"{one['name']}{kind}" + (f"，{one['arrangement']}" if one["arrangement"] else "")

"""Duties as sentences: who shall do what, the words of each duty marked with its id.

A template writes each duty's words once, as a mapping id → words, and these functions make sentences of them:
duties of one subject go on in one sentence, another subject begins a new paragraph, and what doesn't apply is left
out. What the notice asks of the institution is said of it, whoever bears the duty (`of`, `items`); of what the
superior performs only the part that is left to do here is said (`upward`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from cplist.compose.subjects import SUPERIOR, Subjects
from cplist.compose.values import DepartmentValues, DutyValues
from cplist.compose.wording import joined, spoken, unmodal, without_joining

Parts = Mapping[str, str]
"""Duties in the order in which they are said: id → words."""
HERE, ABOVE = "here", "above"
"""Which duties: those performed here, or those that the superior performs; "" is both."""
LONG_SUBJECT = 20
"""Characters; a comma stands behind a longer subject."""
LONG_SENTENCE = 80
"""Characters; what would make a sentence longer begins another one."""
DUTIES, PROHIBITIONS = "应当履行下列责任", "应当遵守下列要求"
STAFF = "及其人员"


def sentences(
    duty: Mapping[str, DutyValues],
    who: Mapping[str, str],
    own: str,
    departments: Sequence[DepartmentValues] = (),
    head: str = "",
    each_named: bool = False,
    together: Sequence[str] = (),
    called: Mapping[str, str] | None = None,
    replaced: Mapping[str, str] | None = None,
    staffed: Sequence[str] = (),
    superior: str = SUPERIOR,
) -> Sentences:
    """The sentences of one institution. The first four are the variables of that name; what the rest is stands at
    Subjects; `staffed` are the ids of duties that bind the staff of the departments as well (及其人员)."""
    subjects = Subjects(
        duty, who, own, departments, head, each_named, together, called or {}, replaced or {}, superior
    )
    return Sentences(subjects, frozenset(staffed))


def carried(words: str, id_: str) -> str:
    """The words, marked as those that carry that duty."""
    return f"[{words}]({id_})"


def _pause(subject: str) -> str:
    """A comma behind a long subject; what stands before a comma of its own doesn't count."""
    return "，" if len(subject.rpartition("，")[2]) > LONG_SUBJECT else ""


class Sentences:
    """Asks and says what becomes of duties in one institution; templates call its methods."""

    def __init__(self, subjects: Subjects, staffed: frozenset[str]) -> None:
        self._subjects, self._staffed = subjects, staffed

    def applies(self, *several: Iterable[str], which: str = "") -> bool:
        """Whether one of the duties applies. Each argument is a list of ids, or words by id."""
        return any(True for parts in several for _ in self._applying(parts, which))

    def above(self, id_: str) -> bool:
        """Whether the superior performs the duty in the institution's place."""
        return self._subjects.above(id_)

    def subject_of(self, id_: str) -> str:
        """The subject of a sentence about that duty."""
        return self._subjects.of(id_)

    def borne_by(self, id_: str) -> str:
        """What the party is called that bears a duty of the institution."""
        return self.named(self._subjects.bearers(id_))

    def named(self, subject: str) -> str:
        """What a subject is called in the text."""
        return self._subjects.named(subject)

    def assistance(self, id_: str) -> str:
        """What is left to do here of a duty that the superior performs: 本行配合：提供资料."""
        return self._subjects.assistance(id_)

    def say(
        self,
        parts: Parts,
        subject: str = "",
        staff: str = "",
        verb: str = "负责",
        bearer: str = "",
        opening: str = "",
    ) -> str:
        """The duties as sentences, a paragraph for each change of subject.

        With `subject`, that is what every sentence begins with, and who bears the duty stands at its end (由…负责;
        `verb` is another word for 负责). `staff` stands behind the bearer's name. `opening` is a sentence about
        `bearer` that is already begun: that party's duties go on in it.
        """
        groups = [[*ids] for _, ids in groupby(self._applying(parts), self._performer)]
        lines = []
        if bearer and opening:
            ids = groups.pop(0) if groups and self.subject_of(groups[0][0]) == bearer else []
            lines = [f"{opening}{self._words(ids, parts, begins=False)}。"]
        return "\n".join([*lines, *(self._sentence(ids, parts, subject, staff, verb) for ids in groups)])

    def state(self, parts: Parts, subject: str) -> str:
        """The duties as what is so of `subject`, an institution: what it sets up or has, without 应当 (words of
        conduct bring their own). Who sees to it is said only where the profile decides that a department does."""
        groups = [[*ids] for _, ids in groupby(self._applying(parts), self.above)]
        return "\n".join(self._stated(ids, parts, subject) for ids in groups)

    def _stated(self, ids: Sequence[str], parts: Parts, subject: str) -> str:
        if self.above(ids[0]):
            return self._sentence(ids, parts, "", "", "")
        words = "，".join(carried(without_joining(parts[id_]), id_) for id_ in ids)
        decided = (id_ for id_ in ids if self._subjects.given_to_department(id_))
        charged = "、".join(dict.fromkeys(self.named(self.subject_of(id_)) for id_ in decided))
        return f"{subject}{words}。{f'{charged}承办前述事务。' if charged else ''}"

    def of(self, subject: str, *several: Parts) -> str:
        """Those of the duties that are performed here, as one sentence about that subject, whoever bears them; and
        who sees to them, where the profile puts a department at their head."""
        parts = {id_: words for group in several for id_, words in group.items()}
        ids = [*self._applying(parts, HERE)]
        if not ids:
            return ""
        return f"{subject}{_pause(subject)}{self._words(ids, parts)}。{self._seen_to(ids)}"

    def items(self, lead: str, *several: Parts) -> str:
        """Those of the duties that are performed here as items behind `lead`: each an item of its own, but those
        that begin with 也, which go on in the one before them."""
        parts = {id_: words for group in several for id_, words in group.items()}
        text = ""
        for id_ in self._applying(parts, HERE):
            goes_on = text and parts[id_].startswith("也")
            words = parts[id_] if goes_on else unmodal(parts[id_])
            text += ("，" if goes_on else "\n1. ") + carried(words, id_)
        return f"{lead}：{text}" if text else ""

    def upward(self, *several: Parts) -> str:
        """Of the duties that the superior performs, what is left to do here: the words of the profile or of the
        pack, else that its provisions are carried out. What would make a sentence too long begins another one."""
        parts = {id_: words for group in several for id_, words in group.items()}
        sentences: list[list[str]] = []
        length = LONG_SENTENCE
        above = groupby(self._applying(parts, ABOVE), lambda id_: bool(self._local_part(id_)))
        for has_part, ids in above:
            for left in self._parts_left(ids) if has_part else [self._provisions(ids, parts)]:
                length += len(left) + 1
                if length > LONG_SENTENCE:
                    sentences.append([])
                    length = len(left)
                sentences[-1].append(left)
        return "\n".join(f"{self._subjects.own}{'，'.join(said)}。" for said in sentences)

    def _parts_left(self, ids: Iterable[str]) -> Iterator[str]:
        """What is left to do here of each of those duties."""
        for id_ in ids:
            yield carried(self._local_part(id_).replace(SUPERIOR, self.named(SUPERIOR)), id_)

    def _local_part(self, id_: str) -> str:
        return self._subjects.duty[id_]["local_part"].rstrip("。；，")

    def _provisions(self, ids: Iterable[str], parts: Parts) -> str:
        """That the superior's provisions are carried out, where nothing else is said of those duties."""
        matters = joined(carried(unmodal(parts[id_]), id_) for id_ in ids)
        return f"执行{self.named(SUPERIOR)}关于{matters}的规定，并反馈执行中发现的问题"

    def _seen_to(self, ids: Sequence[str]) -> str:
        """Whom the profile puts at the head of duties of the institution."""
        led = (id_ for id_ in ids if self._subjects.duty[id_]["lead_decided"])
        leads = dict.fromkeys(self.named(self._subjects.bearers(id_)) for id_ in led)
        return f"{joined(leads)}承办上述事项。" if leads and leads.keys() != {self._subjects.own} else ""

    def _sentence(self, ids: Sequence[str], parts: Parts, subject: str, staff: str, verb: str) -> str:
        """One sentence about duties of one subject."""
        words, bearer = self._words(ids, parts), self.subject_of(ids[0])
        if bearer == SUPERIOR:
            return self.upward({id_: parts[id_] for id_ in ids})
        called = self.named(bearer)
        if subject:
            return f"{subject}{words}{f'，由{called}{verb}' if subject != bearer else ''}。"
        return f"{called}{staff}{_pause(called)}{words}。"

    def gather(self, *several: Parts, bearer: str = "", lead: str = "", which: str = "", **more: str) -> str:
        """Several groups of duties, a paragraph for each subject, the `bearer` first, by whom `lead` then goes.
        Everything else is as for group."""
        subjects = dict.fromkeys([*([bearer] if bearer else []), *self._in_order(several, which)])
        paragraphs = []
        for subject in subjects:
            own_lead = lead if bearer in ("", subject) else ""
            paragraphs.append(self.group(subject, *several, bearer=bearer, lead=own_lead, which=which, **more))
        return "\n".join(filter(None, paragraphs))

    def group(
        self,
        subject: str,
        *several: Parts,
        staff: str = "",
        bearer: str = "",
        opening: str = "",
        lead: str = "",
        own_called: str = "",
        which: str = "",
    ) -> str:
        """Those of several groups of duties that have one subject, each group an item; a single one as a sentence.

        `bearer`, `opening` and `staff` are as for say; `lead` are other words for 应当履行下列责任; `own_called` is
        what the institution is called here, if it is the subject.
        """
        groups = [(self._borne(subject, parts, which), parts) for parts in several]
        groups = [(ids, parts) for ids, parts in groups if ids]
        opening = opening if subject == bearer else ""
        if not groups:
            return f"{opening}。" if opening else ""
        if subject == SUPERIOR:
            return self.upward(*({id_: parts[id_] for id_ in ids} for ids, parts in groups))
        called = own_called if own_called and subject == self._subjects.own else self.named(subject)
        called += staff or self._staff(groups)
        if len(groups) == 1 and not (opening and lead):
            begun = f"{opening}，" if opening else f"{called}{_pause(called)}"
            return f"{begun}{self._words(*groups[0], noted=True)}。"
        lead = lead or (PROHIBITIONS if not opening and self._forbids(groups) else DUTIES)
        return f"{f'{opening}，' if opening else called}{lead}：{self._items(groups)}"

    def _applying(self, parts: Iterable[str], which: str = "") -> Iterator[str]:
        """The ids of the duties that apply, in their order."""
        if which not in ("", HERE, ABOVE):
            raise ValueError(f"which: {which}")
        for id_ in parts:
            if self._subjects.duty[id_]["applies"] and which in ("", ABOVE if self.above(id_) else HERE):
                yield id_

    def _in_order(self, several: Iterable[Parts], which: str) -> list[str]:
        """The subjects of the duties, as they come."""
        return [self.subject_of(id_) for parts in several for id_ in self._applying(parts, which)]

    def _borne(self, subject: str, parts: Iterable[str], which: str = "") -> list[str]:
        return [id_ for id_ in self._applying(parts, which) if self.subject_of(id_) == subject]

    def _performer(self, id_: str) -> str:
        """What changes from one sentence to the next: the subject, or what is left to do here."""
        return f"{SUPERIOR}：{self._subjects.duty[id_]['local_part']}" if self.above(id_) else self.subject_of(id_)

    def _words(self, ids: Sequence[str], parts: Parts, begins: bool = True, noted: bool = False) -> str:
        """The duties' words in a row, as they stand behind their subject, or (`begins`: not) behind other words."""
        text = ""
        for number, id_ in enumerate(ids):
            starts = begins and number == 0
            text += "" if starts else "；" if parts[id_].startswith("；") else "，"
            said = unmodal(parts[id_], starts) if self.above(id_) else spoken(parts[id_], starts, modal=number > 0)
            text += carried(said, id_) + (self._note(id_) if noted else "")
        return text

    def _items(self, groups: Iterable[tuple[Sequence[str], Parts]]) -> str:
        return "".join(f"\n1. {self._item(ids, parts)}" for ids, parts in groups)

    def _item(self, ids: Sequence[str], parts: Parts) -> str:
        """A group's duties in a row, as they stand behind 应当履行下列责任."""
        first, *rest = ids
        words = without_joining(parts[first]) if "可以" in parts[first] else unmodal(parts[first])
        others = (f"，{carried(parts[id_].lstrip('；'), id_)}{self._note(id_)}" for id_ in rest)
        return carried(words, first) + self._note(first) + "".join(others)

    def _note(self, id_: str) -> str:
        """What the institution itself does, behind a duty that the superior performs."""
        return f"（{self.assistance(id_)}）" if self.above(id_) and self._subjects.duty[id_]["local_part"] else ""

    def _staff(self, groups: Iterable[tuple[Sequence[str], Parts]]) -> str:
        bound = any(id_ in self._staffed for ids, _ in groups for id_ in ids)
        return STAFF if bound and self._subjects.departments else ""

    def _forbids(self, groups: Iterable[tuple[Sequence[str], Parts]]) -> bool:
        duty = self._subjects.duty
        return all(duty[id_]["kind"] == "prohibition" for ids, _ in groups for id_ in ids)

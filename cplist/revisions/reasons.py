"""Why an article changed: only what follows from the facts of the two versions or from the profile's decisions.

Where nothing follows there is no reason: it is left to the drafter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cplist.domain.assignment import Status
from cplist.domain.institution import Institution
from cplist.domain.numerals import chinese
from cplist.revisions.comparison import ArticleChange, Comparison, moved_to
from cplist.revisions.earlier_version import OldArticle

STATUSES: Mapping[str, str] = {
    Status.ASSIGNED: "本机构主体承担",
    Status.GROUND: "本机构主体承担",
    Status.STATEMENT: "陈述",
    Status.SUPERIOR: "上级机构实施、本级配合",
    Status.NOT_APPLICABLE: "不适用",
    Status.GAP: "责任主体待明确",
}
DOCUMENT: Mapping[str, str] = {"effective": "施行日期", "supersedes": "同时废止的文件", "interpreter": "解释部门"}


class Reasons:
    """Gives the reasons of the changes of a comparison, from the facts of both versions (kept_versions.py;
    `before` is {} where nobody knows them)."""

    def __init__(
        self, comparison: Comparison, before: Mapping[str, Any], now: Mapping[str, Any], institution: Institution
    ) -> None:
        self.before, self.now, self.institution = before, now, institution
        self.was_in = _homes(old for old, _ in comparison.pairs) | _homes(
            change.old for change in comparison.changes if change.old
        )
        self.is_in = _homes(new for _, new in comparison.pairs) | _homes(
            change.new for change in comparison.changes if change.new
        )

    @property
    def parties(self) -> list[str]:
        """The names of all parties, before and now."""
        return [*_parties_of(self.before).values(), *_parties_of(self.now).values()]

    def of(self, change: ArticleChange) -> str:
        """The reasons as sentences, or ""."""
        if change.only_references:
            return "所引条款、附件的序号随之调整。"
        said = [*self._moved(change)]
        if self.before.get("duties"):
            said += [*self._duties(change), *self._parties(change), *self._overseers(change)]
            said += self._document(change)
        else:
            said += self._decisions(change)
        said = list(dict.fromkeys(said)) or list(self._pack())
        return "；".join(said) + "。" if said else ""

    def _moved(self, change: ArticleChange) -> Iterator[str]:
        if not change.duties or (change.old and change.new):
            return
        if change.new is None and (home := moved_to(change, self.is_in)):
            yield f"所承载的事项改由修订后第{chinese(home.number)}条规定"
        if change.old is None and (home := moved_to(change, self.was_in)) and home.number:
            yield f"所承载的事项原由第{chinese(home.number)}条规定"

    def _duties(self, change: ArticleChange) -> Iterator[str]:
        """What changed of the duties that the article carries or carried. The same is said once for several duties;
        that a party has another name is not said again of each of its duties."""
        carried = dict.fromkeys([*(change.old.duties if change.old else ()), *change.duties])
        renamed = {before: now for before, now in self._renamed(change) if before and now}
        of_duties: dict[str, list[str]] = {}
        for duty in carried:
            was, is_ = self.before["duties"].get(duty), self.now["duties"].get(duty)
            if isinstance(was, dict) and is_:
                for said in _of_duty(was, is_, renamed):
                    of_duties.setdefault(said, []).append(duty)
        return (f"{'、'.join(duties)}{said}" for said, duties in of_duties.items())

    def _parties(self, change: ArticleChange) -> Iterator[str]:
        """Names that changed, came or went, where the article has them."""
        for before, now in self._renamed(change):
            if before and now:
                yield f"“{before}”改为“{now}”"
            else:
                yield f"增列“{now}”" if now else f"不再列“{before}”"

    def _renamed(self, change: ArticleChange) -> Iterator[tuple[str, str]]:
        """The names of parties before and now; "" where the other version has none."""
        old = "".join(change.old.paragraphs) if change.old else ""
        new = "".join(change.new.paragraphs) if change.new else ""
        was, is_ = _parties_of(self.before), _parties_of(self.now)
        for id_ in dict.fromkeys([*was, *is_]):
            before, now = was.get(id_, ""), is_.get(id_, "")
            if before == now:
                continue
            if before and now and before in old and now in new:
                yield before, now
            elif not before and now in new and now not in old:
                yield "", now
            elif not now and before in old and before not in new:
                yield before, ""

    def _overseers(self, change: ArticleChange) -> Iterator[str]:
        """Departments that somebody else oversees now, where the article says who oversees them."""
        kept, names = self.before.get("overseers"), _parties_of(self.now)
        was = kept if isinstance(kept, dict) else {}
        words = [*(change.old.paragraphs if change.old else ()), *(change.new.paragraphs if change.new else ())]
        for id_, now in self.now["overseers"].items():
            said = re.compile(f"分管[^，。；]*{re.escape(names[id_])}")
            if was.get(id_, now) != now and any(said.search(paragraph) for paragraph in words):
                yield f"{names[id_]}由“{was[id_] or '无人'}”分管改为“{now or '无人'}”分管"

    def _document(self, change: ArticleChange) -> Iterator[str]:
        old = "".join(change.old.paragraphs) if change.old else ""
        new = "".join(change.new.paragraphs) if change.new else ""
        was = self.before.get("document") or {}
        renamed = set(self._renamed(change))
        for key, called in DOCUMENT.items():
            before, now = was.get(key, ""), self.now["document"][key]
            if (before, now) in renamed:
                continue
            if before != now and (before in old if before else now in new) and (now in new or not now):
                yield f"{called}由“{before or '未写明'}”改为“{now or '未写明'}”"

    def _decisions(self, change: ArticleChange) -> Iterator[str]:
        """Without facts: what the profile decides, where it shows in the new words and not in the old ones."""
        old_duties = change.old.duties if change.old else ()
        new = "".join(change.new.paragraphs) if change.new else ""
        old = "".join(change.old.paragraphs) if change.old else ""
        for duty in dict.fromkeys([*old_duties, *change.duties]):
            decision = self.institution.decisions.get(duty)
            facts = self.now["duties"].get(duty)
            if not decision or not facts:
                continue
            if decision.not_applicable and duty not in (change.new.duties if change.new else ()):
                yield f"{duty}不适用：{_ended(decision.not_applicable)}"
            elif decision.reason and facts["who"] and facts["who"] in new and facts["who"] not in old:
                yield f"{duty}由{facts['who']}承担：{_ended(decision.reason)}"

    def _pack(self) -> Iterator[str]:
        """Where there is no other reason: the pack's words, if the profile is the same and the pack isn't."""
        was, is_ = self.before.get("pack"), self.now["pack"]
        if not was or self.before.get("profile") != self.now["profile"] or was == is_:
            return
        if was.get("version") != is_["version"]:
            yield f"所用制度模板由{was.get('version')}版改为{is_['version']}版"
        else:
            yield "所用制度模板的文字改动"


def _of_duty(was: Mapping[str, str], is_: Mapping[str, str], renamed: Mapping[str, str]) -> Iterator[str]:
    because = f"（{_ended(is_['why'])}）" if is_["why"] else ""
    before, now = STATUSES.get(was.get("status", ""), ""), STATUSES[is_["status"]]
    if before != now:
        yield f"由“{before}”改为“{now}”{because}"
    elif _called_now(was.get("who", ""), renamed) != is_["who"]:
        yield f"的责任主体由“{was.get('who')}”改为“{is_['who']}”{because}"
    elif _called_now(was.get("supporting", ""), renamed) != is_["supporting"] and is_["why"]:
        yield f"的配合主体改为“{is_['supporting'] or '无'}”{because}"


def _called_now(parties: str, renamed: Mapping[str, str]) -> str:
    """The parties by the names that they have now; `renamed`: old name → new name."""
    if not renamed:
        return parties
    before = "|".join(re.escape(name) for name in sorted(renamed, key=len, reverse=True))
    return re.sub(before, lambda match: renamed[match[0]], parties)


def _parties_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The names of parties by id; {} where build.json has been tampered with."""
    parties = facts.get("parties")
    return {str(id_): str(name) for id_, name in parties.items()} if isinstance(parties, dict) else {}


def _homes(articles: Any) -> dict[str, OldArticle]:
    return {duty: article for article in articles for duty in article.duties}


def _ended(text: str) -> str:
    return text.rstrip("。；，")

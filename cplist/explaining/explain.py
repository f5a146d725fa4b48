"""From a duty or an article of one institution to everything that has made it so: `cplist explain`.

To find where an article's text is decided, run

    cplist explain --article KEY PROFILE

It names the line of the pack's template at which the article begins and, for each duty that it carries, the line at
which the words for it are written. Who is named in those words comes from the assignment: `cplist explain DUTY
PROFILE` names the rule, each step by which each role was looked for, with its line in rules.yaml, and the line at
which the profile decides otherwise, if it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from cplist.compose.origins import Origins
from cplist.core.bookmarks import article_bookmark
from cplist.core.document import Article
from cplist.core.findings import Finding, FindingsError, InputError, Severity
from cplist.core.nearest_names import nearest
from cplist.documents.annotations import comments_on
from cplist.documents.job import Inputs, Job
from cplist.domain.duty_ids import nearest_duty
from cplist.domain.numerals import chinese
from cplist.draft import Draft
from cplist.explaining.explanation import ArticleExplanation, DecisionAt, DutyExplanation, OptionAt, RowAt
from cplist.explaining.other_documents import OtherDocuments
from cplist.explaining.pack_places import pack_places
from cplist.explaining.roles import Roles
from cplist.explaining.words import words_of_article, words_of_duty
from cplist.yamldoc.text import shown


class Explainer:
    """Explains the duties and articles of one institution."""

    def __init__(self, inputs: Inputs, draft: Draft) -> None:
        """`draft` is what a build of the inputs has draft."""
        self._job, self._draft = Job(inputs, draft), draft
        self._documents = OtherDocuments(self._job)
        self._assignments = {assignment.duty.id: assignment for assignment in draft.assigned.assignments}

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self._job.templates, self._draft.context)

    def duty(self, id_: str) -> DutyExplanation:
        """How one duty comes to its parties, articles and rows. Raises InputError where the notice has no such
        duty."""
        pack, draft = self._job.pack, self._draft
        if id_ not in self._assignments:
            self._own_duty(id_)
            near = nearest_duty(id_, self._assignments)
            raise InputError("explain-unknown-duty", duty=shown(id_), near=near, pack=pack.name)
        assignment, trace = self._assignments[id_], draft.assigned.traces[id_]
        roles = Roles(assignment, trace, pack)
        asked = roles.asked()
        rows, problems = self._rows(id_)
        return DutyExplanation(
            institution=draft.institution,
            clause=next(clause for clause in pack.notice.clauses if clause.id == assignment.duty.clause),
            assignment=assignment,
            trace=trace,
            rule=pack.rules.rules[assignment.duty.rule],
            decision=self._decision(id_),
            parts=tuple(roles.parts(asked)),
            roles=tuple(asked),
            words=words_of_duty(id_, draft.text, self._origins),
            rows=rows,
            letters=self._documents.letters(id_),
            findings=(*self._concerning([id_]), *problems),
            places=pack_places(pack),
        )

    def _own_duty(self, id_: str) -> None:
        """Raises InputError for a duty of the institution's own: nothing but the profile says whose it is."""
        for number, duty in enumerate(self._draft.institution.own_duties):
            if duty.id == id_:
                at = self._job.inputs.profile.document.place(("own_duties", number))
                party = self._draft.assigned.finders.party(duty.party)
                called = party.name if party else duty.party
                raise InputError("explain-own-duty", duty=id_, party=called, text=duty.text, place=str(at))

    def article(self, key: str) -> ArticleExplanation:
        """Where one article comes from and what it carries; `key` may be its number or its title too (8, 第八条).
        Raises InputError where the institution's system has no such article."""
        article, draft = self._article(key), self._draft
        return ArticleExplanation(
            institution=draft.institution,
            article=article,
            bookmark=article_bookmark(article.key),
            at=self._origins.article(article.key),
            words=words_of_article(article.key, draft.text, self._origins),
            assignments=tuple(self._assignments[id_] for id_ in article.duties if id_ in self._assignments),
            options=tuple(self._options(article.key)),
            comment=comments_on([article], draft.context["duty"], self._job.pack.name)[article.key],
            findings=tuple(self._concerning(article.duties)),
        )

    def _options(self, key: str) -> Iterator[OptionAt]:
        """The optional items of an article, and what the profile decides of each."""
        document, decided = self._job.inputs.profile.document, self._draft.institution.options
        for item in dict.fromkeys(self._draft.text.items):
            if item.article == key:
                at = document.place(("options", item.id)) if item.id in decided else None
                decides = self._job.pack.options[item.id]
                yield OptionAt(item.id, decides, decided.get(item.id, ""), at, item.words)

    def _article(self, key: str) -> Article:
        articles = {article.key: article for article in self._draft.text.articles}
        otherwise = {name: one for one in articles.values() for name in _names(one)}
        if found := articles.get(key) or otherwise.get(key):
            return found
        absent = self._origins.named(key)
        if absent:
            raise InputError("explain-absent-article", key=key, place=f"{absent.file}:{absent.on_line}")
        near = nearest(key, articles)
        raise InputError("explain-unknown-article", key=shown(key), near=near, count=str(len(articles)))

    def _rows(self, duty: str) -> tuple[tuple[RowAt, ...], tuple[Finding, ...]]:
        """The duty's rows; none, and what is wrong with it, where the pack's checklist.yaml can't be used."""
        try:
            return self._documents.rows(duty), ()
        except FindingsError as error:
            return (), error.findings

    def _decision(self, id_: str) -> DecisionAt | None:
        """What the profile decides about the duty, with the place of each key that it gives."""
        decision, document = self._draft.institution.decisions.get(id_), self._job.inputs.profile.document
        if decision is None:
            return None
        entries = document.data["assignments"]
        number, entry = next((number, entry) for number, entry in enumerate(entries) if entry["duty"] == id_)
        path = ("assignments", number)
        keys = tuple((key, document.place((*path, key))) for key in entry if key != "duty")
        counts = self._assignments[id_].decision is not None
        return DecisionAt(decision, document.place(path), keys, counts)

    def _concerning(self, duties: Iterable[str]) -> Iterator[Finding]:
        """The findings that name one of the duties, and all errors."""
        wanted = set(duties)
        for found in self._draft.findings:
            named = {found.arguments.get("duty", ""), *found.arguments.get("duties", "").split("、")}
            if found.severity is Severity.ERROR or named & wanted:
                yield found


def _names(article: Article) -> tuple[str, ...]:
    """What an article may be called beside its key."""
    return (str(article.number), f"第{chinese(article.number)}条", article.title)

"""measures.yaml: suggestions in the words of a trade, and names in it that lead nowhere or stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.domain.duty_ids import nearest_duty
from cplist.domain.notice import Duty
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

ALIKE = 0.6
Data = Mapping[str, Any]


@dataclass(frozen=True)
class TradeMeasures:
    """What a pack suggests to some trades in other words. `trades`: type of institution → its trade; `suggested`:
    duty → trade → measure, evidence, frequency, "" where the notice's catalogue has the words."""

    trades: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def of(self, duty: Duty, type_: str) -> Duty:
        """The duty with the suggestions for an institution of that type."""
        own = self.suggested.get(duty.id, {}).get(self.trades.get(type_, ""), {})
        if not own:
            return duty
        evidence, frequency = own.get("evidence", duty.evidence), own.get("frequency", duty.frequency)
        return replace(duty, measure=own["measure"], evidence=evidence, frequency=frequency)


def read_measures(data: Data) -> TradeMeasures:
    """The measures of a file's data, which fit their schema (measures_schema.py)."""
    trades = {type_: id_ for id_, trade in (data.get("trades") or {}).items() for type_ in trade["types"]}
    suggested = {
        duty: {trade: {key: text for key, text in words.items() if text} for trade, words in of_trades.items()}
        for duty, of_trades in (data.get("measures") or {}).items()
    }
    return TradeMeasures(trades, suggested)


def measure_problems(measures: Document, notice: Document) -> Iterator[Finding]:
    """Duties and trades that there aren't, and types of two trades. The documents are those of measures.yaml and
    notice.yaml: what of them fits their schemas."""
    clauses = notice.data.get("clauses") or ()
    duties = [duty["id"] for clause in clauses for duty in clause.get("duties") or () if duty.get("id")]
    trades = list(measures.data.get("trades") or {})
    yield from _twice(measures)
    for duty, of_trades in (measures.data.get("measures") or {}).items():
        path: Path = ("measures", duty)
        if duties and duty not in duties:
            near = nearest_duty(duty, duties, ALIKE)
            yield _at(measures, path, "pack-unknown-duty", name=shown(duty), near=near)
        for trade in of_trades if trades else ():
            if trade not in trades:
                near = nearest(trade, trades, ALIKE)
                yield _at(measures, (*path, trade), "pack-unknown-trade", name=shown(trade), near=near)


def _twice(measures: Document) -> Iterator[Finding]:
    seen: set[str] = set()
    for id_, trade in (measures.data.get("trades") or {}).items():
        for number, type_ in enumerate(trade.get("types") or ()):
            if type_ in seen:
                path: Path = ("trades", id_, "types", number)
                yield finding("pack-type-twice", measures.place(path), path_text(path), name=shown(type_))
            seen.add(type_)


def _at(document: Document, path: Path, rule: str, **arguments: str) -> Finding:
    return finding(rule, document.key_place(path), path_text(path), **arguments)

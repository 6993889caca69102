"""How many units came to what: by status, group, kind of organisation; and the criteria that decide most often."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any as AnyType

import narwhals as nw
from attrs import frozen

from fourgood import outcomewords
from fourgood.criterion import Criterion, Role
from fourgood.frames.native import read
from fourgood.frames.plan import NO_GRADE, REJECTED
from fourgood.frames.table import MARK
from fourgood.language import Language, language
from fourgood.outcome import MET, NOT_MET, Open, Outcome, Status, outcome_of
from fourgood.outcomewords import GROUPS
from fourgood.rulebook import Rulebook
from fourgood.text import Lang, Text

STATUS, GRADE, GROUP, DECIDES = "status", "grade", "group", "decides"
"""What is counted: units of a status, of a grade, whose group came to something, that a criterion counts against."""

WIDTH = 40
TITLES: Mapping[str, Text] = {
    STATUS: Text("Kết quả", "Status"),
    GRADE: Text("Mức xếp loại", "Grade"),
    GROUP: Text("Nhóm tiêu chí", "Groups"),
    DECIDES: Text("Tiêu chí thường quyết định nhất", "Criteria that decide most often"),
}
STATUSES: Mapping[str, Text] = {
    **{each.value: words for each, words in outcomewords.STATUSES.items()},
    REJECTED: Text("hồ sơ không hợp lệ", "rejected"),
}


@frozen
class Counted:
    """How many units of a part of the table came to something."""

    what: str
    key: str
    outcome: str
    units: int
    by: tuple[str | None, ...] = ()


@frozen
class Summary:
    """How many units came to what, of the whole table or by some of its columns."""

    counted: tuple[Counted, ...]
    by: tuple[str, ...]
    rulebook: Rulebook
    backend: AnyType

    @property
    def rejected(self) -> int:
        """How many rows the rulebook does not admit."""
        return self.units(REJECTED)

    def units(self, status: str) -> int:
        """How many units have a status, in all parts."""
        return sum(each.units for each in self.counted if each.what == STATUS and each.key == status)

    def table(self) -> AnyType:
        """The same as a table of the kind that was summed up; of a database or a cluster as one of Arrow."""
        columns: dict[str, Sequence[AnyType]] = {
            **{name: [each.by[at] for each in self.counted] for at, name in enumerate(self.by)},
            "what": [each.what for each in self.counted],
            "key": [each.key for each in self.counted],
            "outcome": [each.outcome for each in self.counted],
            "units": [each.units for each in self.counted],
        }
        return nw.from_dict(columns, backend=self.backend).to_native()

    def chart(self, lang: Lang = "vi", most: int = 10) -> str:
        """Bars for a terminal: statuses, grades, groups, and the `most` criteria that decide most often."""
        said = language(lang)
        return "\n".join(line for what in TITLES for line in self._bars(what, said, most))

    def _bars(self, what: str, said: Language, most: int) -> list[str]:
        whole: dict[tuple[str, str], int] = {}
        for each in self.counted:
            if each.what == what:
                whole[each.key, each.outcome] = whole.get((each.key, each.outcome), 0) + each.units
        shown = [(self._named(what, *key, said), units) for key, units in whole.items() if units]
        if what == DECIDES:
            shown = sorted(shown, key=lambda each: -each[1])[:most]
        if not shown:
            return []
        widest, longest = max(units for _, units in shown), max(len(name) for name, _ in shown)
        bars = [
            f"  {name:<{longest}}  {'█' * max(1, round(WIDTH * units / widest)):<{WIDTH}} {said.number(units)}"
            for name, units in shown
        ]
        return [said.text(TITLES[what]), *bars, ""]

    def _named(self, what: str, key: str, outcome: str, said: Language) -> str:
        match what:
            case "status":
                return said.text(STATUSES[key])
            case "grade":
                grades = {grade.key: grade.title for grade in self.rulebook.grades}
                return said.text(grades[key]) if key in grades else "–"
            case "group":
                title = next(group.title for group in self.rulebook.groups if group.id == key)
                return f"{said.text(title)}: {said(GROUPS[Outcome(outcome)])}"
            case _:
                return said.text(self.rulebook.by_id[key].title)


def summary(verdicts: AnyType, rulebook: Rulebook, by: Iterable[str] = ()) -> Summary:
    """What the result of `evaluate_frame` comes to in numbers, with a part for each value of the columns `by`.

    A criterion decides where it counts against a unit that is refused or deferred. One pass over the table; of a lazy
    one the numbers alone are collected.
    """
    names = tuple(by)
    frame = read(verdicts)
    asked = _Asked(rulebook, frozenset(frame.collect_schema().names()))
    questions = {f"{MARK}{at}": (what, holds.cast(nw.Int64)) for at, (what, holds) in enumerate(asked.questions())}
    ones: AnyType = frame.select(*names, **{key: holds for key, (_, holds) in questions.items()})
    sums = [nw.col(key).sum() for key in questions]
    found = ones.group_by(*names).agg(*sums).sort(*names) if names else ones.select(*sums)
    rows: nw.DataFrame[AnyType] = found.collect() if isinstance(found, nw.LazyFrame) else found
    counted = [
        Counted(*what, int(row[key] or 0), tuple(_key(row[name]) for name in names))
        for row in rows.iter_rows(named=True)
        for key, (what, _) in questions.items()
    ]
    return Summary(tuple(each for each in counted if each.units), names, rulebook, rows.implementation)


def _key(value: AnyType) -> str | None:
    plain = nw.to_py_scalar(value)
    return None if plain is None else str(plain)


@frozen
class _Asked:
    """What is asked of each row: its place in the summary, and where it is so."""

    rulebook: Rulebook
    columns: frozenset[str]

    def questions(self) -> list[tuple[tuple[str, str, str], nw.Expr]]:
        status = nw.col("status")
        found = [((STATUS, key, key), status == key) for key in STATUSES]
        if self.rulebook.grades and "grade" in self.columns:
            keys = [*(grade.key for grade in self.rulebook.grades), NO_GRADE]
            found += [((GRADE, key, key), (nw.col("grade") == key).fill_null(False)) for key in keys]
        for group in self.rulebook.groups:
            if group.id in self.columns:
                found += self._outcomes(group.id)
        refused = {Role.DEFERRAL: Status.DEFERRED.value}
        for each in self.rulebook.criteria:
            if each.id in self.columns:
                against = status == refused.get(each.role, Status.NOT_RECOGNIZED.value)
                adverse = (nw.col(each.id) == _adverse(each)).fill_null(False)
                found.append(((DECIDES, each.id, each.role.value), against & adverse))
        return found

    def _outcomes(self, id: str) -> list[tuple[tuple[str, str, str], nw.Expr]]:
        codes: dict[Outcome, list[Open]] = {}
        for code in range(1, 8):
            codes.setdefault(outcome_of(code), []).append(code)
        return [
            ((GROUP, id, outcome.value), nw.any_horizontal(*(nw.col(id) == each for each in found), ignore_nulls=True))
            for outcome, found in codes.items()
        ]


def _adverse(criterion: Criterion) -> Open:
    return NOT_MET if criterion.role is Role.REQUIREMENT else MET

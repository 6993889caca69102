"""What a user does with tables: evaluates them, explains a row, looks at what is wrong, counts what came out."""

from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from engines import ENGINES, arrow, expected_rows, outcomes, plain_rows

import fourgood
from fourgood.criterion import judged_fact
from fourgood.frames import OUTCOMES, FrameError, check_frame, dossier, evaluate_frame, summary, table_of
from fourgood.outcome import Outcome
from fourgood.testing.sample import SAMPLE
from fourgood.text import Text
from rounds import rulebook
from strategies import YEAR, count

COUNTING = rulebook({"cells_recognised": "recognized"})
VOCABULARY = COUNTING.vocabulary
BOOK = COUNTING.replace(
    vocabulary=evolve(
        VOCABULARY, facts={key: evolve(fact, counts_below=None) for key, fact in VOCABULARY.facts.items()}
    )
)
UNITS = pl.DataFrame(
    {
        "unit": ["a", "b", "c", "d"],
        "kind": ["cell", "cell", "committee", "cell"],
        "district": ["x", "y", "x", "y"],
        "clean": [True, False, None, True],
        "held": [12, 11, 12, 99],
        "warned": [False, False, False, False],
        "under_review": [False, False, False, False],
    }
)


def test_the_same_kind_comes_back_and_a_lazy_table_stays_lazy() -> None:
    table = arrow([fourgood.Dossier("a", "cell", YEAR, facts={"held": 12})], BOOK.vocabulary.facts)
    for make in ENGINES.values():
        given = make(table)
        out = evaluate_frame(given, BOOK)
        assert type(out) is type(given)
        assert isinstance(nw.from_native(out), nw.LazyFrame) is isinstance(nw.from_native(given), nw.LazyFrame)


def test_what_comes_out() -> None:
    """Who the unit is, what is carried along, the status, why a row is rejected, then as much as is asked for."""
    out = evaluate_frame(UNITS, BOOK, keep=["district"], lang="en")
    assert out.columns == [
        *("unit", "kind", "district", "status", "rejected_because", "grade", "points_at_least", "points_at_most"),
        *("work", "tidy", "often", "enough", "disciplined", "reviewed"),
    ]
    assert out["status"].to_list() == ["recognized", "not_recognized", "undetermined", "rejected"]
    assert out["rejected_because"].to_list() == [None, None, None, "`held` is outside 0 to 20"]
    assert out["tidy"].to_list() == [OUTCOMES["met"], OUTCOMES["not_met"], OUTCOMES["unknown"], None]
    assert out["often"].to_list() == [OUTCOMES["met"], OUTCOMES["not_applicable"], 1 | 4, None]
    assert evaluate_frame(UNITS, BOOK, keep=["district"], detail="groups").columns[-1] == "work"
    assert evaluate_frame(UNITS, BOOK, keep=["district"], detail="status").columns[-1] == "points_at_most"


def test_the_kind_of_all_units_may_be_said_once() -> None:
    same = UNITS.filter(pl.col("kind") == "cell")
    one = evaluate_frame(same, BOOK, keep=["district"]).drop("kind")
    assert evaluate_frame(same.drop("kind"), BOOK, keep=["district"], kind="cell").equals(one)


def test_all_that_is_wrong_with_the_columns_is_named_at_once() -> None:
    table = UNITS.drop("kind").with_columns(held=pl.col("held").cast(pl.String), helt=1, warned=pl.lit(1))
    with pytest.raises(FrameError) as refused:
        evaluate_frame(table, BOOK, keep=["elsewhere"])
    assert str(refused.value).splitlines() == [
        "this table has no column `elsewhere` to keep",
        "district: `district` is no fact of this rulebook. Name it in keep= if it is only carried along; "
        "`fourgood facts` lists what is asked (4 rows)",
        "held: the column `held` holds String, not numbers. Convert it first; nothing is converted silently (4 rows)",
        "warned: the column `warned` holds Int32, not true or false. Convert it first; nothing is converted silently "
        "(4 rows)",
        "helt: `helt` is no fact of this rulebook. Did you mean `held`? A column that is only carried along is named "
        "in keep= (4 rows)",
        'this table has no column `kind`. Add a column `kind`, or say kind="cell"',
    ]


def test_a_column_under_its_title_and_two_for_one_fact() -> None:
    titled = UNITS.rename({"held": "HELD (vi)", "unit": "Mã"})
    assert outcomes(evaluate_frame(titled, BOOK, keep=["district"])) == outcomes(
        evaluate_frame(UNITS, BOOK, keep=["district"])
    )
    with pytest.raises(FrameError, match=r"`held \(vi\)` gives `held`, as `held` does"):
        evaluate_frame(UNITS.with_columns(pl.col("held").alias("held (vi)")), BOOK, keep=["district"])


def test_no_table() -> None:
    with pytest.raises(FrameError, match="list is no table"):
        evaluate_frame([1], BOOK)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_are_checked_with_counts_and_first_units(engine: str) -> None:
    units = [fourgood.Dossier(f"u{at}", "cell", YEAR, facts={"held": at * 9}) for at in range(8)]
    found = check_frame(ENGINES[engine](arrow(units, BOOK.vocabulary.facts)), BOOK)
    assert [(each.rows, each.place.key) for each in found] == [(5, "held")]
    assert len(found[0].first) == 3 and set(found[0].first) <= {f"u{at}" for at in range(3, 8)}


def test_a_row_is_explained_as_the_dossier_that_it_is() -> None:
    book = fourgood.load_rulebook(year=2024)
    plain = fourgood.read_dossier("examples/pilot_2024/bank_cell.yaml")
    table = arrow([fourgood.Dossier("other", "cell", 2024), plain], book.vocabulary.facts)
    for engine, make in ENGINES.items():
        lazy = engine in ("polars lazy", "DuckDB")
        found = dossier(make(table), **({"unit": plain.id} if lazy else {"row": 1}))
        admitted = book.admit(found)
        assert dict(admitted.facts) == dict(book.admit(plain).facts), engine
        assert fourgood.evaluate(found, book).status is fourgood.evaluate(plain, book).status


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"row": 4}, "there is no row 4: this table has 4"),
        ({"row": -1}, "there is no row -1"),
        ({}, "which row"),
        ({"unit": "z"}, "no row has the unit `z`"),
    ],
)
def test_a_row_that_is_not_there(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        dossier(UNITS, year=YEAR, **asked)


def test_a_row_needs_a_year_and_a_kind() -> None:
    with pytest.raises(FrameError, match=r"no column `year`\. Give it: year="):
        dossier(UNITS, row=0)
    assert dossier(UNITS.drop("kind"), row=0, year=YEAR, kind="committee", keep=("district",)).kind == "committee"


@pytest.mark.parametrize("engine", [each for each in ENGINES if each not in ("polars lazy", "DuckDB")])
def test_criteria_in_python_are_asked_row_by_row(engine: str) -> None:
    """Their outcomes, and their errors, stand beside those of columns."""

    def judged(view: fourgood.View) -> Any:
        if view["held"] == 3:
            raise ValueError("three")
        return Outcome.NOT_APPLICABLE if view["held"] == 4 else view["held"] > 11

    rule = fourgood.PythonRule(judged, ("held",))
    own = fourgood.Criterion("own", "work", Text("own (vi)", "own"), rule, applies_when="clean")
    book = BOOK.replace(criteria=(*BOOK.criteria, own))
    units = [
        fourgood.Dossier(f"u{at}", "cell", YEAR, facts={"clean": True, "warned": False, "under_review": False, **more})
        for at, more in enumerate([{"held": 12}, {"held": 3}, {"held": 4}, {"held": 99}, {}, {"held": 5}])
    ]
    table = ENGINES[engine](arrow(units, book.vocabulary.facts))
    assert outcomes(evaluate_frame(table, book)) == expected_rows(units, book)
    with pytest.raises(FrameError, match="can answer: own"):
        evaluate_frame(table, book, rows="refuse")


def test_a_lazy_table_refuses_what_only_rows_can_answer() -> None:
    rule = fourgood.PythonRule(lambda view: True, ("held",))
    own = fourgood.Criterion("own", "work", Text("own (vi)", "own"), rule)
    with pytest.raises(FrameError, match=r"can answer: own\. Collect the table first"):
        evaluate_frame(UNITS.lazy(), BOOK.replace(criteria=(*BOOK.criteria, own)), keep=["district"])


def test_facts_that_functions_work_out() -> None:
    """A derived fact is worked out where the table does not say it."""
    made = fourgood.DerivedFact(count("twice", high=99), lambda view: view["held"] * 2, ("held",))
    asked = fourgood.Criterion("enough_twice", "work", Text("đủ", "enough"), "twice >= 10")
    vocabulary = evolve(BOOK.vocabulary, facts={**BOOK.vocabulary.facts, "twice": made.fact})
    book = BOOK.replace(vocabulary=vocabulary, criteria=(*BOOK.criteria, asked), derived=(made,))
    units = [
        fourgood.Dossier(f"u{at}", "cell", YEAR, facts=more)
        for at, more in enumerate([{"held": 5}, {"held": 4}, {}, {"held": 4, "twice": 11}])
    ]
    for engine in ("polars", "pyarrow", "pandas with NumPy"):
        table = ENGINES[engine](arrow(units, book.vocabulary.facts))
        assert outcomes(evaluate_frame(table, book)) == expected_rows(units, book)


def test_a_judgement_counts_with_its_document() -> None:
    """Named in a column of evidence, or said to be there."""
    fact = judged_fact("tidiness", Text("ngăn nắp", "tidiness"))
    vocabulary = evolve(SAMPLE.vocabulary, facts={"tidiness": fact}, definitions={}, invariants=())
    own = fourgood.Criterion(
        "tidy", SAMPLE.groups[0].id, Text("gọn", "tidy"), 'tidiness == "met"',
        applies_when='tidiness != "not_applicable"', evidence_required=True,
    )  # fmt: skip
    book = SAMPLE.replace(vocabulary=vocabulary, criteria=(own,))
    given = {"unit": ["a", "b", "c"], "kind": ["cell"] * 3, "tidiness": ["met"] * 3}
    named = pl.DataFrame({**given, "tidiness [evidence]": ["Biên bản 7", "  ", None]})
    flagged = pl.DataFrame({**given, "tidiness [minh chứng]": [True, False, None]})
    for table in (named, flagged):
        assert evaluate_frame(table, book)["tidy"].to_list() == [1, 7, 7]
        verdicts = [fourgood.evaluate(dossier(table, row=at, year=book.year), book) for at in range(3)]
        assert [each.finding("tidy")._open for each in verdicts] == [1, 7, 7]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_came_out_in_numbers(engine: str) -> None:
    make = ENGINES[engine]
    out = evaluate_frame(make(UNITS.to_arrow()), BOOK, keep=["district"])
    found = summary(out, BOOK)
    assert [found.units(each) for each in ("recognized", "not_recognized", "undetermined", "rejected")] == [1, 1, 1, 1]
    counted = {(each.what, each.key, each.outcome): each.units for each in found.counted}
    assert counted["group", "work", "met"] == 1 and counted["decides", "tidy", "requirement"] == 1
    assert ("decides", "often", "requirement") not in counted
    by = summary(out, BOOK, by=["district"]).table()
    rows = {(row["district"], row["key"]): row["units"] for row in nw.from_native(by).iter_rows(named=True)}
    assert rows["x", "recognized"] == 1 and rows["y", "rejected"] == 1 and ("x", "rejected") not in rows


def test_the_chart() -> None:
    """Statuses, grades, groups, and what decides, each a bar with its number."""
    found = summary(evaluate_frame(UNITS, BOOK, keep=["district"]), BOOK)
    lines = found.chart("en").splitlines()
    assert lines[0] == "Status" and "recognised" in lines[1] and lines[1].endswith("█ 1")
    assert "Criteria that decide most often" in lines
    assert "Kết quả" in found.chart("vi")


def test_an_empty_table() -> None:
    for make in ENGINES.values():
        assert plain_rows(evaluate_frame(make(UNITS.head(0).to_arrow()), BOOK, keep=["district"])) == []


def test_two_columns_of_one_name_are_refused() -> None:
    table = UNITS.rename({"district": "status"})
    with pytest.raises(FrameError, match="two columns would come out as `status`"):
        evaluate_frame(table, BOOK, keep=["status"])


def test_a_table_with_large_numbers_is_exact_or_asked_row_by_row() -> None:
    """Beyond 2**53 doubles skip numbers: such a comparison is left to the plain evaluator."""
    facts = {
        key: fourgood.Fact(key, fourgood.Kind.COUNT, Text(key, f"{key} (en)"), maximum=10**14) for key in ("p", "q")
    }
    rule = fourgood.Criterion("enough_of_them", SAMPLE.groups[0].id, Text("tỷ lệ", "share"), "p / q > 0.8571")
    vocabulary = evolve(SAMPLE.vocabulary, facts=facts, definitions={}, invariants=())
    book = SAMPLE.replace(vocabulary=vocabulary, criteria=(rule,))
    q = 10**14 - 10**4
    exact = q * 8571 // 10_000
    units = [fourgood.Dossier(f"u{at}", "cell", book.year, facts={"p": exact + at, "q": q}) for at in (0, 1)]
    table = arrow(units, facts)
    assert outcomes(evaluate_frame(table, book)) == expected_rows(units, book)
    with pytest.raises(FrameError, match="can answer: enough_of_them"):
        evaluate_frame(pl.from_arrow(table).lazy(), book)  # type: ignore[union-attr]


def test_pandas_keeps_its_index() -> None:
    table = pa.table(UNITS.to_arrow()).to_pandas().set_index("unit", drop=False)
    assert list(evaluate_frame(table, BOOK, keep=["district"]).index) == ["a", "b", "c", "d"]


def test_dossiers_as_a_table_come_to_what_they_come_to_alone() -> None:
    """With evidence, and with records."""
    book = fourgood.load_rulebook(year=2024)
    pilot = [fourgood.read_dossier(path) for path in sorted(Path("examples/pilot_2024").glob("*.yaml"))]
    assert outcomes(evaluate_frame(table_of(pilot, book), book)) == expected_rows(pilot, book)


def test_records_are_asked_row_by_row() -> None:
    book = fourgood.load_rulebook(year=2024, rules=["examples/records/meetings.yaml"])
    (unit,) = fourgood.read_dossiers(["examples/records/cell.yaml"])
    assert isinstance(unit, fourgood.Dossier)
    fewer = [
        evolve(unit, id="fewer", facts={**unit.facts, key: value[:-2]})
        for key, value in unit.facts.items()
        if isinstance(value, (list, tuple))
    ]
    units = [book.admit(each) for each in (unit, *fewer)]
    assert outcomes(evaluate_frame(table_of(units, book), book)) == expected_rows(units, book)
    assert check_frame(table_of(units, book), book) == ()

"""Measures what issue 2 promises, against the hand-written functions of by_hand.py. See README.md.

python benchmarks/run.py            the whole table, about two minutes
python benchmarks/run.py --quick    a smoke test: everything runs and both sides agree; its numbers mean little
"""

import ast
import inspect
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import batch
import by_hand
import layered
import rules
import sample
import tested
from timing import children_time, python, ratio, rounds

import fourgood
from fourgood import Dossier, Rulebook

QUICK = "--quick" in sys.argv
DOSSIERS, ROUNDS, COLD = (20, 3, 1) if QUICK else (100, 51, 9)

LOADING = f"""
import time, fourgood
start = time.process_time()
fourgood.load_rulebook({rules.YEAR})
print(time.process_time() - start)
"""

Row = tuple[str, str, str, str]
"""What is measured, what came out, what was promised, whether it holds."""


def listed(function: Callable[..., Any]) -> Callable[..., list[fourgood.Outcome]]:
    """A hand-written function that returns a dict, made to return a list: what the ids cost it."""
    tree = ast.parse(inspect.getsource(function))
    returned = next(node for node in ast.walk(tree) if isinstance(node, ast.Return))
    assert isinstance(returned.value, ast.Dict)
    returned.value = ast.copy_location(ast.List(returned.value.values, ast.Load()), returned.value)
    names: dict[str, Any] = dict(vars(by_hand))
    exec(compile(tree, "by_hand", "exec"), names)  # the function above, with [] for {}
    made: Callable[..., list[fourgood.Outcome]] = names[function.__name__]
    return made


def agree(rulebook: Rulebook, admitted: list[Dossier]) -> None:
    """Both sides say the same of every criterion and of the whole; else nothing is worth timing."""
    as_list = listed(by_hand.outcomes)
    for dossier in admitted:
        verdict = fourgood.evaluate(dossier, rulebook)
        ours = {finding.criterion.id: finding.outcome for finding in verdict.findings}
        assert ours == by_hand.outcomes(dossier.facts), dossier
        assert list(ours.values()) == as_list(dossier.facts), dossier
        status = by_hand.status(dossier.facts)
        assert status is fourgood.decide(dossier, rulebook) is verdict.status, dossier


def one_dossier(rulebook: Rulebook, admitted: list[Dossier], what: str) -> Iterator[Row]:
    """A dossier at a time, ours against by hand; no round sees a dossier that an earlier one has seen."""
    batches = [admitted[at : at + DOSSIERS] for at in range(0, len(admitted), DOSSIERS)]
    as_list = listed(by_hand.outcomes)
    subjects: dict[str, Callable[[Dossier], object]] = {
        "status by hand": lambda dossier: by_hand.status(dossier._facts),
        "outcomes by hand": lambda dossier: by_hand.outcomes(dossier._facts),
        "list by hand": lambda dossier: as_list(dossier._facts),
        "status": lambda dossier: fourgood.decide(dossier, rulebook),
        "findings": lambda dossier: fourgood.evaluate(dossier, rulebook).findings,
        "reasons": lambda dossier: [each.reasons for each in fourgood.evaluate(dossier, rulebook).findings],
        "texts": lambda dossier: [each.texts("vi") for each in fourgood.evaluate(dossier, rulebook).findings],
        "explained": lambda dossier: [
            (each.reasons, each.texts("vi")) for each in fourgood.evaluate(dossier, rulebook).findings
        ],
    }
    found = rounds(subjects, batches)
    for name, against, label, limit in (
        ("status", "status by hand", "bare verdict", 3),
        ("findings", "outcomes by hand", "45 findings", 2),
        ("findings", "list by hand", "45 findings, against a list without ids", None),
        ("reasons", "outcomes by hand", "45 findings with their reason objects", None),
        ("texts", "outcomes by hand", "45 findings with every reason as text", 12),
        ("explained", "outcomes by hand", "45 findings with every reason object and text", 12),
    ):
        times = ratio(found[name], found[against])
        micro = [median(found[each]) / DOSSIERS * 1e6 for each in (name, against)]
        value = f"{times:.2f} × ({micro[0]:.1f} µs / {micro[1]:.1f} µs)"
        yield f"{label}, {what}", value, f"≤ {limit} ×" if limit else "", _holds(times, limit)


def admitting(rulebook: Rulebook, given: list[Dossier]) -> Iterator[Row]:
    """What the door costs that every dossier passes once, before all that is measured above."""
    batches = [given[at : at + DOSSIERS] for at in range(0, len(given), DOSSIERS)]
    times = rounds({"admit": rulebook.admit}, batches)["admit"]
    yield "admitting a dossier of 60 facts, once", f"{median(times) / DOSSIERS * 1e6:.0f} µs", "", ""


def rebuilding() -> Iterator[Row]:
    """A checked rule set made from values; what a property test does thousands of times."""
    conditions, dossier = rules.conditions(), sample.complete(1)[0]
    whole = rules.rulebook(conditions)
    admitted = whole.admit(dossier)
    criteria = tuple(rules.criteria(conditions))

    def rebuilt() -> Rulebook:
        return Rulebook("again", whole.title, whole.year, whole.vocabulary, whole.groups, criteria)

    subjects: dict[str, Callable[[object], object]] = {
        "Rulebook(…), 45 criteria, checked": lambda _: rebuilt(),
        "the same and 45 Criterion(…)": lambda _: whole.replace(criteria=tuple(rules.criteria(conditions))),
        "everything from values: facts, thresholds, criteria": lambda _: rules.rulebook(conditions),
        "Rulebook(…) and its first evaluate": lambda _: fourgood.evaluate(admitted, rebuilt()),
        "Rulebook(…) and its first decide": lambda _: fourgood.decide(admitted, rebuilt()),
    }
    for (name, times), limit in zip(rounds(subjects, [[None]] * ROUNDS).items(), (2, 2, None, None, None), strict=True):
        milli = median(times) * 1e3
        yield (
            name,
            f"{milli:.2f} ms (least {min(times) * 1e3:.2f})",
            f"≤ {limit} ms" if limit else "",
            _holds(milli, limit),
        )


def loading() -> Iterator[Row]:
    """The default rulebook from its files, in a warm process and a cold one; and the bare import."""
    from fourgood import plugins

    def fresh() -> None:
        plugins._loaded_once.cache_clear()
        fourgood.load_rulebook(rules.YEAR)

    fresh()
    found = rounds({"fresh": lambda _: fresh()}, [[None]] * (3 if QUICK else 15))["fresh"]
    yield _milliseconds("load_rulebook from files, imports done", found, 150)
    with tempfile.TemporaryDirectory() as cache:
        run_code(LOADING, cache)
        codes = {"nothing": "pass", "import": "import fourgood"}
        subjects = {name: partial(run_code, code, cache) for name, code in codes.items()}
        cold = rounds(subjects, [[None]] * COLD, children_time)
        loaded = [float(run_code(LOADING, cache)) for _ in range(COLD)]
    imported = [a - b for a, b in zip(cold["import"], cold["nothing"], strict=True)]
    yield _milliseconds("load_rulebook from files, the first in a process", loaded, 150)
    yield _milliseconds("import fourgood, over a bare interpreter", imported, 80)


def run_code(code: str, cache: str, _: object = None) -> str:
    done = python("-c", code, cache=cache)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _milliseconds(name: str, seconds: list[float], limit: float) -> Row:
    milli = median(seconds) * 1e3
    return name, f"{milli:.0f} ms (least {min(seconds) * 1e3:.0f})", f"≤ {limit} ms", _holds(milli, limit)


def resolving() -> Iterator[Row]:
    """Six layers over 200 criteria, from their texts, against the flat rule file that they come to."""
    from fourgood.resolve import resolve
    from fourgood.rulefile import read_rules
    from fourgood.rulefile_write import rule_file

    with tempfile.TemporaryDirectory() as folder:
        stack = layered.write(Path(folder))

        def stacked() -> Rulebook:
            return fourgood.combine(resolve([read_rules(path) for path in stack]), rules.YEAR)

        whole, flat = stacked(), Path(folder) / "flat.yaml"
        flat.write_text(rule_file(whole), "utf-8")

        def loaded() -> Rulebook:
            return fourgood.combine([read_rules(flat)], rules.YEAR, id=whole.id, title=whole.title)

        assert loaded().digest == whole.digest
        subjects: dict[str, Callable[[object], object]] = {"stack": lambda _: stacked(), "flat": lambda _: loaded()}
        found = rounds(subjects, [[None]] * (3 if QUICK else 15))
    times = ratio(found["stack"], found["flat"])
    milli = [median(found[each]) * 1e3 for each in ("stack", "flat")]
    value = f"{times:.2f} × ({milli[0]:.0f} ms / {milli[1]:.0f} ms)"
    yield "6 layers over 200 criteria, against their flat result", value, "≤ 3 ×", _holds(times, 3)


def batches() -> Iterator[Row]:
    """CSV of dossiers → CSV of verdicts through the command line, with one process for all."""
    numbers, seconds = (10, 20, 40) if QUICK else (100, 1_000, 10_000), []
    with tempfile.TemporaryDirectory() as cache:
        batch.evaluated(1, cache)
        for number in numbers:
            took, memory = batch.evaluated(number, cache)
            seconds.append(took)
            value = f"{took:.1f} s, {number / took:,.0f}/s, peak {memory:.0f} MB"
            yield f"{number:,} dossiers, CSV → CSV of verdicts, default rulebook", value, "", ""
    few, many = ((seconds[at + 1] - seconds[at]) / (numbers[at + 1] - numbers[at]) for at in (0, 1))
    value = f"{many / few:.2f} × ({many * 1e3:.2f} ms / {few * 1e3:.2f} ms)"
    yield "one dossier more, after thousands against after hundreds", value, "≤ 1.2 ×", _holds(many / few, 1.2)


def testing() -> Iterator[Row]:
    """What property tests and rule mutation of the default rulebook cost."""
    rulebook = fourgood.load_rulebook(rules.YEAR)
    ours, theirs, facts = zip(*tested.drawing(rulebook, 20 if QUICK else 300, 2 if QUICK else 7), strict=True)
    milli = [median(each) * 1e3 for each in (ours, theirs)]
    value = f"{ratio([*ours], [*theirs]):.2f} × ({milli[0]:.1f} ms / {milli[1]:.1f} ms)"
    kept = len(rulebook.vocabulary.invariants)
    label = f"a dossier of {median(facts):.0f} facts drawn, {kept} invariants kept, against facts drawn one by one"
    yield label, value, "≤ 5 ms", _holds(milli[0], 5)
    for plugin in ("political_task", "meeting_quality", "unity_discipline", "cadre_quality"):
        criteria, changes, seconds = tested.mutating(rulebook, plugin)
        label = f"{changes} changes to the {criteria} criteria of {plugin}, settled without a case"
        yield label, f"{seconds:.2f} s", "≤ 60 s", _holds(seconds, 60)


def _holds(value: float, limit: float | None) -> str:
    return "" if limit is None else "yes" if value <= limit else "no"


def table() -> Iterator[Row]:
    conditions = rules.conditions()
    rulebook = rules.rulebook(conditions)
    whole = [rulebook.admit(each) for each in sample.complete(DOSSIERS * ROUNDS)]
    lacking = [rulebook.admit(each) for each in sample.with_absent(sample.complete(DOSSIERS * ROUNDS))]
    agree(rulebook, [*whole, *lacking])
    yield from one_dossier(rulebook, lacking, "5% absent")
    yield from one_dossier(rulebook, whole, "complete")
    yield from admitting(rulebook, sample.complete(DOSSIERS * ROUNDS))
    yield from rebuilding()
    yield from loading()
    yield from testing()
    yield from resolving()
    yield from batches()


def main() -> None:
    start = perf_counter()
    print("| what | measured | promised | holds |\n|---|---|---|---|", flush=True)
    for row in table():
        print(f"| {' | '.join(row)} |", flush=True)
    print(
        f"\nPython {sys.version.split()[0]}, {perf_counter() - start:.0f} s in all; both sides agreed on every outcome"
    )


if __name__ == "__main__":
    main()

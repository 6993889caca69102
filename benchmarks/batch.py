"""Many dossiers of the default rulebook in a CSV file, through the command line: seconds and peak memory."""

import csv
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import rules
from timing import children_time, python

import fourgood
from fourgood import Dossier, DossierError, Fact, Kind, Rulebook
from fourgood.vocabulary import Value

DIFFERENT = 200
"""How many different dossiers there are; more of them differ in their ids alone."""

MEASURED = """
import resource
from fourgood.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def evaluated(number: int, cache: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of `fourgood evaluate` over a CSV file, to a CSV file."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "dossiers.csv"), Path(folder, "verdicts.csv")
        write(given, number)
        start = children_time()
        arguments = ("evaluate", str(given), "--format", "csv", "-o", str(made))
        done = python("-c", MEASURED, *arguments, cache=cache)
        seconds = children_time() - start
        assert done.returncode in (0, 1) and made.exists(), done.stderr  # 1: some units are not recognised
        with made.open(encoding="utf-8-sig", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        assert rows == number, (rows, number)
    return seconds, float(done.stdout.split()[-1])


def write(path: Path, number: int) -> None:
    rulebook, examples = default(), some_examples(DIFFERENT)
    keys = [key for key, fact in rulebook.vocabulary.facts.items() if "cell" in fact.applies_to]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "year", *keys])
        for at in range(number):
            facts = examples[at % len(examples)].facts
            rows.writerow([f"unit{at}", "cell", rules.YEAR, *(_written(facts.get(key)) for key in keys)])


def _written(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@cache
def default() -> Rulebook:
    """The rulebook that everybody gets."""
    return fourgood.load_rulebook(rules.YEAR)


@cache
def some_examples(number: int) -> list[Dossier]:
    """Different dossiers of it, with a fixed seed."""
    rulebook, random = default(), Random(3)
    return [_example(rulebook, random, at) for at in range(number)]


def _example(rulebook: Rulebook, random: Random, at: int) -> Dossier:
    """A dossier that the rulebook admits: facts that break an invariant are left out, and so is 5% of the rest."""
    admitted = Dossier(f"unit{at}", "cell", rules.YEAR)
    for key, fact in rulebook.vocabulary.facts.items():
        if "cell" not in fact.applies_to or random.random() < 0.05:
            continue
        try:
            admitted = rulebook.admit(admitted.with_facts({key: _value(fact, random)}))
        except DossierError:
            continue
    return admitted


def _value(fact: Fact, random: Random) -> Value:
    if fact.kind is Kind.FLAG:
        return random.random() < 0.5
    if fact.scale is not None:
        return random.choice([key for key, _ in fact.scale.values])
    steps = min(int((fact.maximum - fact.minimum) / fact.step), 100)
    value = fact.minimum + random.randint(0, steps) * fact.step
    return int(value) if fact.kind is Kind.COUNT else value

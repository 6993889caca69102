"""Dossiers with a fixed seed: complete, about half of them recognised; and the same with 5% of the facts absent."""

from random import Random

import rules

from fourgood import Dossier
from fourgood.vocabulary import Value

FAILS = 0.014
"""How often one criterion fails: all 45 then hold in about half of the dossiers."""


def complete(number: int, seed: int = 1) -> list[Dossier]:
    random = Random(seed)
    return [Dossier(f"unit{at}", "cell", rules.YEAR, facts=some_facts(random)) for at in range(number)]


def with_absent(dossiers: list[Dossier], share: float = 0.05, seed: int = 2) -> list[Dossier]:
    random = Random(seed)
    return [each.with_facts({key: None for key in each.facts if random.random() < share}) for each in dossiers]


def some_facts(random: Random) -> dict[str, Value]:
    """Facts that mostly pass; now and then one criterion just fails."""

    def fails() -> bool:
        return random.random() < FAILS

    def at_least(limit: int) -> int:
        return max(0, limit - 1) if fails() else limit + random.randrange(10)

    found: dict[str, Value] = {key: at_least(limit) for key, limit in rules.LEAST.items()}
    found |= {key: limit + 1 if fails() else random.randrange(limit + 1) for key, limit in rules.MOST.items()}
    for number in rules.SHARES:
        expected = random.randrange(100, 400)
        attended = expected * 3 // 10 if fails() else expected - random.randrange(1 + expected // 25)
        found |= {f"a{number}": attended, f"b{number}": expected}
    found |= {key: not fails() for key in rules.FLAGS}
    found |= {key: "fair" if fails() else random.choice(("good", "excellent")) for key in rules.GRADED}
    found |= {f"p{number}": random.randrange(0 if number < 5 else 3, 9) for number in range(1, 8)}
    return found | {f"q{number}": number < 5 or not fails() for number in range(1, 9)}

"""The 45 criteria in OpenFisca, in an environment of its own: `python openfisca_side.py table.npz rounds`.

OpenFisca is under the AGPL: it is no dependency of fourgood, nothing of it is copied, and only this file imports it.
It has no absent values: what is absent is zero, or false. Prints, for each round, in which a simulation is made, given
the table and asked for every criterion: seconds of a processor, seconds of the clock, and how many are recognised.
"""

import json
import sys
from fractions import Fraction
from time import perf_counter, process_time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

GROUPS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")


def system(rules, keys):
    """Variables for the facts, the criteria, the groups and the whole."""
    unit = build_entity(key="unit", plural="units", label="Unit", is_person=True)
    made = TaxBenefitSystem([unit])
    base = {"entity": unit, "definition_period": DateUnit.YEAR}
    for key, kind in keys.items():
        made.add_variable(type(key, (Variable,), {**base, "value_type": bool if kind == "b" else int}))
    for id, formula in rules.items():
        made.add_variable(type(id, (Variable,), {**base, "value_type": bool, "formula": formula}))
    return made


def formulas(limits):
    """The rules, by the criteria's ids."""
    found = []
    found += [lambda u, p, key=key, limit=limit: u(key, p) >= limit for key, limit in limits["least"].items()]
    found += [lambda u, p, key=key, limit=limit: u(key, p) <= limit for key, limit in limits["most"].items()]
    for number, share in limits["shares"].items():
        exact = Fraction(share)
        found.append(
            lambda u, p, n=number, of=exact: (
                (u(f"b{n}", p) != 0) & (u(f"a{n}", p) * of.denominator >= u(f"b{n}", p) * of.numerator)
            )
        )
    found += [lambda u, p, key=key: u(key, p) for key in limits["flags"]]
    found += [lambda u, p, key=key: u(key, p) >= 2 for key in limits["graded"]]
    for n, least in ((1, 3), (2, 5), (3, 1), (4, 2)):
        found.append(lambda u, p, n=n, least=least: (u(f"p{n}", p) >= least) | u(f"q{n}", p))
    found.append(lambda u, p: (u("p5", p) >= 3) & u("q5", p))
    found.append(lambda u, p: (u("p6", p) >= 2) & u("q6", p))
    found.append(lambda u, p: (u("p7", p) >= 1) & u("q7", p) & u("q8", p))
    ids = [f"c{at:02}" for at in range(1, len(found) + 1)]
    named = dict(zip(ids, found, strict=True))
    for at, group in enumerate(GROUPS):
        named[group] = lambda u, p, some=ids[at::4]: np.logical_and.reduce([u(id, p) for id in some])
    named["recognized"] = lambda u, p: np.logical_and.reduce([u(group, p) for group in GROUPS])
    return {id: _of_two(formula) for id, formula in named.items()}


def _of_two(formula):
    """OpenFisca counts arguments, those with defaults too."""
    return lambda unit, period: formula(unit, period)


def main():
    data = dict(np.load(sys.argv[1]))
    limits = json.loads(str(data.pop("limits")))
    named = formulas(limits)
    made = system(named, {key: column.dtype.kind for key, column in data.items()})
    number = len(next(iter(data.values())))
    for _ in range(int(sys.argv[2])):
        start = process_time(), perf_counter()
        simulation = SimulationBuilder().build_default_simulation(made, count=number)
        for key, column in data.items():
            simulation.set_input(key, "2024", column)
        met = {id: simulation.calculate(id, "2024") for id in named}
        print(process_time() - start[0], perf_counter() - start[1], int(met["recognized"].sum()))


main()

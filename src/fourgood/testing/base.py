"""What a case states of a unit, and the base dossiers that cases start from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers.structured import stated_fact
from fourgood.errors import DossierError, Fault, FourgoodError
from fourgood.nearest import nearest
from fourgood.testing.alike import spread
from fourgood.testing.draft import Stated
from fourgood.yamlfile import Data, Path_


def stated(data: Data, facts: Mapping[str, AnyType], at: Path_) -> Stated:
    """Facts as a file states them at a path; one that is null is kept, so that it can take another's away."""
    read = {key: stated_fact(spread(raw)) for key, raw in facts.items()}
    return Stated(
        {key: value for key, (value, _) in read.items()},
        {key: evidence for key, (_, evidence) in read.items() if evidence != Evidence()},
        {key: data.place((*at, key)) for key in facts},
    )


@frozen
class Base:
    """A dossier to start from: what the unit is, and what is stated of it."""

    unit: Mapping[str, AnyType]
    stated: Stated

    def changed(self, change: Stated) -> Stated:
        """With some facts changed, on the same evidence where they name no other; null takes a fact away."""
        gone = {key for key, value in change.facts.items() if value is None}
        kept = {key: each for key, each in self.stated.evidence.items() if key not in gone}
        return Stated(
            {**self.stated.facts, **change.facts},
            {**kept, **change.evidence},
            {**self.stated.places, **change.places},
        )


@frozen
class Bases:
    """The bases of a file, each read when it is first asked for; what is wrong with them is noted in `faults`."""

    data: Data
    folder: Path
    faults: list[Fault] = field(factory=list)
    _read: dict[str, Base | None] = field(factory=dict)

    def of(self, name: str, asked_at: Path_) -> Base | None:
        """The base of a name, or None: then `faults` says why."""
        given = self.data.value.get("bases") or {}
        if name not in given:
            near = nearest(name, given, n=1)
            values = {"name": name, "near": "".join(near), "known": ", ".join(given)}
            hint = "Did you mean `{near}`?" if near else "Add it under bases"
            message = "the base `{name}` is not there"
            self.faults.append(Fault(message, values, self.data.place(asked_at), hint))
            return None
        if name not in self._read:
            self._read[name] = self._made(given[name], ("bases", name))
        return self._read[name]

    def _made(self, raw: Mapping[str, AnyType], at: Path_) -> Base | None:
        if "dossier" not in raw:
            unit = {key: each for key, each in raw.items() if key != "facts"}
            return Base(unit, stated(self.data, raw.get("facts") or {}, (*at, "facts")))
        try:
            return _of_dossier(self._dossier(raw["dossier"], (*at, "dossier")))
        except FourgoodError as error:
            self.faults.extend(error.faults)
            return None

    def _dossier(self, name: str, at: Path_) -> Dossier:
        """The dossier of a file in the folder of the cases or below it. Raises DossierError for one elsewhere."""
        from fourgood.dossiers import read_dossier

        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            hint = "Copy the dossier into this folder"
            message = "this dossier does not lie in the folder of the cases"
            raise DossierError(Fault(message, {}, self.data.place(at), hint))
        return read_dossier(path)


def _of_dossier(dossier: Dossier) -> Base:
    unit: dict[str, AnyType] = {"kind": dossier.kind, "year": dossier.year}
    if dossier.organisation_type is not None:
        unit["organisation_type"] = dossier.organisation_type
    return Base(unit, Stated(dossier.facts, dossier.evidence, dict(dossier.places)))

"""Verdicts as JSON, a line each, written as they come."""

import json
from typing import Any as AnyType
from typing import TextIO

from fourgood.cli.results import Columns, Result
from fourgood.dossiers import Rejected
from fourgood.faultjson import fault_json, place_json
from fourgood.text import Lang


class JsonVerdicts:
    """Writes {"verdicts": [...], "rejected": [...]}."""

    def __init__(self, out: TextIO, _lang: Lang, _columns: Columns) -> None:
        self.out = out
        self.before = '{"verdicts": ['
        self.rejected: list[str] = []

    def write(self, result: Result) -> None:
        """A verdict at once; what was rejected waits for the end."""
        if isinstance(result, Rejected):
            self.rejected.append(_line(rejected_json(result)))
            return
        self.out.write(f"{self.before}\n{_line(result.to_json())}")
        self.before = ","

    def end(self) -> None:
        """The rejected, and the end."""
        start = "" if self.before == "," else self.before
        lines = ",".join(f"\n{each}" for each in self.rejected)
        self.out.write(f'{start}\n],\n"rejected": [{lines}\n]}}\n')


def _line(data: dict[str, AnyType]) -> str:
    return json.dumps(data, ensure_ascii=False)


def rejected_json(rejected: Rejected) -> dict[str, AnyType]:
    """What was rejected: its unit as far as it is known, where it stands, and why."""
    faults = [fault_json(fault) for fault in rejected.faults]
    return {"id": rejected.id, "place": place_json(rejected.place), "faults": faults}

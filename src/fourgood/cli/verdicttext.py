"""Verdicts as text: each in full, then a summary, then what was rejected."""

from typing import TextIO

from attrs import evolve

from fourgood.cli.headerfaults import HeaderFaults
from fourgood.cli.page import Page
from fourgood.cli.results import Columns, Result
from fourgood.dossiers import Rejected
from fourgood.language import language
from fourgood.outcome import Status
from fourgood.outcomewords import SIGNS, STATUSES
from fourgood.report import report
from fourgood.scale import UNIT_KINDS
from fourgood.text import Lang
from fourgood.verdict import Verdict

RULE = f"\n{'─' * 72}\n"
SIGNS_OF_STATUS = {
    Status.RECOGNIZED: "✓",
    Status.NOT_RECOGNIZED: "✗",
    Status.DEFERRED: "!",
    Status.UNDETERMINED: "?",
}


class TextVerdicts:
    """Writes verdicts for reading."""

    def __init__(self, out: TextIO, lang: Lang, columns: Columns) -> None:
        self.page = Page(out)
        self.said = language(lang)
        self.columns = columns
        self.rows: list[tuple[str, ...]] = []
        self.headers = HeaderFaults()
        self.rejected: list[Rejected] = []

    def write(self, result: Result) -> None:
        """A verdict at once; what was rejected is kept for the end."""
        if isinstance(result, Rejected):
            if own := self.headers.sifted(result.faults):
                self.rejected.append(evolve(result, faults=own))
            return
        if self.rows:
            self.page.text(RULE)
        self.page.text(report(result, self.said.code))
        self.rows.append(self._row(result))

    def _row(self, verdict: Verdict) -> tuple[str, ...]:
        dossier = verdict.dossier
        status = f"{SIGNS_OF_STATUS[verdict.status]} {self.said.text(STATUSES[verdict.status])}"
        signs = (SIGNS[verdict.groups[group.id].outcome] for group in self.columns.groups)
        unit = f"{dossier.name} · {dossier.id}" if dossier.name else dossier.id
        who = (unit, self.said.text(UNIT_KINDS.labels[dossier.kind]), str(dossier.year))
        return (*who, status, *self.columns.grade(verdict, self.said), *signs)

    def end(self) -> None:
        """The summary of several, and what was rejected."""
        if len(self.rows) > 1:
            self.page.text(RULE)
            self._summary()
        if self.rejected or self.headers.found:
            self._rejected()

    def _summary(self) -> None:
        said = self.said
        titles = [said.text(group.title) for group in self.columns.groups]
        grade = (said("Grade"),) if self.columns.graded else ()
        self.page.text(said("Summary"))
        self.page.table([said("Unit"), said("Kind"), said("Year"), said("Result"), *grade, *titles], self.rows)
        self.page.text(said("✓ good, ✗ not good, ? not known yet"))
        self.page.text()

    def _rejected(self) -> None:
        self.page.text(self.said("Rejected, and why:"))
        for shared in self.headers.counted():
            self.page.text("✗ " + shared.say(self.said).replace("\n", " "))
        for each in self.rejected:
            self.page.text(f"✗ {each.id or each.place}")
            for fault in each.faults:
                self.page.text("    " + fault.say(self.said).replace("\n", " "))

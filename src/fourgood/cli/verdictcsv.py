"""Verdicts as CSV, one row a unit, in words: for a spreadsheet. Programs read JSON, whose keys do not change."""

import csv
from typing import TextIO

from fourgood.cli.results import Columns, Result
from fourgood.cli.spreadsheet import BYTE_ORDER_MARK, safe
from fourgood.criterion import Role
from fourgood.dossiers import Rejected
from fourgood.gradereport import why_no_more
from fourgood.language import Language, language
from fourgood.outcome import Outcome, Status
from fourgood.outcomewords import GROUPS, STATUSES
from fourgood.report import missing_in_words
from fourgood.scale import UNIT_KINDS
from fourgood.text import Lang
from fourgood.titles import TITLES
from fourgood.verdict import Finding, Verdict


class CsvVerdicts:
    """Writes a row a unit; one that was rejected has its faults for reasons."""

    def __init__(self, out: TextIO, lang: Lang, columns: Columns) -> None:
        self.said = said = language(lang)
        self.columns = columns
        self.rows = csv.writer(out)
        out.write(BYTE_ORDER_MARK)
        identity = (said.text(TITLES[key]) for key in ("id", "name", "kind", "year"))
        titles = (said.text(group.title) for group in columns.groups)
        grade = (said("Grade"),) if columns.graded else ()
        self._row(*identity, said("Result"), *grade, *titles, said("Deciding reasons"), said("Still missing"))

    def write(self, result: Result) -> None:
        """A row."""
        if isinstance(result, Rejected):
            reasons = " | ".join(fault.say(self.said) for fault in result.faults)
            self._row(
                result.id or str(result.place),
                "",
                "",
                "",
                self.said("rejected"),
                *[""] * (len(self.columns.groups) + self.columns.graded),
                reasons,
                "",
            )
        else:
            self._verdict(result)

    def _verdict(self, verdict: Verdict) -> None:
        said, dossier = self.said, verdict.dossier
        self._row(
            dossier.id, dossier.name, said.text(UNIT_KINDS.labels[dossier.kind]), str(dossier.year),
            said.text(STATUSES[verdict.status]),
            *self.columns.grade(verdict, said),
            *(said(GROUPS[verdict.groups[group.id].outcome]) for group in self.columns.groups),
            reasons(verdict, said),
            "; ".join(missing_in_words(verdict, said)),
        )  # fmt: skip

    def _row(self, *cells: str) -> None:
        self.rows.writerow(map(safe, cells))

    def end(self) -> None:
        """Nothing follows the rows."""


def reasons(verdict: Verdict, said: Language) -> str:
    """What decides the result: of a recognised unit how much is met; nothing where something is still missing."""
    match verdict.status:
        case Status.RECOGNIZED:
            found = [each.outcome for each in verdict.decisive if each.criterion.role is Role.REQUIREMENT]
            values = {"met": said.number(found.count(Outcome.MET)), "number": said.number(len(found))}
            return said("{met} of {number} criteria that apply are met").format(**values)
        case Status.UNDETERMINED:
            return ""
        case _:
            return " | ".join(_reason(finding, said) for finding in verdict.decisive)


def _reason(finding: Finding, said: Language) -> str:
    """Why a finding counts against the unit; of one that does not, why it gives no more points."""
    texts = finding.texts(said.code) if finding.adverse else why_no_more(finding, said)
    return f"{said.text(finding.criterion.title)}: {'; '.join(texts)}"

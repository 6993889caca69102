"""What outcomes are called, and the signs for them."""

from fourgood.outcome import Outcome

GROUPS = {
    Outcome.MET: "good",
    Outcome.NOT_MET: "not good",
    Outcome.UNKNOWN: "not known yet",
    Outcome.NOT_APPLICABLE: "not applicable",
}
OUTCOMES = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not met",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_APPLICABLE: "not applicable",
    Outcome.ERROR: "error",
}
OPEN = (Outcome.UNKNOWN, Outcome.ERROR)
SIGNS = {Outcome.MET: "✓", Outcome.NOT_MET: "✗", Outcome.UNKNOWN: "?", Outcome.NOT_APPLICABLE: "–", Outcome.ERROR: "!"}

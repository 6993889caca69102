"""What outcomes and statuses are called, and the signs for them."""

from fourgood.outcome import Outcome, Status
from fourgood.text import Text

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
STATUSES = {
    Status.RECOGNIZED: Text("được công nhận", "recognised"),
    Status.NOT_RECOGNIZED: Text("không được công nhận", "not recognised"),
    Status.DEFERRED: Text("chưa xét", "deferred"),
    Status.UNDETERMINED: Text("chưa xác định", "undetermined"),
}
OPEN = (Outcome.UNKNOWN, Outcome.ERROR)
SIGNS = {Outcome.MET: "✓", Outcome.NOT_MET: "✗", Outcome.UNKNOWN: "?", Outcome.NOT_APPLICABLE: "–", Outcome.ERROR: "!"}

"""The codes of what lint remarks on: stable names, how serious each is, what each means."""

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from fourgood.text import Text


class Severity(Enum):
    """How serious a remark is: an error cannot be meant, a warning probably is not, a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Code:
    """What lint can remark on."""

    id: str
    severity: Severity
    title: Text


CODES: Mapping[str, Code] = {
    code.id: code
    for code in (
        Code("never-met", Severity.ERROR, Text("Không bao giờ đạt", "Never met")),
        Code("always-met", Severity.WARNING, Text("Lúc nào cũng đạt", "Always met")),
        Code("never-applies", Severity.WARNING, Text("Không bao giờ áp dụng", "Never applies")),
        Code("contradicts", Severity.ERROR, Text("Mâu thuẫn với tiêu chí khác", "Contradicts another criterion")),
        Code("follows", Severity.NOTE, Text("Suy ra từ tiêu chí khác", "Follows from another criterion")),
        Code("decided-part", Severity.WARNING, Text("Phép so sánh thừa", "A comparison that decides nothing")),
        Code("stays-unknown", Severity.WARNING, Text("Đủ số liệu mà vẫn chưa rõ", "Unknown for a complete dossier")),
        Code("perverse-incentive", Severity.WARNING, Text("Làm tốt hơn lại bị thiệt", "Doing better costs")),
        Code("both-ways", Severity.NOTE, Text("Tác động theo cả hai chiều", "Works both ways")),
        Code("ratio-equality", Severity.NOTE, Text("So sánh bằng với một tỷ lệ", "A ratio compared by ==")),
        Code("between-steps", Severity.WARNING, Text("Ngưỡng nằm giữa hai nấc", "A threshold between two steps")),
        Code("unused", Severity.NOTE, Text("Không tiêu chí nào dùng", "Nothing reads it")),
        Code(
            "unread-in-cases",
            Severity.WARNING,
            Text("Trường hợp mẫu nêu điều không xét", "Cases state what is not read"),
        ),
        Code("undecided", Severity.NOTE, Text("Không kết luận được", "Could not be settled")),
    )
}
"""All codes, by their ids."""

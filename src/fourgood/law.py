"""The laws that rules keep, by name; and the exceptions that a rulebook makes on purpose, each with its reason."""

from collections.abc import Mapping

from attrs import field, frozen
from attrs.validators import in_

from fourgood.citation import Origin
from fourgood.given import words
from fourgood.text import Text

LAWS: Mapping[str, Text] = {
    "total": Text("mọi tiêu chí đều trả lời, không bao giờ lỗi", "every criterion answers, none ever fails"),
    "deterministic": Text("cùng hồ sơ thì cùng kết quả", "the same dossier always comes to the same"),
    "pure": Text(
        "kết quả không phụ thuộc giờ giấc, may rủi, môi trường hay tệp ngoài, và hồ sơ không bị sửa",
        "nothing depends on clock, chance, environment or files, and the dossier is left as it is",
    ),
    "independent_of_history": Text(
        "hồ sơ xét trước không ảnh hưởng hồ sơ xét sau", "what was evaluated before makes no difference"
    ),
    "improving": Text("tốt hơn thì không bao giờ thiệt hơn", "what is better never makes anything worse"),
    "learning": Text("biết thêm không bao giờ lật lại điều đã rõ", "learning more never turns round what was decided"),
    "explanation_sound": Text(
        "riêng các lý do đã nêu đủ dẫn tới cùng kết quả", "the facts of the reasons alone come to the same"
    ),
    "explanation_complete": Text(
        "điều không nêu trong lý do thì không làm kết quả thay đổi", "what no reason names never changes the outcome"
    ),
    "order_irrelevant": Text(
        "thứ tự tiêu chí, nhóm, số liệu không quan trọng", "the order of criteria, groups and facts does not matter"
    ),
    "round_trip": Text("ghi ra rồi đọc lại vẫn như cũ", "what is written and read again decides the same"),
    "readers_agree": Text("mọi cách đọc quy tắc cho cùng kết quả", "all readers of a rule agree"),
    "inapplicable_do_not_count": Text(
        "tiêu chí không áp dụng thì không tính", "criteria that do not apply do not count"
    ),
    "veto_never_helps": Text(
        "điều kiện loại trừ không bao giờ có lợi cho tổ chức", "a veto never helps a unit, and neither does a deferral"
    ),
    "tightening": Text(
        "quy định siết chặt không công nhận nhiều hơn", "a tightened layer never recognises what its base does not"
    ),
}
"""What each law says; `fourgood.testing.laws` has them as functions."""


@frozen
class LawException:
    """A law that a rulebook breaks on purpose, and why; with a criterion or a fact, there alone.

    The test of the law passes over such breaks, and fails when there are none any more.
    """

    law: str = field(validator=in_(LAWS))
    reason: Text = field(validator=words)
    criterion: str | None = None
    fact: str | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def covers(self, law: str, criterion: str | None, fact: str | None) -> bool:
        """Whether a break of a law, at a criterion and by a fact, is this one."""
        return law == self.law and self.criterion in (None, criterion) and self.fact in (None, fact)

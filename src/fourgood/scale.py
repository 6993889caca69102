"""What numbers count, and what choices there are: measures and scales."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

from attrs import Factory, field, frozen
from attrs.validators import instance_of

from fourgood.errors import Fault, RulebookError
from fourgood.nearest import nearest
from fourgood.text import LANGS, Lang, Text


@lru_cache(maxsize=4096)
def header_form(header: str) -> str:
    """A header as it is compared: composed, without case or extra space, as Vietnamese is typed in several ways."""
    return " ".join(unicodedata.normalize("NFC", header).casefold().split())


def bare_form(text: str) -> str:
    """The same without the marks of Vietnamese, and a key as words."""
    letters = unicodedata.normalize("NFD", header_form(text.replace("_", " "))).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@frozen
class Measure:
    """What a number counts, as words: buổi; meeting, meetings."""

    vi: str
    en: str
    en_plural: str = Factory(lambda self: self.en, takes_self=True)

    def in_(self, lang: Lang, number: object = None) -> str:
        """The words in one language, in English for one or for another number."""
        return self.vi if lang == "vi" else self.en if number == 1 else self.en_plural


PERCENT = Measure("%", "%")
"""The measure of shares: 0.85 is said as 85%."""


RECORDS = Measure("bản ghi", "record", "records")
"""What the records of a table are called that does not say it: meetings and months do."""


@frozen(slots=False)
class Scale:
    """The choices that a fact can be, by key; in an ordered scale from worst to best."""

    values: tuple[tuple[str, Text], ...] = field(validator=instance_of(tuple))
    ordered: bool = False

    def __attrs_post_init__(self) -> None:
        first: dict[str, str] = {}
        for key, label in self.values:
            for said in (key, label.vi, label.en):
                if first.setdefault(header_form(said), key) != key:
                    values = {"label": said, "first": first[header_form(said)], "second": key}
                    message = "“{label}” may be the choice `{first}` or `{second}`"
                    raise RulebookError(Fault(message, values, hint="Give each choice words of its own"))

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """Each choice's words."""
        return dict(self.values)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Each choice's place in the order."""
        return {key: rank for rank, (key, _) in enumerate(self.values)}

    def named(self, *keys: str) -> Text:
        """Choices for a message: their words, and the keys that files hold: Đạt (met), Không đạt (not_met)."""
        labels = self.labels
        return Text(*(", ".join(f"{labels[key].in_(lang)} ({key})" for key in keys) for lang in LANGS))

    def likely(self, written: str) -> str | None:
        """The choice that somebody may have meant: by its key, its words or some of them, marks or not."""
        words = ((key, label) for key, each in self.values for label in (key, *each.vi.split(", "), each.vi, each.en))
        by_form = {bare_form(label): key for key, label in words}
        near = nearest(bare_form(written), by_form, cutoff=0.75)
        return by_form[near[0]] if near else None

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Each choice by what a person may write for it: its key, or its words in either language."""
        return {header_form(label): key for key, words in self.values for label in (words.vi, words.en, key)}


def misfit(value: Fraction | str, measure: Measure | None, scale: Scale | None) -> Fault | None:
    """Why a value cannot be that of a parameter with a measure or a scale; None when it can."""
    word = isinstance(value, str)
    if word is not (scale is not None) or (scale is not None and value not in scale.labels):
        values = {"value": _written(value), "choices": ", ".join(scale.labels) if scale else "-"}
        hint = "A parameter that is a choice says its scale:, one that is a number does not"
        return Fault("{value} is none of the choices {choices}", values, hint=hint)
    if measure == PERCENT and isinstance(value, Fraction) and not 0 <= value <= 10:
        values = {"value": _written(value), "share": _written(value / 100)}
        return Fault("{value} is no share", values, hint="Did you mean {share} or {value}%?")
    return None


def _written(value: Fraction | str) -> Decimal | str:
    return value if isinstance(value, str) else Decimal(value.numerator) / value.denominator


JUDGEMENT = Scale(
    (
        ("met", Text("Đạt", "Met")),
        ("not_met", Text("Không đạt", "Not met")),
        ("not_applicable", Text("Không áp dụng", "Not applicable")),
    )
)
"""What an appraiser says of a criterion that is judged, not counted."""

UNIT_KINDS = Scale(
    (("cell", Text("Chi bộ", "Party cell")), ("committee", Text("Đảng bộ cơ sở", "Grassroots party committee")))
)

ORGANISATION_TYPES = Scale(
    (
        ("commune", Text("Xã", "Commune")),
        ("ward", Text("Phường, thị trấn", "Ward or township")),
        ("hamlet", Text("Ấp, thôn", "Hamlet")),
        ("quarter", Text("Khóm, khu phố", "Quarter")),
        ("agency", Text("Cơ quan hành chính", "Administrative agency")),
        ("party_office", Text("Cơ quan Đảng", "Party office")),
        ("mass_organisation", Text("Mặt trận, đoàn thể", "Front or mass organisation")),
        ("public_service", Text("Đơn vị sự nghiệp", "Public service unit")),
        ("school", Text("Trường học", "School")),
        ("hospital", Text("Bệnh viện, cơ sở y tế", "Hospital")),
        ("bank", Text("Ngân hàng", "Bank")),
        ("state_enterprise", Text("Doanh nghiệp nhà nước", "State enterprise")),
        ("private_enterprise", Text("Doanh nghiệp tư nhân", "Private enterprise")),
        ("army", Text("Quân đội", "Army")),
        ("police", Text("Công an", "Police")),
    )
)
"""The types of organisation that local rules tell apart. Source: domain row C5, gathered from local documents."""

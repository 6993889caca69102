"""Rules said as a person would say them, in both languages."""

import pytest
from hypothesis import given

from fourgood.language import language
from fourgood.parse import parse
from fourgood.words import in_words
from strategies import CONDITIONS, SCOPE

EN, VI = language("en"), language("vi")


@pytest.mark.parametrize(
    "rule, said",
    [
        ("held >= 12", "held (en): at least 12 meetings"),
        ("attended / expected > 0.85", "attended (en) / expected (en): above 85%"),
        ("0.5 <= score < 0.9", "score (en): at least 50% and score (en): less than 90%"),
        ("attendance > min_attendance", "attendance (en): above 85%"),
        ("grade >= min_grade", "grade (en): good or better"),
        ('grade in ("good", "failed")', "grade (en): one of good (en) or failed (en)"),
        ("clean", "clean (en): yes"),
        ("in_order", "in_order (en)"),
        ("clean or warned and in_order", "clean (en): yes or (warned (en): yes and in_order (en))"),
        ("not (clean and warned)", "not the case that (clean (en): yes and warned (en): yes)"),
        ("true", "always"),
        ("not false", "not the case that never"),
        ("at_least(2, clean, held > 1, warned)", "at least 2 of: (clean (en): yes; held (en): above 1 meeting; warned"),
        ("(held + due) * 2 - balance > 3", "((held (en) + due (en)) × 2) − balance (en): above 3"),
        ("attended / held > 2", "attended (en) / held (en): above 2"),
        ("attended / balance > 0.5", "attended (en) / balance (en): above 0.5"),
        ("held / due >= 0.5", "held (en) / due (en): at least 50%"),
        ("held > due", "held (en): above “due (en)”"),
    ],
)
def test_a_rule_in_words(rule, said):
    """Titles for names, signs for arithmetic, measures for numbers, brackets where they matter."""
    assert in_words(parse(rule), SCOPE, EN).startswith(said)


def test_vietnamese_words():
    """từ … trở lên, trên, dưới; và, hoặc."""
    assert in_words(parse("held >= 12 and score < 0.855"), SCOPE, VI) == (
        "held (vi): từ 12 buổi trở lên và score (vi): dưới 85,5%"
    )


@given(CONDITIONS)
def test_every_rule_can_be_said(condition):
    """Never empty, no placeholder left, no word of the other language's titles."""
    for said, foreign in ((in_words(condition, SCOPE, EN), "(vi)"), (in_words(condition, SCOPE, VI), "(en)")):
        assert said.strip()
        assert "{" not in said and "}" not in said and foreign not in said

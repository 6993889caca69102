"""Words in both languages of the library."""

from typing import Literal

from attrs import frozen

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, Lang] = ("vi", "en")


@frozen
class Text:
    """The same words in Vietnamese and in English.

    >>> Text("chi bộ", "Party cell").in_("vi")
    'chi bộ'
    """

    vi: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The words in one language."""
        return self.vi if lang == "vi" else self.en

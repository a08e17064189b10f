"""How billing says no: one sentence in each language, chosen when somebody reads it."""

from django.utils.functional import lazystr
from django.utils.translation import get_language

from motorblok.kernel.errors import Invalid


class Refused(Invalid):
    """What was given cannot be billed. `words_en` and `words_nl` say why and what to do; `words` is the reader's own."""

    code = "not-billable"

    def __init__(self, words_en: str, words_nl: str, *, field: str = "") -> None:
        self.words_en, self.words_nl = words_en, words_nl
        super().__init__(lazystr(_Either(words_en, words_nl)), field=field)


class _Either:
    """Two sentences of which the active language takes one; English where no language is known."""

    def __init__(self, en: str, nl: str) -> None:
        self.en, self.nl = en, nl

    def __str__(self) -> str:
        return self.nl if (get_language() or "en").startswith("nl") else self.en

"""The languages that every word on screen exists in."""

from collections.abc import Callable

from django.utils.translation import override

LANGUAGES = ("en", "nl")


def in_each(words: Callable[[], str]) -> dict[str, str]:
    """The same words in every language, by language code."""
    spoken = {}
    for language in LANGUAGES:
        with override(language):
            spoken[language] = words()
    return spoken

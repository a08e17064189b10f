"""The order of names as people read them: neither capitals nor accents move a name from its place."""

from unicodedata import combining, normalize

# Letters that Unicode takes for letters of their own, and that a reader looks for under another.
READ_AS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def by_name(name: str) -> tuple[str, str]:
    """Return what to sort a name by ("Étoile" stands beside "etoile"); names that read alike keep one order."""
    return plain_letters(name), name


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents, to be compared with what somebody typed."""
    letters = normalize("NFKD", text.casefold().translate(READ_AS))
    return "".join(each for each in letters if not combining(each))

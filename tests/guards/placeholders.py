"""What stands in a sentence for a value, by which two languages are compared."""

import re

NAMED = re.compile(r"%\((\w+)\)")
ANY = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def fields(words: str, language: str) -> set[str]:
    """The fields that a sentence names; one held in each language counts as the same in its own language's sentence.

    So %(target_en)s in English words is the partner of %(target_nl)s in Dutch ones, and of nothing else.
    """
    return {_partner(name, language) for name in NAMED.findall(words)}


def marks(words: str, language: str) -> list[str]:
    """Every placeholder in a sentence, of both kinds of formatting, as often as it stands there."""
    return sorted(
        NAMED.sub(lambda found: f"%({_partner(found[1], language)})", mark) for mark in ANY.findall(words)
    )


def _partner(name: str, language: str) -> str:
    stem = name.removesuffix(f"_{language}")
    return name if stem == name else f"{stem}_*"

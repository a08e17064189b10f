"""How a person or client is recognised at a glance: initials and a hue that never change."""

from zlib import crc32

HUES = 12
ACCENTS = ("petrol", "blue", "violet", "plum", "forest", "graphite")  # as tokens.css names them
PARTICLES = frozenset(
    {"de", "den", "der", "het", "of", "te", "ten", "ter", "the", "van", "von", "&", "en", "and"}
)


def initials(name: str) -> str:
    """Return one or two capitals: first and last word that is not a particle ("Sanne de Vries" -> "SV")."""
    words = [word for word in name.split() if word.lower() not in PARTICLES] or name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


def hue(name: str) -> int:
    """Return the number of the hue class (0 to 11) of a name, equal on every machine and run."""
    return crc32(name.encode()) % HUES


def accent(name: str) -> str:
    """Return the accent of a client's portal: always the same, so that a contact knows where it is."""
    return ACCENTS[crc32(name.encode()) % len(ACCENTS)]

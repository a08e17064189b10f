"""What people write in a task: that it says something, that it can be kept, and that it ends somewhere."""

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Invalid

LONGEST = 20_000


class TextIsMissing(Invalid):
    """Nothing was written where something has to be."""

    code = "text-is-missing"
    words = _("Write at least a few words.")


class TextIsTooLong(Invalid):
    """More was written than is kept."""

    code = "text-is-too-long"
    words = _("Use at most 20,000 characters.")


class TextCannotBeKept(Invalid):
    """The text holds a NUL, which PostgreSQL keeps in no text."""

    code = "text-cannot-be-kept"
    words = _("The text holds a character that cannot be kept.")


def written(text: str, *, field: str, missing: type[Invalid] = TextIsMissing) -> str:
    """The text without the space around it. Raises TextIsTooLong, TextCannotBeKept, and `missing` for an empty one."""
    if "\x00" in text:
        raise TextCannotBeKept(field=field)
    if not (kept := text.strip()):
        raise missing(field=field)
    if len(kept) > LONGEST:
        raise TextIsTooLong(field=field)
    return kept

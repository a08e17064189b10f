"""What people write in a task and read of it: that it says something, can be kept, and ends somewhere."""

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


def in_hours(seconds: int) -> str:
    """Seconds as hours and minutes, 1:30; what is left of a minute counts as a whole one."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours}:{minutes:02}"

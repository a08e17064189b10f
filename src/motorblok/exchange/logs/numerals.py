"""Counts as the active language writes them."""

from django.utils.formats import number_format


def counted(number: int) -> str:
    """A whole number in groups of three: 4,479 in English, 4.479 in Dutch."""
    return str(number_format(number, force_grouping=True))

"""Why Motorblok cannot start: each a sentence that says what to do."""

from motorblok.kernel.errors import DomainError


class CannotStart(DomainError):
    """Something on this machine stands in the way; the words tell what, and what to do about it."""

    code = "cannot-start"

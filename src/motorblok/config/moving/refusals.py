"""Why a client cannot be exported or restored: each a sentence that says what to do."""

from motorblok.kernel.errors import DomainError


class CannotMove(DomainError):
    """Something here, or in the file, stands in the way; the words tell what, and what to do about it."""

    code = "cannot-move"

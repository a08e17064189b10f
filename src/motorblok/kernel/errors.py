"""What can be refused: every error that a person may read derives from the ones here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class DomainError(Exception):
    """A rule was not met. `words` tells the reader, in the active language, what is wrong and what to do.

    `code` names the rule for machines, `status` is the HTTP status (RFC 9110) that a door answers with,
    `field` names the input that is to be corrected, where there is one.
    """

    code = "refused"
    status = 409
    words: Words = _("This cannot be done now.")

    def __init__(self, words: Words = "", *, field: str = "") -> None:
        # Not `words or …`: that would ask a lazy sentence for its text before there is a language.
        self.words = self.words if isinstance(words, str) and not words else words
        self.field = field
        super().__init__(self.words)

    def __str__(self) -> str:
        return str(self.words)


class NotFound(DomainError):
    """The thing does not exist, or not for this viewer: the two must not be told apart."""

    code = "not-found"
    status = 404
    words = _("This does not exist, or it is not yours to see.")


class Invalid(DomainError):
    """The input has a wrong shape or value; `field` names which."""

    code = "invalid"
    status = 422
    words = _("This value cannot be used.")


class NotAllowed(DomainError):
    """The viewer sees the thing but may not do this with it."""

    code = "not-allowed"
    status = 403
    words = _("You may see this, but your role does not allow this step.")

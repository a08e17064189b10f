"""Why a backup or a restore was not made: each a sentence that says what to do."""

from motorblok.kernel.errors import DomainError


class CannotBackUp(DomainError):
    """There is no new backup; those that were there are as they were."""

    code = "cannot-back-up"


class CannotRestore(DomainError):
    """Nothing was restored; what was there is as it was."""

    code = "cannot-restore"

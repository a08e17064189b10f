"""Who asks for an export or a restore, as the event book names them."""

import getpass

SOMEBODY = "command line"


def asker(named: str) -> str:
    """The name that was given, or the login of the system; a container may know none."""
    try:
        return named or getpass.getuser()
    except (KeyError, OSError):
        return SOMEBODY

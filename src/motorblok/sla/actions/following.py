"""What a further version follows upon: the one that its author looked at, and no other."""

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError


class VersionIsSuperseded(DomainError):
    """Somebody published a version while another was being written: it would take back what that one changed."""

    code = "version-is-superseded"
    words = _(
        "Somebody published another version since you opened this page. Open it anew, and make your changes on top of that one."
    )


def must_follow(latest: int, *, seen: int | None) -> None:
    """Raises VersionIsSuperseded where the author looked at another version (its number) than the latest."""
    if seen is not None and seen != latest:
        raise VersionIsSuperseded

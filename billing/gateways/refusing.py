"""How asking a gateway fails: it is away, it says no, it holds other sums than we do, or a message is not its own."""

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError, Invalid, Words


class GatewayAway(DomainError):
    """No answer, or one that says to come back: the same order may be sent again with the same key."""

    code = "gateway-away"
    status = 503
    words = _("The payment service does not answer at the moment. It will be tried again.")


class GatewayLocked(GatewayAway):
    """The gateway does not accept our key, or not for this: nothing is wrong with the order."""

    code = "gateway-locked"
    words = _("The payment service does not accept our key. Ask an administrator to look at the settings.")


class NotYet(GatewayAway):
    """What the order needs is not there yet, such as the draft of a period that has just ended."""

    code = "gateway-not-yet"
    words = _("The payment service has not prepared this yet. It will be tried again.")


class NoDraft(DomainError):
    """The subscription is over, and no draft of it waits: none will ever come."""

    code = "gateway-no-draft"
    words = _("The subscription at the payment service has ended, and left nothing to put this invoice on.")


class GatewayRefused(DomainError):
    """The gateway understood and says no: the same order would be refused again. `reason` is its own code."""

    code = "gateway-refused"
    status = 422
    words = _("The payment service refuses this.")

    def __init__(self, words: Words = "", *, reason: str = "", field: str = "") -> None:
        self.reason = reason
        super().__init__(words, field=field)


class GatewayCannot(GatewayRefused):
    """This gateway has no such thing (a bank transfer has no page to pay on)."""

    code = "gateway-cannot"
    words = _("This way of paying has no such thing.")


class KeyReused(GatewayRefused):
    """One idempotency key was used for two different orders: a fault of ours, and nothing was done."""

    code = "gateway-key-reused"
    words = _("This was sent before with other particulars. Nothing was done.")


class Mismatch(DomainError):
    """The gateway holds other figures than our invoice. Nothing was made final; a person must look.

    `differences` names each field with ours and theirs.
    """

    code = "gateway-mismatch"
    words = _("The payment service holds other sums than our invoice. Nothing was made final.")

    def __init__(self, differences: dict[str, tuple[object, object]]) -> None:
        self.differences = differences
        super().__init__()

    def __str__(self) -> str:
        told = "; ".join(
            f"{name}: ours {ours}, theirs {theirs}" for name, (ours, theirs) in self.differences.items()
        )
        return f"{self.words} {told}"


class NoticeRefused(Invalid):
    """A message that is not to be believed: it is counted and not kept."""

    code = "notice-refused"
    status = 400


class BadSignature(NoticeRefused):
    """No signature, or none of our secrets made it."""

    code = "notice-signature"
    words = _("The signature of this message does not hold.")


class TooOld(NoticeRefused):
    """Signed longer ago than is allowed, or in the future: it may be a repetition by somebody else."""

    code = "notice-time"
    words = _("This message was signed too long ago, or in the future.")


class Malformed(NoticeRefused):
    """The signature holds, but the message is none that we can read."""

    code = "notice-malformed"
    words = _("This message cannot be read.")

"""What each operation asks of a gateway, and what we keep of its answer; every one may be repeated."""

from billing.operations.carrying_out import UnknownOperation, carry_out
from billing.operations.known import known_as

__all__ = ["UnknownOperation", "carry_out", "known_as"]

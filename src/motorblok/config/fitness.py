"""Whether settings that are right in themselves are fit for where they stand: at the outside's door, or on one machine."""

LEAST_KEY, LEAST_SIGNS = 32, 10
# Names that lead to no machine of the outside: RFC 2606 and 6761, RFC 6762, RFC 8375, and ICANN's reserved .internal.
INSIDE = ("localhost", "test", "example", "invalid", "local", "internal", "home.arpa", "lan")


def unfit(*, development: bool, console_host: str, secret_key: str) -> list[str]:
    """A sentence for each thing that must not be: a machine for development at a public name, or a deployment like one."""
    if development:
        return [] if is_inside(console_host) else [PUBLIC.format(console_host)]
    return [
        *([] if not is_of_this_machine(console_host) else [UNREACHABLE.format(console_host)]),
        *([] if is_random(secret_key) or not secret_key else [GUESSABLE]),
    ]


def is_inside(host: str) -> bool:
    """Whether a name can lead to a machine of the inside alone."""
    return "." not in host or host.endswith(tuple(f".{each}" for each in INSIDE))


def is_of_this_machine(host: str) -> bool:
    """Whether every machine takes the name for its own (RFC 6761)."""
    return host == "localhost" or host.endswith(".localhost")


def is_random(key: str) -> bool:
    """Whether nobody could have thought it up; what a framework made for trying things out says so itself."""
    return len(key) >= LEAST_KEY and len(set(key)) >= LEAST_SIGNS and not key.startswith("django-insecure-")


PUBLIC = (
    "MOTORBLOK_DEVELOPMENT is for one machine without TLS, and MOTORBLOK_CONSOLE_HOST {} is a name of the outside: "
    "set MOTORBLOK_DEVELOPMENT to 0."
)
UNREACHABLE = (
    "MOTORBLOK_CONSOLE_HOST must be the name by which browsers reach the console, such as desk.example.com, not {}; "
    "on one machine without TLS set MOTORBLOK_DEVELOPMENT to 1."
)
GUESSABLE = f"MOTORBLOK_SECRET_KEY must be {LEAST_KEY} random characters or more, as infra/make_secrets.sh makes them."

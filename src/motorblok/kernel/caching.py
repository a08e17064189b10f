"""Cache keys that cannot be read from another client's schema."""

from motorblok.kernel import schema

# Rate limits count over all hosts: a guesser must not get new tries on the next client's address.
ACROSS_CLIENTS = ("allauth", "limit:", "host:")


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the schema is part of every key but those that count across clients."""
    owner = "*" if key.startswith(ACROSS_CLIENTS) else schema.current()
    return f"{key_prefix}:{version}:{owner}:{key}"

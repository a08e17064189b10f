"""Why a bank statement cannot be read, and what to do about it."""

from billing.refusing import Refused


class StatementCannotBeRead(Refused):
    """The file is no bank statement that we know, is cut off, or holds what no bank would write."""

    code = "statement-cannot-be-read"


class StatementTooLarge(Refused):
    """The file is larger than statements are."""

    code = "statement-too-large"


def too_large(largest: int) -> StatementTooLarge:
    """More bytes than are read of one file."""
    megabytes = largest // 2**20
    return StatementTooLarge(
        f"The file is larger than {megabytes} MB; ask the bank for shorter periods.",
        f"Het bestand is groter dan {megabytes} MB; vraag de bank om kortere periodes.",
        field="file",
    )


def not_xml(line: int) -> StatementCannotBeRead:
    """It is not XML, or it is cut off."""
    return StatementCannotBeRead(
        f"The file is not complete XML (line {line}); download the CAMT.053 file from the bank again.",
        f"Het bestand is geen volledige XML (regel {line}); download het CAMT.053-bestand opnieuw bij de bank.",
        field="file",
    )


def with_doctype() -> StatementCannotBeRead:
    """It declares types or entities, with which a file can blow up or reach for others."""
    return StatementCannotBeRead(
        "The file declares a document type, which no bank statement does; it is not read.",
        "Het bestand bevat een documenttype, wat geen enkel bankafschrift doet; het wordt niet gelezen.",
        field="file",
    )


def unknown_kind(found: str, known: str) -> StatementCannotBeRead:
    """It is another kind of file, or another version."""
    return StatementCannotBeRead(
        f"This is {found or 'not a bank statement'}; what is read is {known}.",
        f"Dit is {found or 'geen bankafschrift'}; gelezen wordt {known}.",
        field="file",
    )


def wrong_entry(position: int, what_en: str, what_nl: str) -> StatementCannotBeRead:
    """One entry says what cannot be; nothing of the file is taken."""
    return StatementCannotBeRead(
        f"Entry {position} of the statement has {what_en}; nothing was imported.",
        f"Boeking {position} van het afschrift heeft {what_nl}; er is niets geïmporteerd.",
        field="file",
    )

"""Account numbers and creditor references: both carry the check digits of ISO 7064 (mod 97, remainder 1)."""

import re

from stdnum import bic as banks
from stdnum import iban as accounts
from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from billing.refusing import Refused

LONGEST = 21
"""The most letters and digits that a creditor reference carries after its check digits (ISO 11649)."""


class WrongReference(Refused):
    """From this no creditor reference can be made."""

    code = "wrong-reference"


class WrongAccount(Refused):
    """This is no account number (IBAN), or no bank (BIC)."""

    code = "wrong-account"


def bare(text: str) -> str:
    """Only the letters and digits, in capitals: how references and account numbers are compared."""
    return re.sub("[^0-9A-Z]", "", text.upper())


def creditor_reference(number: str) -> str:
    """The creditor reference of an invoice number: 2026-000123 is RF462026000123. Raises WrongReference."""
    body = bare(number)
    if not 0 < len(body) <= LONGEST:
        raise WrongReference(
            f"No payment reference fits {number or 'an empty number'}: it takes 1 to {LONGEST} letters and digits.",
            f"Bij {number or 'een leeg nummer'} past geen betalingskenmerk: dat heeft 1 tot {LONGEST} letters en cijfers.",
            field="number",
        )
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def number_in(reference: str) -> str:
    """The letters and digits of the invoice number in a creditor reference; "" where its check digits are wrong."""
    text = bare(reference)
    return text[4:] if len(text) > len("RF00") and iso11649.is_valid(text) else ""


def is_iban(account: str) -> bool:
    """Whether this can be an IBAN: its length and shape by country, and its check digits (ISO 13616)."""
    # Without the rules of single countries, which know only the banks that there were.
    return accounts.is_valid(bare(account), check_country=False)


def require_account(iban: str, *, bic: str = "") -> None:
    """Raises WrongAccount unless the IBAN can be one, and the BIC, where there is one (ISO 9362)."""
    if not is_iban(iban):
        raise WrongAccount(
            f"{iban or 'An empty field'} is not an IBAN; check it for a mistake in writing.",
            f"{iban or 'Een leeg veld'} is geen IBAN; controleer of het goed is geschreven.",
            field="iban",
        )
    if bic and not banks.is_valid(bic):
        raise WrongAccount(
            f"{bic} is not a BIC; it has 8 or 11 letters and digits.",
            f"{bic} is geen BIC; die heeft 8 of 11 letters en cijfers.",
            field="bic",
        )


def grouped(text: str) -> str:
    """In groups of four, as people read and type it."""
    plain = bare(text)
    return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))

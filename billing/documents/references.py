"""Account numbers and creditor references: both are checked by ISO 7064 (mod 97, remainder 1)."""

import re

from billing.refusing import Refused

RF = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
LONGEST = 21
"""The most letters and digits that a creditor reference carries after its check digits (ISO 11649)."""

IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
"""How long an IBAN is in the countries of SEPA; elsewhere the check digits alone decide."""


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
    if not body or len(body) > LONGEST or not body.isascii():
        raise WrongReference(
            f"No payment reference fits {number or 'an empty number'}: it takes 1 to {LONGEST} letters and digits.",
            f"Bij {number or 'een leeg nummer'} past geen betalingskenmerk: dat heeft 1 tot {LONGEST} letters en cijfers.",
            field="number",
        )
    return f"RF{98 - _remainder(body + 'RF00'):02}{body}"


def number_in(reference: str) -> str:
    """The letters and digits of the invoice number in a creditor reference; "" where its check digits are wrong."""
    text = bare(reference)
    return text[4:] if RF.fullmatch(text) and _remainder(text[4:] + text[:4]) == 1 else ""


def is_iban(account: str) -> bool:
    """Whether this can be an IBAN: its length by country, and its check digits (ISO 13616)."""
    text = bare(account)
    length = IBAN_LENGTHS.get(text[:2], len(text))
    return bool(IBAN.fullmatch(text)) and len(text) == length and _remainder(text[4:] + text[:4]) == 1


def require_account(iban: str, *, bic: str = "") -> None:
    """Raises WrongAccount unless the IBAN can be one, and the BIC, where there is one (ISO 9362)."""
    if not is_iban(iban):
        raise WrongAccount(
            f"{iban or 'An empty field'} is not an IBAN; check it for a mistake in writing.",
            f"{iban or 'Een leeg veld'} is geen IBAN; controleer of het goed is geschreven.",
            field="iban",
        )
    if bic and not BIC.fullmatch(bare(bic)):
        raise WrongAccount(
            f"{bic} is not a BIC; it has 8 or 11 letters and digits.",
            f"{bic} is geen BIC; die heeft 8 of 11 letters en cijfers.",
            field="bic",
        )


def grouped(text: str) -> str:
    """In groups of four, as people read and type it."""
    plain = bare(text)
    return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))


def _remainder(text: str) -> int:
    # Letters count as 10 to 35, which is what base 36 makes of them.
    return int("".join(str(int(sign, 36)) for sign in text)) % 97

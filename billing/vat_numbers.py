"""Numbers of VAT and of banks, checked offline: the country's own shape and check digits, and whose they can be."""

from stdnum import iban as ibans
from stdnum.eu import vat as eu
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as gb

from billing.rating.taxes import NoVatNumber
from billing.refusing import Refused

UNION = frozenset(state.upper() for state in eu.MEMBER_STATES) - {"XI"}
"""The member states (ISO 3166-1). Northern Ireland is part of Great Britain, though its numbers are the Union's."""

PREFIXES = {"GR": ("EL",), "GB": ("GB", "XI")}
LONGEST = 20


class WrongIban(Refused):
    """No bank account can have this number."""

    code = "wrong-iban"


def vat_number(written: str, *, country: str, field: str = "vat_number") -> str:
    """A VAT number without spaces and dots, in capitals; "" where none was given. Raises NoVatNumber.

    In the Union and Great Britain its check digits are checked; that the number is in use, only VIES or HMRC can say.
    """
    number = "".join(each for each in written.upper() if each not in " .-")
    if not number:
        return ""
    prefixes = PREFIXES.get(country, (country,))
    if country not in UNION and country != "GB":
        _require(len(number) <= LONGEST and number.isascii() and number.isalnum(), written, country, field)
        return number
    _require(number.startswith(prefixes), written, prefixes[0], field)
    _require(_is_valid(number), written, prefixes[0], field)
    return number


def iban(written: str, *, field: str = "iban") -> str:
    """An account number without spaces, in capitals. Raises WrongIban."""
    try:
        return str(ibans.validate(written))
    except ValidationError:
        raise WrongIban(
            f"{written or 'Nothing'} is no IBAN: a digit may be missing or swapped.",
            f"{written or 'Niets'} is geen IBAN: er ontbreekt misschien een cijfer of er zijn er twee verwisseld.",
            field=field,
        ) from None


def _is_valid(number: str) -> bool:
    return bool(gb.is_valid(number)) if number.startswith("GB") else bool(eu.is_valid(number))


def _require(holds: bool, written: str, prefix: str, field: str) -> None:
    if not holds:
        raise NoVatNumber(
            f"{written} is no VAT number of {prefix}: check its digits, and write it with its country.",
            f"{written} is geen btw-nummer van {prefix}: controleer de cijfers en schrijf de landcode ervoor.",
            field=field,
        )

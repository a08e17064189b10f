"""Where a company of the provider's is paid, as it is written down, and what cannot be meant by it."""

import re
from dataclasses import dataclass
from typing import Self

from billing.addresses import check_zone
from billing.rating.checking import WrongTerms
from billing.vat_numbers import iban

BIC = re.compile(r"([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a company is paid, and in which zone its years begin and end. The default one is offered first."""

    iban: str
    bic: str = ""
    time_zone: str = "Europe/Amsterdam"
    is_default: bool = False

    def checked(self) -> Self:
        """The same without spaces, in capitals. Raises WrongIban, WrongTerms."""
        bic = self.bic.replace(" ", "").upper()
        if not BIC.fullmatch(bic):
            raise WrongTerms(
                "A BIC has 8 or 11 letters and digits.",
                "Een BIC heeft 8 of 11 letters en cijfers.",
                field="bic",
            )
        check_zone(self.time_zone)
        return type(self)(iban=iban(self.iban), bic=bic, time_zone=self.time_zone, is_default=self.is_default)

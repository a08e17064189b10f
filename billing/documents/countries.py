"""The names of the countries that invoices go to, in our own table, so that no update of a library moves a byte."""

from billing.documents.words import in_words
from billing.rating.wording import Language, Words

COUNTRIES = {
    "AT": Words("Austria", "Oostenrijk"), "BE": Words("Belgium", "België"), "BG": Words("Bulgaria", "Bulgarije"),
    "CA": Words("Canada", "Canada"), "CH": Words("Switzerland", "Zwitserland"), "CY": Words("Cyprus", "Cyprus"),
    "CZ": Words("Czechia", "Tsjechië"), "DE": Words("Germany", "Duitsland"), "DK": Words("Denmark", "Denemarken"),
    "EE": Words("Estonia", "Estland"), "ES": Words("Spain", "Spanje"), "FI": Words("Finland", "Finland"),
    "FR": Words("France", "Frankrijk"), "GB": Words("United Kingdom", "Verenigd Koninkrijk"),
    "GR": Words("Greece", "Griekenland"), "HR": Words("Croatia", "Kroatië"), "HU": Words("Hungary", "Hongarije"),
    "IE": Words("Ireland", "Ierland"), "IS": Words("Iceland", "IJsland"), "IT": Words("Italy", "Italië"),
    "LI": Words("Liechtenstein", "Liechtenstein"), "LT": Words("Lithuania", "Litouwen"),
    "LU": Words("Luxembourg", "Luxemburg"), "LV": Words("Latvia", "Letland"), "MT": Words("Malta", "Malta"),
    "NL": Words("Netherlands", "Nederland"), "NO": Words("Norway", "Noorwegen"), "PL": Words("Poland", "Polen"),
    "PT": Words("Portugal", "Portugal"), "RO": Words("Romania", "Roemenië"), "SE": Words("Sweden", "Zweden"),
    "SI": Words("Slovenia", "Slovenië"), "SK": Words("Slovakia", "Slowakije"),
    "US": Words("United States", "Verenigde Staten"),
}  # fmt: skip


def country(code: str, language: Language) -> str:
    """A country's name; its code where we have no name for it."""
    return in_words(COUNTRIES.get(code, Words(code, code)), language)

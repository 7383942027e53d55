"""One value as people and software write it, brought to the spelling that our tables take."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from ..cells import BadCell, check

_HIDDEN = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march",
            "avril avr april apr", "mai may", "juin june jun", "juillet juil july jul", "aout august aug",
            "septembre sept sep september", "octobre oct october", "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_IN_WORDS = re.compile(r"(?:(?:le )?(?:[a-z]+di )?(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4})")
_IN_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?: .*)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2})(?:[t ].*)?)?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_AMOUNT = re.compile(r"([-+]?[\d.,]*\d)(k|m)?(?:€|eur|euro|euros)?", re.ASCII)
_SCHEME = re.compile(r"https?://", re.I)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,24}(?:[:/?#]\S*)?")
_YES = {"oui", "yes", "o", "y", "x", "vrai", "true", "1", "v"}
_NO = {"non", "no", "n", "faux", "false", "0"}
_NOWHERE = ((0.0, 0.0), (46.2254, 2.2412), (46.2276, 2.2137))  # forms' placeholders


def tidy(text: str) -> str:
    """Return a text in composed form (NFC), less control signs, hidden marks and outer white space."""
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text.strip()
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = plain.translate(_HIDDEN)
    return "".join(map(_seen, plain)).strip()


def _seen(sign: str) -> str:
    if sign.isprintable() or sign == "\n":
        return sign
    category = unicodedata.category(sign)
    if category in ("Cc", "Cs", "Cn", "Zl", "Zp"):
        return "" if category in ("Cs", "Cn") else " "
    return sign


def one_line(text: str) -> str:
    """Return a tidy text on one line, its white space made single spaces."""
    plain = tidy(text)
    return " ".join(plain.split()) if "  " in plain or not plain.isprintable() else plain


def read_date(text: str) -> str:
    """Return the ISO day, month or year of a date as French offices write them.

    Raises
    ------
    BadCell
        For anything else, a day that does not exist, or a range.

    Examples
    --------
    >>> read_date("12/03/2024"), read_date("mars 2024"), read_date("2024-05-30T18:00:00+02:00")
    ('2024-03-12', '2024-03', '2024-05-30')
    """
    plain = _plain(text)
    if found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _IN_NUMBERS.fullmatch(plain):
        day, month, year = found.groups()
    elif found := _MONTH_AND_YEAR.fullmatch(plain):
        day, (month, year) = None, found.groups()
    elif (found := _IN_WORDS.fullmatch(plain)) and found[2] in _MONTHS:
        day, month, year = found[1], str(_MONTHS[found[2]]), found[3]
    else:
        return check("date", plain)
    if len(year) == 2:
        year = f"20{year}" if year < "70" else f"19{year}"
    parts = [year, month.zfill(2), *([day.zfill(2)] if day else [])]
    return check("date", "-".join(parts))


def read_amount(text: str) -> str:
    """Return an amount in euros: "12 500,50 €", "1.200", "12 k€".

    A sign before exactly three last digits separates thousands: no amount in euros has three decimals.

    Raises
    ------
    BadCell
        For anything else.
    """
    found = _AMOUNT.fullmatch(re.sub(r"\s", "", text.translate(_SPACES)).casefold().replace("'", ""))
    if not found:
        raise BadCell("table.number")
    digits, scale = found[1], {"k": 1000, "m": 1_000_000}.get(found[2] or "", 1)
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0 and (len(digits) - last - 1 == 3 and not found[2] and digits[:last].strip("+-0")):
        whole, cents = digits, ""
    else:
        whole, cents = (digits, "") if last < 0 else (digits[:last], digits[last + 1 :])
    whole = whole.replace(",", "").replace(".", "")
    try:
        return check("number", format(Decimal(f"{whole}.{cents or 0}") * scale, "f"))
    except InvalidOperation as error:
        raise BadCell("table.number") from error


def read_yes_no(text: str) -> str:
    """Return "yes" or "no", as the tables write them; raise BadCell for anything else."""
    plain = _plain(text)
    if plain in _YES or plain in _NO:
        return "yes" if plain in _YES else "no"
    raise BadCell("table.yes-no")


def read_url(text: str) -> str:
    """Return an address of the web; one without a scheme is given http://, which any site answers.

    Raises
    ------
    BadCell
        For anything that is no address.
    """
    plain = one_line(text).strip("<>")
    if not _SCHEME.match(plain):
        if not _DOMAIN.fullmatch(plain) or "@" in plain:
            raise BadCell("table.url")
        plain = f"http://{plain}"
    scheme, _, rest = plain.partition("://")
    if "." not in rest.partition("/")[0] and "localhost" not in rest:
        raise BadCell("table.url")
    return check("url", f"{scheme.lower()}://{rest}")


def read_register(kind: str, text: str) -> str:
    """Return a SIREN (9 digits), SIRET (14) or RNA (W and 9 signs) without its spaces; raise BadCell."""
    plain = re.sub(r"[\s.\-_]", "", text.translate(_SPACES)).upper()
    return check(kind, re.sub(r"^FR\d\d(?=\d{9}$)", "", plain))  # a European VAT number ends with the SIREN


def read_degrees(text: str) -> str:
    """Return decimal degrees as written, the comma made a point; raise BadCell for anything else."""
    plain = one_line(text).replace(",", ".").rstrip("°NE ")
    try:
        if not abs(float(plain)) <= 180:
            raise BadCell("conversion.degrees")
    except ValueError as error:
        raise BadCell("conversion.degrees") from error
    return check("number", plain)


def is_nowhere(latitude: str, longitude: str) -> bool:
    """Tell whether coordinates are the placeholder of a form that nobody filled in."""
    place = (float(latitude), float(longitude))
    return any(abs(place[0] - lat) < 1e-4 and abs(place[1] - lon) < 1e-4 for lat, lon in _NOWHERE)


def read_phone(text: str) -> str:
    """Return a phone number, a French one in pairs of digits ("06 12 34 56 78"), another as written."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith(("+33", "0033")):
        digits = "0" + re.sub(r"^(0033|33)0?", "", digits)
    if len(digits) == 9 and digits[0] != "0":
        digits = f"0{digits}"  # the zero that spreadsheets eat
    if len(digits) == 10 and digits[0] == "0":
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))
    return one_line(text)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", one_line(text).casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


READERS: dict[str, Callable[[str], str]] = {
    "date": read_date,
    "year": lambda text: check("year", read_date(text)[:4]),
    "number": read_amount,
    "integer": lambda text: check("integer", one_line(text).removesuffix(".0")),
    "yes-no": read_yes_no,
    "url": read_url,
    "siren": lambda text: read_register("siren", text),
    "siret": lambda text: read_register("siret", text),
    "rna": lambda text: read_register("rna", text),
    "latitude": read_degrees,
    "longitude": read_degrees,
    "label": one_line,
    "string": one_line,
    "text": tidy,
}


def read_cell(kind: str, text: str) -> str:
    """Return a cell of a column's `kind`; raise BadCell when it is not one."""
    return check(kind, READERS.get(kind, one_line)(text))

"""French registers and coordinates: each kept in one spelling, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.cells import BadCell, check, clean

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def luhn(digits: str) -> str:
    """Return the digits with the one that makes them pass, found by trying all ten."""
    for last in "0123456789":
        doubled = [int(sign) * (2 if place % 2 else 1) for place, sign in enumerate(reversed(digits + last))]
        if sum(each // 10 + each % 10 for each in doubled) % 10 == 0:
            return digits + last
    raise AssertionError(digits)


@pytest.mark.parametrize(
    ("kind", "given_", "kept"),
    [
        ("siren", "356 000 000", "356000000"),
        ("siren", "732.829.320", "732829320"),
        ("siren", "732\u00a0829\u202f320", "732829320"),
        ("siret", "732 829 320 00074", "73282932000074"),
        ("siret", "35600000000048", "35600000000048"),
        (
            "siret",
            "35600000049837",
            "35600000049837",
        ),  # La Poste: no Luhn, the digits add up to a multiple of 5
        ("rna", "w751234567", "W751234567"),
        ("rna", "W2A 1000123", "W2A1000123"),
        ("latitude", "48,7009", "48.7009"),
        ("latitude", "-90", "-90"),
        ("latitude", "+1.50", "1.5"),
        ("longitude", "-180", "-180"),
        ("longitude", "-0", "0"),
        ("email", "contact@exemple.org", "contact@exemple.org"),
        ("phone", "02\u00a033\u202f00 00 00", "02 33 00 00 00"),
        ("phone", "+33 (0)2 33 00 00 00", "+33 (0)2 33 00 00 00"),
    ],
)
def test_a_value_is_kept_in_one_spelling(kind, given_, kept):
    assert check(kind, given_) == kept


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("siren", "356000001"),
        ("siren", "35600000"),
        ("siren", "000000000"),
        ("siren", "FR12356000000"),
        ("siren", "٣٥٦٠٠٠٠٠٠"),
        ("siret", "73282932000075"),
        ("siret", "356000000"),
        ("siret", "35600000049838"),
        ("siret", "73282932100073"),  # its own check holds, its SIREN's does not
        ("rna", "751234567"),
        ("rna", "W75123456"),
        ("rna", "WABCDEFGHI"),
        ("latitude", "90.0001"),
        ("latitude", "48° N"),
        ("latitude", "NaN"),
        ("longitude", "180,1"),
        ("longitude", ""),
        ("email", "contact (at) exemple.org"),
        ("email", "a@b"),
        ("phone", "hidden"),
        ("phone", "12"),
        ("number", "1e-999999"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_its_name(kind, refused):
    with pytest.raises(BadCell) as told:
        check(kind, refused)
    assert told.value.key == f"table.{kind}"


@given(DIGITS.filter(lambda digits: digits.strip("0")))
def test_a_siren_needs_its_check_digit(digits):
    right = luhn(digits)
    assert check("siren", f"{right[:3]} {right[3:6]} {right[6:]}") == right
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    with pytest.raises(BadCell):
        check("siren", wrong)


@given(DIGITS.filter(lambda digits: digits.strip("0")), st.text("0123456789", min_size=4, max_size=4))
def test_a_siret_is_a_siren_and_a_check_of_its_own(digits, office):
    siret = luhn(luhn(digits) + office)
    assert check("siret", siret) == siret
    if not siret.startswith("356000000"):
        with pytest.raises(BadCell):
            check("siret", siret[:-1] + str((int(siret[-1]) + 1) % 10))


@given(st.sampled_from(["siren", "siret", "rna", "latitude", "longitude", "email", "phone"]), st.text())
def test_any_text_is_kept_or_refused_and_what_is_kept_stays(kind, text):
    try:
        kept = check(kind, clean(text))
    except BadCell:
        return
    assert check(kind, kept) == kept


@given(st.decimals(-180, 180, places=6))
def test_a_decimal_comma_says_the_same_as_a_point(degrees):
    assert check("longitude", str(degrees).replace(".", ",")) == check("longitude", str(degrees))

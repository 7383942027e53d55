"""Any text is read without harm and in no time, and no spelling of a commune is lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.territories.asked import LONGEST
from maillage.data.territories.index import load_index
from maillage.data.territories.matching import match, match_rows
from maillage.data.territories.reference import load_reference
from maillage.errors import MaillageError

COMMUNES = load_reference().of_kind("Commune")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COMMUNES), st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from(" -'’"))
def test_spelling_does_not_matter(commune, case, link):
    written = case(commune.name).replace("-", link).replace("Saint" + link, "St" + link)
    found = match(f"{written}, {commune.departements[0]}")
    assert found.territory is commune


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600))
def test_any_text_has_an_answer_that_can_be_said(written):
    found = match(written)
    assert found.outcome in ("one", "several", "none")
    assert len(match_rows(found)) >= (found.outcome != "none")
    assert all(str(each) for each in found.warnings)
    if found.territory is None:
        with pytest.raises(MaillageError) as raised:
            found.one()
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " \t\n",
        "\x00\x1b[31mBriouze\x07",
        "(((((((((((",
        "61120 " * 80,
        "a," * 200,
        "saint " * 80,
        "(a+)+$" * 80,
        "la la la la la la la la la la",
        "%s%n{0}{name}",
        "' OR 1=1 --",
        "🙂" * 500,
        "٦١١٢٠",
        "é" * LONGEST,
        "ﷺ" * LONGEST,
        "x" * 1_000_000,
        "saint martin " * 30,
    ],
)
def test_hostile_texts_stay_fast_and_safe(written):
    load_index().nearest("briouze")  # the gram lists are built once
    start = time.process_time()
    found = match(written)
    match_rows(found)
    assert time.process_time() - start < 2  # what grows as a power of the length would take minutes
    assert found.territory is None or found.territory.name == "Briouze"
    assert all(sign.isprintable() for warning in found.warnings for sign in str(warning))

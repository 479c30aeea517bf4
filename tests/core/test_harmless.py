"""What a spreadsheet would take for a formula is made harmless, and comes back as it was."""

import pytest

from crm_desktop.core.harmless import guarded, unguarded

FORMULAS = ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "＝HYPERLINK(1)", "'=1", "''=1"]
FIGURES = ["+86 21 5531 3600", "-5", "+49 (0) 30/123-4", "-1,250.50", "1-2"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_that_goes_again(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", [*FIGURES, "Lanting", "'s Hertogenbosch", "a=b", ""])
def test_figures_and_other_texts_stay_what_they_are(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text

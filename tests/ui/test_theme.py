"""Every pair of colours that meets on the screen can be read."""

import re

import pytest
from PySide6.QtCore import QSettings

from crm_desktop.core.resources import resource
from crm_desktop.ui.frame import rail
from crm_desktop.ui.look.appearance import Appearance, worn
from crm_desktop.ui.look.stylesheet import style_sheet
from crm_desktop.ui.look.theme import (
    CONTRAST,
    CONTRAST_DARK,
    DARK,
    HUES,
    LIGHT,
    THEMES,
    Theme,
    blend,
    contrast,
    palette,
)
from crm_desktop.ui.records import stage_path

GROUNDS = ("window", "surface", "raised", "hover", "selected")
TEXTS = ("text", "muted", "accent", "good", "warn", "bad")
every = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
strong = pytest.mark.parametrize("theme", [CONTRAST, CONTRAST_DARK], ids=lambda theme: theme.name)


@every
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_meets_aa_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@strong
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_of_high_contrast_meets_aaa_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 7.0


@strong
@pytest.mark.parametrize("hue", HUES)
def test_chips_of_high_contrast_meet_aaa(theme: Theme, hue: str) -> None:
    assert contrast(theme.hues[hue], theme.chips[hue]) >= 7.0


@strong
@pytest.mark.parametrize("ground", GROUNDS)
def test_lines_of_high_contrast_are_signs_by_themselves(theme: Theme, ground: str) -> None:
    assert contrast(theme.line, getattr(theme, ground)) >= 3.0


@every
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "hover"])
def test_borders_of_controls_meet_three_to_one(theme: Theme, ground: str) -> None:
    assert contrast(theme.edge, getattr(theme, ground)) >= 3.0


@every
@pytest.mark.parametrize("ground", GROUNDS)
def test_focus_ring_meets_three_to_one(theme: Theme, ground: str) -> None:
    assert contrast(theme.accent, getattr(theme, ground)) >= 3.0


@every
@pytest.mark.parametrize("ground", ["surface", "hover"])
def test_the_grey_of_arrows_meets_three_to_one(theme: Theme, ground: str) -> None:
    drawing = resource("icons/arrow-grey-down.svg").read_text("utf-8")
    assert contrast(re.search("#[0-9A-F]{6}", drawing).group(), getattr(theme, ground)) >= 3.0


@every
def test_the_tick_of_a_box_is_the_colour_made_for_the_accent(theme: Theme) -> None:
    drawing = resource(f"icons/tick-{theme.name}.svg").read_text("utf-8")
    assert re.search("#[0-9A-F]{6}", drawing).group() == theme.on_accent


@every
@pytest.mark.parametrize("hue", HUES)
def test_chip_text_meets_aa_on_its_chip(theme: Theme, hue: str) -> None:
    assert contrast(theme.hues[hue], theme.chips[hue]) >= 4.5


@every
@pytest.mark.parametrize("hue", HUES)
def test_chip_text_meets_aa_on_a_selected_row(theme: Theme, hue: str) -> None:
    assert contrast(theme.hues[hue], theme.selected) >= 4.5


@every
def test_what_the_search_field_says_meets_aa_on_its_ground(theme: Theme) -> None:
    ground = theme.surface if theme.has_high_contrast else blend(theme.text, theme.window, 0.06)
    assert contrast(theme.muted, ground) >= 4.5
    assert re.search(rf'"search".*?background: {ground}', style_sheet(theme))


@every
def test_text_on_accent_and_on_tooltips_meets_aa(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.surface, theme.text) >= 4.5


@every
def test_each_theme_has_every_hue_and_tone(theme: Theme) -> None:
    assert set(theme.hues) == set(theme.chips) == set(HUES)
    assert all(theme.tone(tone).startswith("#") for tone in ("", "muted", "good", "warn", "bad", "accent"))


@every
def test_what_painters_mix_can_be_read_and_seen(theme: Theme) -> None:
    # What is written or drawn, on what, and how much contrast that takes (WCAG 2.2: 4.5 for text, 3 for signs).
    mixed = {
        "the screen chosen in the rail": (theme.text, blend(theme.text, theme.window, rail.CHOSEN), 4.5),
        "its sign": (theme.accent, blend(theme.text, theme.window, rail.CHOSEN), 3.0),
        "a screen of the rail under the mouse": (theme.muted, blend(theme.text, theme.window, rail.UNDER_MOUSE), 4.5),
        "a stage passed, under the mouse": (theme.hues["blue"], blend(theme.accent, theme.chips["blue"], stage_path.UNDER_MOUSE), 4.5),
        "a stage ahead, under the mouse": (theme.muted, blend(theme.accent, theme.hover, stage_path.UNDER_MOUSE), 4.5),
        "the primary button under the mouse": (theme.on_accent, blend(theme.text, theme.accent, 0.14), 4.5),
        "a button of the bars under the mouse": (theme.text, blend(theme.text, theme.window, 0.07), 4.5),
        "the button of a toast under the mouse": (theme.surface, blend(theme.surface, theme.text, 0.15), 4.5),
        "what is done of the ring": (theme.accent, blend(theme.text, theme.surface, 0.08), 3.0),
        "how likely a column of the board is": (theme.hues["blue"], blend(theme.hues["blue"], theme.window, 0.18), 3.0),
        **{f"initials in {hue}": (theme.hues[hue], theme.chips[hue], 4.5) for hue in HUES},
        **{f"the count of a column in {hue}": (theme.hues[hue], theme.window, 4.5) for hue in HUES},
    }  # fmt: skip
    assert {what: round(contrast(a, b), 2) for what, (a, b, least) in mixed.items() if contrast(a, b) < least} == {}


@every
def test_palette_carries_the_tokens(theme: Theme) -> None:
    made = palette(theme)
    assert made.base().color().name().upper() == theme.surface
    assert made.highlightedText().color().name().upper() == theme.on_accent


def test_dark_themes_are_dark() -> None:
    assert [theme.is_dark for theme in (LIGHT, DARK, CONTRAST, CONTRAST_DARK)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),
    ],
)
def test_contrast_is_the_published_one(a: str, b: str, expected: float) -> None:
    assert contrast(a, b) == pytest.approx(expected, abs=0.01)
    assert contrast(b, a) == contrast(a, b)


def test_blend_lays_one_colour_over_another() -> None:
    assert blend("#FF0000", "#0000FF", 0.5) == "#800080"
    assert blend("#FF0000", "#0000FF", 0.0) == "#0000FF"


@pytest.mark.parametrize(
    ("choice", "is_dark", "wants_contrast", "expected"),
    [
        ("system", False, False, LIGHT),
        ("system", True, False, DARK),
        ("system", False, True, CONTRAST),
        ("system", True, True, CONTRAST_DARK),
        ("light", True, True, LIGHT),
        ("dark", False, True, DARK),
        ("contrast", False, False, CONTRAST),
        ("contrast", True, False, CONTRAST_DARK),
    ],
)
def test_the_system_is_followed_unless_the_person_chose(
    choice: str, is_dark: bool, wants_contrast: bool, expected: Theme
) -> None:
    assert worn(choice, is_dark=is_dark, wants_contrast=wants_contrast) is expected


def test_high_contrast_can_be_chosen_and_stays(qapp, tmp_path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    Appearance(qapp, settings).choose("contrast")
    again = Appearance(qapp, settings)
    assert (again.choice, again.theme.has_high_contrast) == ("contrast", True)
    assert again.theme.edge in qapp.styleSheet()
    qapp.setStyleSheet("")

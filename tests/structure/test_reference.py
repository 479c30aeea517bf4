"""The committed reference says what the declarations say."""

from crm_desktop.core.reference import markdown
from crm_desktop.core.resources import resource


def test_the_field_reference_is_up_to_date():
    written = resource("reference/fields.md").read_text(encoding="utf-8")
    assert written == markdown(), "run: python -m crm_desktop.core.reference > resources/reference/fields.md"

"""What the tests of this room share: the small office with its laptops."""

from tests.staffed import office, quick_keys, staffed

__all__ = ["office", "quick_keys", "staffed"]

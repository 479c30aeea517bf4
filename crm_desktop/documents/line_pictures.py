"""Pictures beside the lines of a paper: as fine as paper shows them, and no more bytes than that."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError

SIZE = 40.0
"""Points of their longer side."""
GAP = 8.0
_DOTS = 240  # 430 dots an inch


@lru_cache(maxsize=64)
def as_printed(content: bytes) -> bytes:
    """Make a small copy of a picture; empty where nobody here can read it, as of a photograph in HEIC."""
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.draft("RGB", (_DOTS, _DOTS))
            small = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return b""
    small.thumbnail((_DOTS, _DOTS))
    on_paper = Image.new("RGB", small.size, "#FFFFFF")
    on_paper.paste(small, mask=small)
    target = BytesIO()
    on_paper.save(target, "JPEG", quality=88)
    return target.getvalue()


@lru_cache(maxsize=1)
def sample_picture() -> bytes:
    """Give a plain picture that stands for one of a product."""
    picture = Image.new("RGB", (_DOTS, _DOTS), "#E6EAEE")
    picture.paste("#C3CBD3", (60, 60, 180, 180))
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()

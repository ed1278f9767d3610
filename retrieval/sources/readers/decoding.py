"""From bytes to text."""

from retrieval.documents import SkipReason


def decoded(content: bytes) -> str | SkipReason:
    """``content`` as text, unchanged; or why it is none."""
    if b"\0" in content:
        return SkipReason.NOT_TEXT
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return SkipReason.NOT_UTF8

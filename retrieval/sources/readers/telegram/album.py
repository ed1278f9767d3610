"""An album is sent as several messages, one a picture; each may have a caption."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from retrieval.sources.readers.telegram.post import Post, Run

_LARGEST = 10
"""Messages that Telegram sends as one album at most."""

_BETWEEN = Run("\n\n")


def joined(posts: Iterable[Post]) -> Iterator[Post]:
    """The ``posts`` that have text, in order; the captions of an album make one post, that of the first.

    Exports do not mark albums. Those are messages with media that follow each other in the numbers of the
    chat, from one sender in the same second; forwarded ones are no album, for many are forwarded at once.
    """
    album: Post | None = None
    last: Post | None = None
    members = 0
    for post in posts:
        if last and members < _LARGEST and _go_together(last, post):
            members += 1
            album = _with(album, post)
        else:
            if album:
                yield album
            members = 1
            album = post if post.runs else None
        last = post
    if album:
        yield album


def _go_together(one: Post, following: Post) -> bool:
    return (
        one.is_media
        and following.is_media
        and not (one.is_forwarded or following.is_forwarded)
        and following.number == one.number + 1
        and one.published is not None
        and (one.published, one.sender, one.publisher)
        == (following.published, following.sender, following.publisher)
    )


def _with(album: Post | None, post: Post) -> Post | None:
    if not post.runs:
        return album
    if album is None:
        return post
    runs = (*album.runs, _BETWEEN, *post.runs)
    return replace(album, runs=runs, updated=album.updated or post.updated)

"""What a page states in the ``meta`` elements of its head."""

from retrieval.sources.readers.web_page.markup import Element


def stated(tree: Element, *names: str) -> list[str]:
    """All that the page gives under any of ``names``, in single spaces, in the order of the page."""
    return [
        text
        for element in tree.iter("meta")
        if (element.get("property") or element.get("name") or element.get("itemprop") or "").lower() in names
        and not _is_of_another(element)
        and (text := " ".join((element.get("content") or "").split()))
    ]


def _is_of_another(element: Element) -> bool:
    """Whether it stands in the body, where it describes one thing of many: an article, a comment."""
    return any(
        "itemscope" in one.attrib for one in element.iterancestors() if one.tag not in ("html", "body")
    )

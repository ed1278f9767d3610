"""Why a page of the web can't be fetched."""

from enum import StrEnum


class FetchFault(StrEnum):
    """Why nothing could be fetched; the value says it in English.

    ``{address}`` is what was asked for, without its query, and where that led. Other facts are numbers.
    """

    ADDRESS = "{address} is not an address of the web: give one that begins with http:// or https://"
    CREDENTIALS = "{address} holds a user's name or password: give it without them"
    PRIVATE = "{address} is in a private or local network, where nothing is fetched"
    UNKNOWN_HOST = "{address} can't be found: there is no such site, or no connection to the internet"
    UNREACHABLE = "{address} can't be reached"
    CERTIFICATE = "{address} has no valid certificate"
    INSECURE = "{address} makes no secure connection"
    DOWNGRADE = "{address} leaves https: if you trust the connection, give the second address itself"
    REDIRECTS = "{address} leads on more than {most} times"
    ROBOTS = "{address} forbids robots (robots.txt)"
    ROBOTS_UNREADABLE = "{address} is not fetched, because the robots.txt of its site can't be read"
    TOO_SLOW = "{address} takes longer than {seconds} s"
    TOO_LARGE = "{address} is larger than {megabytes} MB"
    NOT_HTTP = "{address} does not answer as a web server does"
    CUT_OFF = "{address} broke off before its end"
    PACKED = "{address} is packed in a way that can't be unpacked"
    EMPTY = "{address} is empty"
    NOT_TEXT = "{address} is a picture, a sound, a video or a font, not a text"
    NOT_FOUND = "{address} is not there ({status})"
    FORBIDDEN = "{address} is not for everyone ({status})"
    BUSY = "{address} gets too many requests at the moment: try again later"
    STATUS = "{address} answers with an error ({status})"

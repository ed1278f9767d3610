"""From files and pages to documents: folders, what the owner adds, and fetching from the web."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

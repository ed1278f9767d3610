"""The engine of Dayeksoz: from source files to proven quotes.

Data flows one way: ``sources`` -> ``chunking`` -> ``index`` -> ``search``. The engine never prints,
exits or knows of Telegram; it raises :class:`retrieval.errors.DayeksozError` with a sentence that
says what to do.
"""

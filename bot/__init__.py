"""The faces of Dayeksoz: the command line, the REPL and the Telegram bot. They import `retrieval`, which
never imports them.
"""

"""Quotes in the terminal: the console, the layout of answers, and the REPL."""

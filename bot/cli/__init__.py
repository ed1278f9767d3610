"""The command line: a parser, and a module for each group of commands."""

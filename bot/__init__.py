"""The faces of Dayeksoz: commands and the REPL. They import `retrieval`, never the other way."""

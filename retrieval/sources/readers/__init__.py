"""One reader a file format; `registry` names them all."""

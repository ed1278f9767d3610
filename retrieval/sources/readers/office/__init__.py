"""Documents and books in XML, most of them zipped: DOCX, ODT, EPUB, FB2."""

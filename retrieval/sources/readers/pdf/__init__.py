"""PDF documents: lines, what repeats on the pages, and the paragraphs that lines make up."""

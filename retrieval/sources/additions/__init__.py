"""What the owner adds to the corpus: files, folders, pages, feeds, posts; kept in one database."""

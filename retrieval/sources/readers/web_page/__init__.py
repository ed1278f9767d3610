"""Web pages as browsers save them: which of it is the article, and what the page states of itself."""

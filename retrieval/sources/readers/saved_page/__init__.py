"""News pages as people save them: what each line of their text is."""

"""What the engine knows of languages: profiles, words and their forms, years, other names."""

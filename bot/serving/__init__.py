"""What answers many people at once, whichever messenger they write in."""

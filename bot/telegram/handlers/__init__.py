"""What happens to each kind of update: ask, render, send."""

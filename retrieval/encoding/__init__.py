"""From texts to vectors and token states."""

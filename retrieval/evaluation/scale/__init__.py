"""What an index costs as it grows: made texts, their encodings without a model, and each step measured."""

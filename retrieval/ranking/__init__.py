"""From a question to an answer: query, ranking, evidence, confidence, highlight."""

"""Whether a question can be asked."""

from retrieval.errors import QuestionError, QuestionFault

LONGEST_QUESTION = 1000
"""Characters. A choice: the model reads as much whole, and people ask far shorter questions."""


def checked_question(question: str) -> str:
    """``question`` with white space made plain; raises QuestionError where it can't be asked."""
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise QuestionError(QuestionFault.NOT_TEXT, "The question is not valid text (UTF-8): type it again.")
    plain = " ".join(question.replace("\0", " ").split())
    if not plain:
        raise QuestionError(QuestionFault.EMPTY, "The question is empty: ask in words.")
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            QuestionFault.TOO_LONG,
            f"The question has {len(plain)} characters: ask in at most {LONGEST_QUESTION}.",
        )
    if not any(character.isalnum() for character in plain):
        raise QuestionError(QuestionFault.NO_WORDS, "The question has no words or numbers: ask in words.")
    return plain

"""Reading a question, start to end."""

from assistant.retrieval.reading.reading import Reading
from assistant.retrieval.reading.vocabulary import Vocabulary


def read(question: str, vocabulary: Vocabulary, category: str | None = None, currency: str = "USD") -> Reading:
    """`category` is one that the caller already knows; otherwise it is read from the words."""
    del currency
    return Reading(free_text=question, category=category if category in vocabulary.categories else None)

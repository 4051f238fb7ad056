"""Searches of one turn run in threads; what one stems is not what another is stemming at that moment."""

from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from assistant.retrieval.reading.stemming import snowball

BEGINNINGS = ("relation", "hope", "nation", "conflat", "trouble", "vietnam", "sensit", "generic")
ENDINGS = ("", "s", "al", "alize", "ization", "izing", "fulness", "ously", "ement", "ities", "ings")
WORDS = [f"{beginning}{ending}" for beginning in BEGINNINGS for ending in ENDINGS]


def test_threads_stem_at_once_as_one_does() -> None:
    alone = snowballstemmer.stemmer("english")
    right = [alone.stemWord(word) for word in WORDS]
    with ThreadPoolExecutor(8) as threads:
        stemmed = list(threads.map(lambda _: [snowball(word) for word in WORDS * 5], range(32)))
    assert all(words == right * 5 for words in stemmed)

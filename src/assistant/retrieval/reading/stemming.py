"""Snowball's English stems; the stemmer keeps what it works on in itself, so each thread has its own."""

import threading

import snowballstemmer

_OF_THREAD = threading.local()


def snowball(word: str) -> str:
    """`word` is lower case."""
    if not hasattr(_OF_THREAD, "english"):
        _OF_THREAD.english = snowballstemmer.stemmer("english")
    return str(_OF_THREAD.english.stemWord(word))

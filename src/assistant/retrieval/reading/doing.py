"""What a question wants a thing to do: "a speaker that floats"."""

import re
from collections.abc import Iterator

from assistant.retrieval.reading.values import Question
from assistant.retrieval.reading.words import STOP, Token

DOES = re.compile(
    r"\b(?:that|which)(?:'ll|'d)? (?:(?:can|will|could|would|should|also|automatically|actually|really) )*"
)
_GENERAL = """
accommodate add allow appear arrive attract avoid become begin belong block blow bring buy call carry catch cause
change clean combine come complement contain cook cope cost cover create cut deal deliver depend deserve die do drive
dry eat endure enjoy fall feature feel fill find finish fit flatter follow function get give go grow guarantee handle
happen have help hide hold hurt impress improve include inspire itch keep kill know last lead lean leave let lie lift
light live look lose love make manage match mean meet miss mix move need offer open outlast overheat pack pass pay
perform pinch play please prevent produce promise protect provide put rattle reach read receive remain remind remove
require resist rest rise rub run save say scratch seem sell send serve set shed shine show sink sit sleep slip smell
snag sound spill spoil squeak stain stand start stay stick stop store suit support surprise survive sustain take talk
taste tear tell tend think throw touch treat try turn understand use wait wake walk want warm wash watch wear weigh
win wish withstand work write
"""
GENERAL_VERBS = frozenset(
    form for verb in _GENERAL.split() for form in (verb, f"{verb}s", f"{verb}es", f"{verb.removesuffix('y')}ies")
)
"""What any thing may do, in words that no shop would use of it."""


def does(question: Question) -> Iterator[Token]:
    """The verb of "that floats" and "which can fold"."""
    for match in DOES.finditer(question.text):
        verb = next((token for token in question.words if token.start == match.end()), None)
        if verb and verb.stem not in STOP and verb.text not in GENERAL_VERBS:
            yield verb

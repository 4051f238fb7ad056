"""Tells cheaply whether a message is in another language than English."""

import re

from assistant.offline_model.words import tokens

_OTHERS = frozenset(
    """der die das und ist nicht ich sie wir mein meine bestellung wo für mit auf ein eine haben hallo danke bitte wie
    el la los las una es está dónde donde mi pedido quiero tengo hola gracias para con por qué cómo puedo busco
    le les des est où ma commande je vous bonjour merci avec pour une pas quel quelle cherche avez
    il mio ordine dove è voglio ciao grazie che sono cerco avete onde está meu minha obrigado você quero
    waar mijn bestelling het een niet ik ben hoe dank""".split()  # noqa: SIM905  # a list of words reads best as text
)
_ENGLISH = frozenset(
    """the a is my where what how do you i to for of in it and have can want need show me with on this that order
    any are please""".split()  # noqa: SIM905  # see above
)


def is_foreign(text: str) -> bool:
    letters = re.findall(r"[^\W\d_]", text)
    if letters and sum(ord(letter) > 0x024F for letter in letters) > len(letters) * 0.4:
        return True
    words = tokens(text)
    foreign = sum(w in _OTHERS for w in words)
    return foreign >= 2 and foreign > sum(w in _ENGLISH for w in words)

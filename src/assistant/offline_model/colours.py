"""Words for colours, which narrow a search and answer "do you have it in"."""

COLOURS = frozenset(
    """black white grey gray blue navy green red yellow orange pink purple brown beige cream tan teal olive khaki
    charcoal rust gold silver ivory burgundy turquoise lilac mint sand""".split()  # noqa: SIM905  # a list of words reads best as text
)

"""Hand-offs by the thousand over HTTP: servers that are killed, a desk that is away, two people who click at once."""

"""One suite of promises, held by the stores in memory, on SQLite and on PostgreSQL."""

"""SQLAlchemy behind the ports of shop, retrieval and escalation: SQLite by default, PostgreSQL by URL."""

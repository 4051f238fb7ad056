"""What Alembic runs. The connection and its transaction come from the caller; logging is left alone."""

from alembic import context

from assistant.storage.metadata import metadata


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

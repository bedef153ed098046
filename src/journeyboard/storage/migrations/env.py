"""Run by Alembic: migrates on the connection it is handed, as part of that connection's transaction."""

from alembic import context

from journeyboard.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

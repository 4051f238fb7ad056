"""Alembic's migrations, inside the package so that an installed wheel has them. Run by `Database.upgrade`.

To add one: change `tables.py`, write `versions/v000N_what_changes.py` by hand, and run
tests/storage/test_migrations.py, which lists every difference that is left between the two.
"""

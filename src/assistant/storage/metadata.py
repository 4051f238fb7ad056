"""What every table is made of."""

from sqlalchemy import BigInteger, Column, Integer, MetaData

from assistant.storage.columns import PlainText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def seq() -> Column[int]:
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def text_column(name: str, *, index: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, PlainText, nullable=False, index=index, unique=unique)

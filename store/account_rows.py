"""Accounts as they are read from their rows, each with its grants."""

from typing import Any

from sqlalchemy import Connection, select

from model.access import Account, Grant
from store.tables_accounts import account_grant


def accounts_from(connection: Connection, statement: Any) -> list[Account]:
    """The accounts that a statement selects."""
    rows = connection.execute(statement).all()
    grants: dict[int, list[Grant]] = {row.id: [] for row in rows}
    columns = account_grant.c
    wanted = select(account_grant).where(columns.account_id.in_(list(grants)))
    for row in connection.execute(wanted.order_by(columns.role, columns.region, columns.provider)):
        grants[row.account_id].append(Grant(row.role, row.region, row.provider))
    return [account_from(row, tuple(grants[row.id])) for row in rows]


def account_from(row: Any, grants: tuple[Grant, ...]) -> Account:
    """The account of a row that has all columns of its table."""
    return Account(
        row.id, row.code, row.email, row.name, row.created_at, grants, bool(row.password), bool(row.totp_secret),
        row.closed_at,
    )  # fmt: skip

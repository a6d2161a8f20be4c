"""Passwords and second factors as they are kept: argon2, the secret of the codes, hashes of the recovery codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from store.codes import token_digest
from store.room import Changes, Room
from store.tables_accounts import account, recovery_code


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an account proves itself by."""

    #: argon2; empty while the invitation was not taken up
    password: str
    #: what the codes of the second factor are made from; empty without one
    totp: str


class SecondFactors(Room):
    """What accounts prove themselves by."""

    def secrets(self, account_id: int) -> Secrets:
        """What an account proves itself by."""
        with self._database.reading() as connection:
            return _secrets(connection, account_id)

    def recovery_codes_left(self, account_id: int) -> int:
        """How many recovery codes were not used yet."""
        where = (recovery_code.c.account_id == account_id, recovery_code.c.used_at.is_(None))
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).where(*where)).scalar_one())


class SecondFactorChanges(Changes):
    """Changes what accounts prove themselves by within a transaction."""

    def secrets(self, account_id: int) -> Secrets:
        """What an account proves itself by, as this transaction sees it."""
        return _secrets(self._connection, account_id)

    def set_password(self, account_id: int, hashed: str) -> None:
        """Keep the hash of a password."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(password=hashed))

    def set_second_factor(self, account_id: int, secret: str, codes: Iterable[str] = ()) -> None:
        """Ask an account for codes made from this secret from now on; an empty one ends that.

        The recovery codes replace all earlier ones.
        """
        values = {"totp_secret": secret, "totp_step": 0}
        self._connection.execute(update(account).where(account.c.id == account_id).values(**values))
        self.set_recovery_codes(account_id, codes)

    def set_recovery_codes(self, account_id: int, codes: Iterable[str]) -> None:
        """Let these recovery codes work, each once, and no others."""
        self._connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
        rows = [{"digest": token_digest(code), "account_id": account_id} for code in codes]
        if rows:
            self._connection.execute(insert(recovery_code), rows)

    def use_step(self, account_id: int, step: int) -> bool:
        """Note that the code of a time step was used; False if it or a later one was used before."""
        where = (account.c.id == account_id, account.c.totp_step < step)
        return self._connection.execute(update(account).where(*where).values(totp_step=step)).rowcount == 1

    def use_recovery_code(self, account_id: int, code: str) -> bool:
        """Use a recovery code up; False if there is no such code, or no longer."""
        columns = recovery_code.c
        where = (columns.account_id == account_id, columns.digest == token_digest(code), columns.used_at.is_(None))
        use = update(recovery_code).where(*where).values(used_at=self._stamp.at)
        return self._connection.execute(use).rowcount == 1


def _secrets(connection: Connection, account_id: int) -> Secrets:
    row = connection.execute(select(account.c.password, account.c.totp_secret).where(account.c.id == account_id)).one()
    return Secrets(row.password, row.totp_secret)

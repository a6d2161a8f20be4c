"""Accounts: who may sign in, with which roles. Sessions, links, second factors, attempts and log have files beside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from model.access import Account, Grant
from model.mail import mail_address
from store.account_links import AccountLinkChanges, AccountLinks
from store.account_rows import accounts_from
from store.attempts import AttemptChanges
from store.codes import fresh_code
from store.places import next_id
from store.second_factors import SecondFactorChanges, SecondFactors
from store.sessions import SessionChanges, Sessions
from store.sign_in_log import SignInLog, SignInLogChanges
from store.tables import offer, provider
from store.tables_accounts import account, account_grant


def email_key(email: str) -> str:
    """What two spellings of one mail address have in common; databases refuse the character 0."""
    return email.replace("\0", "").strip().casefold()


class Accounts(Sessions, AccountLinks, SecondFactors, SignInLog):
    """Who may sign in, and who is."""

    def by_email(self, email: str) -> Account | None:
        """The account with this mail address, in any spelling of capitals."""
        return self._one(account.c.email_key == email_key(email))

    def by_code(self, code: str) -> Account | None:
        """The account that pages call by this code."""
        return self._one(account.c.code == code) if code.isalnum() else None

    def all(self) -> list[Account]:
        """Every account, closed ones too, by mail address."""
        with self._database.reading() as connection:
            return accounts_from(connection, select(account).order_by(account.c.email_key))

    def in_region(self, region: str, *, everywhere: bool) -> list[Account]:
        """The accounts with a role in a region, closed ones too; `everywhere` adds those of all regions."""
        grants = account_grant.c
        whose = or_(grants.region == region, grants.region == "") if everywhere else grants.region == region
        ids = select(grants.account_id).where(whose)
        with self._database.reading() as connection:
            return accounts_from(connection, select(account).where(account.c.id.in_(ids)).order_by(account.c.email_key))

    def has_admin(self) -> bool:
        """Whether anybody can sign in as an admin at all."""
        with self._database.reading() as connection:
            return bool(connection.execute(_admins()).scalar_one())

    def provider_names(self, region: str) -> list[str]:
        """The organisations that offer something in a region, by name."""
        names = select(provider.c.name).join_from(offer, provider).where(offer.c.region == region)
        with self._database.reading() as connection:
            return list(connection.execute(names.distinct().order_by(provider.c.name)).scalars())

    def _one(self, where: Any) -> Account | None:
        with self._database.reading() as connection:
            found = accounts_from(connection, select(account).where(where))
        return found[0] if found else None


class AccountChanges(SessionChanges, AccountLinkChanges, SecondFactorChanges, AttemptChanges, SignInLogChanges):
    """Changes accounts and all that belongs to them within a transaction."""

    @property
    def now(self) -> datetime:
        """The moment of this transaction; whoever waited for others to finish is not behind them."""
        return self._stamp.at

    def add(self, email: str, name: str = "", grants: Iterable[Grant] = ()) -> Account:
        """Make an account without a password, and return it."""
        address = mail_address(email)
        row_id = next_id(self._connection, account)
        row = {"id": row_id, "code": fresh_code(), "email": address, "email_key": email_key(address), "name": name}
        more = {"password": "", "totp_secret": "", "totp_step": 0, "created_at": self._stamp.at}
        self._connection.execute(insert(account).values(**row, **more))
        self.set_grants(row_id, grants)
        return self.account(row_id)

    def account(self, account_id: int) -> Account:
        """An account as this transaction sees it."""
        return accounts_from(self._connection, select(account).where(account.c.id == account_id))[0]

    def account_of(self, email: str) -> Account | None:
        """The account with this mail address as this transaction sees it."""
        found = accounts_from(self._connection, select(account).where(account.c.email_key == email_key(email)))
        return found[0] if found else None

    def has_admin(self) -> bool:
        """Whether anybody can sign in as an admin at all, as this transaction sees it."""
        return bool(self._connection.execute(_admins()).scalar_one())

    def rename(self, account_id: int, name: str) -> None:
        """Change the name of an account."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(name=name))

    def set_grants(self, account_id: int, grants: Iterable[Grant]) -> None:
        """Give an account these roles and no others."""
        self._connection.execute(delete(account_grant).where(account_grant.c.account_id == account_id))
        rows = [
            {"account_id": account_id, "role": grant.role, "region": grant.region, "provider": grant.provider}
            for grant in dict.fromkeys(grants)
        ]
        if rows:
            self._connection.execute(insert(account_grant), rows)

    def rename_organisation(self, role: str, region: str, before: str, name: str) -> None:
        """Let all who speak for an organisation in a role speak for it by another name."""
        table = account_grant
        where = and_(table.c.role == role, table.c.region == region, table.c.provider == before)
        self._connection.execute(update(table).where(where).values(provider=name))

    def close(self, account_id: int) -> None:
        """Let nobody sign in with an account, and sign out whoever is."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(closed_at=self._stamp.at))
        self.close_sessions(account_id)
        self.end_links("invitation", account_id)
        self.end_links("reset", account_id)

    def reopen(self, account_id: int) -> None:
        """Let an account sign in again, with the roles and the password it had."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(closed_at=None))


def _admins() -> Any:
    is_admin = account.c.id.in_(select(account_grant.c.account_id).where(account_grant.c.role == "admin"))
    usable = (account.c.closed_at.is_(None), account.c.password != "")
    return select(func.count()).select_from(account).where(is_admin, *usable)

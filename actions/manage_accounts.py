"""Managing the accounts of others: invite, give and take roles, close and reopen. Nobody grants more than they have."""

from dataclasses import dataclass
from datetime import timedelta

from actions.account_links import checked_email, plain_name
from actions.account_refused import AccountRefused
from actions.tell_account import send_link, tell
from model.access import Account, Grant, Role
from store import Store
from store.writer import Writer

INVITATION_LASTS = timedelta(days=7)
ROLE_WORDS: dict[Role, str] = {
    "provider": "Träger", "pilot": "Lotse oder Lotsin", "editor": "Redaktion", "admin": "Verwaltung",
}  # fmt: skip
#: roles that speak for an organisation: a provider, or an institution of pilots
FOR_SOMEBODY = frozenset({"provider", "pilot"})
NOT_YOURS = "Dieses Konto hat auch Rollen in Regionen, die Sie nicht verwalten. Entziehen Sie ihm nur die Rolle hier."


@dataclass(frozen=True, slots=True)
class Manager:
    """Who manages accounts: somebody who is signed in, or the operator at a terminal, who has no account."""

    account: Account | None
    public_url: str

    @property
    def by(self) -> str:
        """How log and mails name them."""
        return self.account.by if self.account else "Der Betrieb dieser Seite"

    def now(self, writer: Writer) -> "Manager":
        """The same with the roles they have at this moment, which somebody may just have taken away."""
        return Manager(writer.accounts.account(self.account.id), self.public_url) if self.account else self

    def may_grant(self, region: str) -> bool:
        """Whether they may give and take roles in a region (its AGS), or in all of them ("")."""
        return self.account is None or self.account.may("accounts", region)

    def manages(self, account: Account) -> bool:
        """Whether they may do to an account what touches all of its roles."""
        return all(self.may_grant(grant.region) for grant in account.grants)

    def is_self(self, account: Account) -> bool:
        """Whether it is their own account."""
        return self.account is not None and self.account.id == account.id


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of an invitation: the link, if the account still needs a password."""

    account: Account
    link: str = ""


def invite(store: Store, who: Manager, email: str, grant: Grant, region_name: str, name: str = "") -> Invited:
    """Give somebody a role, with a mail that says so; whoever has no account yet gets a link that lasts seven days."""
    address = checked_email(email)
    if (grant.role in FOR_SOMEBODY) != bool(grant.provider):
        raise AccountRefused("Träger und Lotsen brauchen den Namen ihrer Einrichtung, andere nicht.", "traeger")
    with store.write(by=who.by, why="invitation") as writer:
        who = who.now(writer)
        _check_grant(who, grant)
        account = writer.accounts.account_of(address)
        if account is not None and account.closed_at is not None:
            raise AccountRefused("Dieses Konto ist geschlossen. Wer es verwaltet, kann es wieder öffnen.", "mail")
        if account is not None and grant in account.grants:
            raise AccountRefused("Diese Rolle hat das Konto schon.", "mail")
        account = account or writer.accounts.add(address, plain_name(name)[:100])
        writer.accounts.set_grants(account.id, [*account.grants, grant])
        words = f"{ROLE_WORDS[grant.role]}, {region_name or 'alle Regionen'}"
        writer.accounts.note(account.id, "roles" if account.has_password else "invited", f"bekommt {words}", who.by)
        account = writer.accounts.account(account.id)
        if not account.has_password:
            return Invited(account, _send_invitation(writer, who, account, grant, region_name))
        link = f"{who.public_url}/konto/anmelden"
        role = ROLE_WORDS[grant.role]
        send_link(writer, account, "account_role", f"{account.id} {writer.accounts.now} {words}", link=link,
                  role=role, region=region_name, by=who.by)  # fmt: skip
        return Invited(account)


def invite_again(store: Store, who: Manager, account: Account, grant: Grant, region_name: str) -> Invited:
    """Send the invitation again; the link of the earlier one leads nowhere from now on."""
    with store.write(by=who.by, why="invitation again") as writer:
        account = writer.accounts.account(account.id)
        _check_grant(who.now(writer), grant)
        if account.has_password or account.closed_at is not None or grant not in account.grants:
            raise AccountRefused("Diese Einladung ist nicht mehr offen.")
        writer.accounts.note(account.id, "invited_again", "", who.by)
        return Invited(account, _send_invitation(writer, who, account, grant, region_name))


def take_role(store: Store, who: Manager, account: Account, grant: Grant, region_name: str) -> None:
    """Take a role away. The last one stays: an account without roles is closed instead."""
    with store.write(by=who.by, why="role taken") as writer:
        account = writer.accounts.account(account.id)
        _check_grant(who.now(writer), grant)
        if who.is_self(account) and grant.role == "admin":
            raise AccountRefused("Die eigene Verwaltung kann man sich nicht entziehen. Das macht jemand anderes.")
        rest = [one for one in account.grants if one != grant]
        if not rest:
            raise AccountRefused("Das ist die letzte Rolle dieses Kontos. Schließen Sie es stattdessen.")
        writer.accounts.set_grants(account.id, rest)
        words = f"verliert {ROLE_WORDS[grant.role]}, {region_name or 'alle Regionen'}"
        writer.accounts.note(account.id, "roles", words, who.by)


def close(store: Store, who: Manager, account: Account) -> None:
    """Let nobody sign in with an account any more; everything it did stays in the history."""
    with store.write(by=who.by, why="account closed") as writer:
        account = _managed(writer, who, account)
        if account.closed_at is None:
            writer.accounts.close(account.id)
            writer.accounts.note(account.id, "closed", "", who.by)


def reopen(store: Store, who: Manager, account: Account) -> None:
    """Let an account sign in again with the roles and the password it had."""
    with store.write(by=who.by, why="account reopened") as writer:
        account = _managed(writer, who, account)
        if account.closed_at is not None:
            writer.accounts.reopen(account.id)
            writer.accounts.note(account.id, "reopened", "", who.by)


def drop_second_factor(store: Store, who: Manager, account: Account) -> None:
    """Help somebody who lost phone and recovery codes: the password is enough again, until a new one is set up."""
    with store.write(by=who.by, why="second factor dropped") as writer:
        account = _managed(writer, who, account)
        writer.accounts.set_second_factor(account.id, "")
        writer.accounts.close_sessions(account.id)
        writer.accounts.note(account.id, "second_factor_off", "", who.by)
        tell(writer, account, f"{who.by} hat den zweiten Faktor ausgeschaltet.")


def _check_grant(who: Manager, grant: Grant) -> None:
    if not who.may_grant(grant.region):
        raise AccountRefused("Rollen können Sie nur in Regionen vergeben, die Sie selbst verwalten.", "bereich")


def _managed(writer: Writer, who: Manager, account: Account) -> Account:
    """The account as it is now, if all of its roles are theirs to manage and it is not their own."""
    account = writer.accounts.account(account.id)
    if who.is_self(account):
        raise AccountRefused("Mit dem eigenen Konto geht das nicht. Das macht jemand anderes.")
    if not who.now(writer).manages(account):
        raise AccountRefused(NOT_YOURS)
    return account


def _send_invitation(writer: Writer, who: Manager, account: Account, grant: Grant, region_name: str) -> str:
    token = writer.accounts.new_link("invitation", account.id, INVITATION_LASTS)
    link = f"{who.public_url}/konto/einladung/{token}"
    role = ROLE_WORDS[grant.role]
    send_link(writer, account, "account_invitation", token, link=link, role=role, region=region_name, by=who.by)
    return link

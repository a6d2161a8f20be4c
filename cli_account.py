"""The `flask --app app account …` commands: invite, list and close accounts, and the ways out when nobody gets in."""

import click
from flask.cli import with_appcontext

from actions.account_links import first_admin_link
from actions.account_refused import AccountRefused
from actions.manage_accounts import Manager, close, drop_second_factor, invite
from cli_common import refusing, region_named, say, services
from model.access import ROLES, Account, Grant, Role


@click.group("account")
def account_group() -> None:
    """Accounts of the people who work with the map."""


@account_group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may do; docs/bureau.md has the table.")
@click.option("--region", "ags", required=True, help="AGS or slug of the region, or `all`.")
@click.option("--name", default="", help="Their name, as the history will call them.")
@click.option("--provider", default="", help="The organisation that a provider or a pilot speaks for.")
@with_appcontext
@refusing
def account_add(email: str, role: Role, ags: str, name: str, provider: str) -> None:
    """Invite somebody by mail, and print the link as well; an account that is there gets one more role."""
    region = None if ags == "all" else region_named(ags)
    grant = Grant(role, region.ags if region else "", provider.strip())
    invited = invite(services().store, _operator(), email, grant, region.name if region else "", name)
    click.echo(f"{invited.account.email} is {role} in {region.name if region else 'all regions'}. A mail is queued.")
    if invited.link:
        click.echo(f"This link does the same as the one in the mail, for seven days and once: {invited.link}")


@account_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def account_list(as_text: bool) -> None:
    """List all accounts with their roles."""
    found = services().store.accounts.all()
    values = [
        {"email": one.email, "name": one.name, "state": _state(one), "second_factor": one.has_second_factor,
         "roles": [{"role": g.role, "region": g.region, "provider": g.provider} for g in one.grants]}
        for one in found
    ]  # fmt: skip
    lines = [f"{one.email}  {_state(one)}  {', '.join(map(_words, one.grants))}" for one in found]
    say(values, as_text, lines or ["There is no account yet. `flask --app app account link` leads to the first one."])


@account_group.command("close")
@click.argument("email")
@with_appcontext
@refusing
def account_close(email: str) -> None:
    """Let nobody sign in with an account any more, and sign out whoever is."""
    found = _named(email)
    close(services().store, _operator(), found)
    click.echo(f"{found.email} is closed. What it did stays in the history.")


@account_group.command("unlock")
@click.argument("email")
@with_appcontext
@refusing
def account_unlock(email: str) -> None:
    """Turn the second factor of an account off, for somebody who lost phone and recovery codes."""
    found = _named(email)
    drop_second_factor(services().store, _operator(), found)
    click.echo(f"{found.email} signs in with the password alone. An admin has to set up a new second factor first.")


@account_group.command("link")
@with_appcontext
@refusing
def account_link() -> None:
    """Print a link that makes the first admin; links printed before lead nowhere from now on."""
    link = first_admin_link(services().store, services().public_url)
    if not link:
        raise AccountRefused("There is an admin already. `flask --app app account add` invites another one.")
    click.echo(link)


def _operator() -> Manager:
    return Manager(None, services().public_url)


def _named(email: str) -> Account:
    found = services().store.accounts.by_email(email)
    if found is None:
        raise AccountRefused(f"There is no account {email}.")
    return found


def _state(account: Account) -> str:
    if account.closed_at is not None:
        return "closed"
    return "active" if account.has_password else "invited"


def _words(grant: Grant) -> str:
    return f"{grant.role} in {grant.region or 'all regions'}" + (f" for {grant.provider}" if grant.provider else "")

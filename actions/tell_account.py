"""Mails to people with an account: links, and news about the account, queued with the change they tell of."""

from actions.mail_texts import mail_text
from model.access import Account
from model.mail import Mail
from store.codes import fresh_code, token_digest
from store.writer import Writer


def send_link(writer: Writer, account: Account, text: str, token: str, **values: object) -> None:
    """Send somebody a link; the token is in the mail and nowhere else."""
    subject, body = mail_text(text, person=account.name, **values)
    key = f"{text}:{token_digest(token)[:24]}"
    writer.mails.queue(Mail(key, account.email, subject, body, about="account"))


def tell(writer: Writer, account: Account, what: str) -> None:
    """Tell somebody what was changed about the account, in case it was not them."""
    subject, body = mail_text("account_changed", person=account.name, what=what)
    writer.mails.queue(Mail(f"account_changed:{fresh_code(16)}", account.email, subject, body, about="account"))

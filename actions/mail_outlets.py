"""Where mail goes out: a folder of .eml files, or a mail server; each says of every mail what became of it."""

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

from actions.mail_message import SMTP, message_of, sender
from model.mail_route import MailRoute, Server
from store.mails import MailRecord

#: how long a mail server may take for one answer
PATIENCE_S = 20
#: after so many mails over one connection a new one is made; servers like that
MOST_PER_CONNECTION = 50
#: refusals of an address that are not about the address (RFC 3463: system, network, protocol, policy)
OTHER_TROUBLE = re.compile(rb"5\.[34567]\.\d")

Fate = Literal["sent", "later", "nobody", "refused", "unclear"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: "sent"; "later", it did not go out; "nobody", the address is wrong; "refused", the mail
    is not wanted; "unclear", the connection broke after its last word."""

    fate: Fate
    sentence: str = ""
    #: whether the server itself is out of reach, so that others need not be tried now
    all_stop: bool = False


class Outlet(Protocol):
    """A way out for mail."""

    def send(self, record: MailRecord) -> Outcome:
        """Send a mail, or say why not."""
        ...

    def was_sent(self, record: MailRecord) -> bool | None:
        """Whether a mail whose sender died went out; None if nobody can know."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


def open_outlet(route: MailRoute, mail_from: str) -> Outlet:
    """The way out that the settings name."""
    if route.server:
        return ServerOutlet(route.server, mail_from)
    return FolderOutlet(route.folder or Path("outbox"), mail_from)


class FolderOutlet:
    """Writes each mail into a file of its own, with a name that says which mail it is."""

    def __init__(self, folder: Path, mail_from: str) -> None:
        self._folder = folder
        self._from = mail_from

    def send(self, record: MailRecord) -> Outcome:
        """Write the file in one step, so that it is there wholly or not at all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._path(record)
            fresh = path.with_suffix(f".{os.getpid()}.part")
            fresh.write_bytes(bytes(message_of(record, self._from, readable=True)))
            fresh.replace(path)
        except OSError as error:
            return Outcome("later", f"Die Datei konnte nicht geschrieben werden ({error.strerror}).", all_stop=True)
        return Outcome("sent")

    def was_sent(self, record: MailRecord) -> bool:
        """Whether its file is there."""
        return self._path(record).is_file()

    def close(self) -> None:
        """Nothing is open."""

    def _path(self, record: MailRecord) -> Path:
        return self._folder / f"{record.queued_at:%Y%m%d-%H%M%S}-{record.id:06}.eml"


class ServerOutlet:
    """Speaks SMTP with a mail server, several mails over one connection."""

    def __init__(self, server: Server, mail_from: str) -> None:
        self._server = server
        self._from = mail_from
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, record: MailRecord) -> Outcome:
        """Send a mail; a connection that has gone stale since the last one is made anew."""
        if self._sent >= MOST_PER_CONNECTION or (self._smtp and not _is_alive(self._smtp)):
            self.close()
        try:
            smtp = self._smtp = self._smtp or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome("later", f"Der Mailserver ist nicht erreichbar: {_words(error)}", all_stop=True)
        outcome = self._deliver(smtp, record)
        if outcome.all_stop or outcome.fate == "unclear":
            self.close()
        else:
            self._sent += 1
        return outcome

    def was_sent(self, record: MailRecord) -> None:
        """Only the server could know, and it does not tell."""

    def close(self) -> None:
        """Say goodbye, if there is still somebody to say it to."""
        smtp, self._smtp, self._sent = self._smtp, None, 0
        if smtp:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        server, trust = self._server, _trust(self._server)
        if server.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=trust)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=trust)
                smtp.ehlo()
            elif server.scheme == "smtp" and server.user and not server.is_here:
                raise smtplib.SMTPNotSupportedError("ohne STARTTLS wird kein Passwort gesendet")
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _deliver(self, smtp: smtplib.SMTP, record: MailRecord) -> Outcome:
        """The dialogue for one mail. Up to the permission to send its text nothing has gone out; then it counts."""
        wide = not record.to.isascii()
        if wide and not smtp.has_extn("smtputf8"):
            return Outcome("nobody", "Der Mailserver kann keine Adressen mit Umlauten.")
        try:
            message = message_of(record, self._from)
            options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
            steps: tuple[tuple[Fate, Callable[[], tuple[int, bytes]]], ...] = (
                ("later", lambda: smtp.mail(sender(self._from).addr_spec, options)),
                ("nobody", lambda: smtp.rcpt(record.to)),
                ("refused", lambda: smtp.docmd("DATA")),
            )
            for fate, say in steps:
                answer = say()
                if not 200 <= answer[0] < 400:
                    _reset(smtp)
                    return _refusal(answer, fate)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("later", f"Die Verbindung zum Mailserver brach ab: {_words(error)}", all_stop=True)
        return self._hand_over(smtp, message, wide)

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage, wide: bool) -> Outcome:
        """Send the text. Whatever breaks from here on leaves open whether the server took it."""
        text = message.as_bytes(policy=SMTP.clone(utf8=wide))
        quoted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in text.splitlines())
        try:
            smtp.send(quoted + b"\r\n.\r\n")
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return Outcome("unclear", "Die Verbindung brach ab, bevor der Mailserver den Empfang bestätigt hat.")
        return Outcome("sent") if 200 <= answer[0] < 300 else _refusal(answer, "refused")


def _refusal(answer: tuple[int, bytes], for_good: Fate) -> Outcome:
    """What an answer of the server means: 4xx is for now, 5xx is for good."""
    code, text = answer
    said = f"{code} {' '.join(text.decode(errors='replace').split())[:200]}"
    if code < 500 or for_good == "later":
        return Outcome("later", f"Der Mailserver nimmt die Mail noch nicht an: {said}", all_stop=code in (-1, 421))
    if for_good == "nobody" and not OTHER_TROUBLE.match(text):
        return Outcome("nobody", f"Der Mailserver nimmt diese Adresse nicht an: {said}")
    return Outcome("refused", f"Der Mailserver nimmt diese Mail nicht an: {said}")


def _is_alive(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _reset(smtp: smtplib.SMTP) -> None:
    """Begin anew for the next mail."""
    with suppress(OSError, smtplib.SMTPException):
        smtp.rset()


def _trust(server: Server) -> ssl.SSLContext:
    """Whose certificates count; on this machine any, because nobody is in between and few have a real one there."""
    context = ssl.create_default_context()
    if server.is_here:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _words(error: Exception) -> str:
    """An error of the connection in one line, without the addresses of anybody."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Name oder Passwort stimmen nicht (MAIL_URL)."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code}"
    return f"{' '.join(str(error).split())[:200] or type(error).__name__}"

"""The tables of accounts: who may sign in, with which roles, and the sessions and secrets that go with it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    #: as typed, and folded so that nobody has two
    Column("email", Text, nullable=False),
    Column("email_key", Key, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    #: argon2; empty while the invitation was not taken up
    Column("password", Text, nullable=False),
    Column("totp_secret", Text, nullable=False),
    #: the time step of the last code used, so that none is used twice
    Column("totp_step", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

account_grant = Table(
    "account_grant",
    metadata,
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("role", Key, nullable=False),
    Column("region", Key, nullable=False),
    Column("provider", Key, nullable=False),
    PrimaryKeyConstraint("account_id", "role", "region", "provider"),
)

session = Table(
    "session",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    #: whether password and, where there is one, second factor were both given
    Column("complete", Integer, nullable=False),
    Index("session_account", "account_id"),
)

#: links of invitations, of forgotten passwords and to the first admin: only what they hash to is kept
account_link = Table(
    "account_link",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("purpose", Key, nullable=False),
    #: none for the link to the first admin
    Column("account_id", Id, ForeignKey("account.id")),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    #: open, used or replaced by a newer one
    Column("state", Key, nullable=False),
    Index("account_link_account", "account_id"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("used_at", UtcTime),
    Index("recovery_code_account", "account_id"),
)

#: how often signing in failed lately; whose it is stands here only as a keyed hash
sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("subject", Key, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("blocked_until", UtcTime, nullable=False),
    Index("sign_in_attempt_last", "last_at"),
)

sign_in_log = Table(
    "sign_in_log",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("event", Key, nullable=False),
    #: who did it, if it was somebody else
    Column("by", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("sign_in_log_account", "account_id"),
    Index("sign_in_log_at", "at"),
)

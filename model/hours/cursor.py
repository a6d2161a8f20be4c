"""A place in the row of tokens, shared by everything that reads hours."""

from __future__ import annotations

from model.hours.rules import HoursError
from model.hours.tokens import Token, not_understood, tokens

_STARTS = frozenset({"day", "days", "workdays", "daypart", "public", "school", "ordinal", "time", "number", "month",
                     "date", "named", "each", "appointment", "also", "needed"})  # fmt: skip
_OPEN_ENDED = frozenset({"time", "number", "uhr", "year", "date", "easter"})
END = Token("end", None, 0, 0, False)


class Cursor:
    """Walks through the tokens of one text of hours."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _link(tokens(text))
        self.at = 0
        self.german = any(token.german for token in self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Return the token some steps ahead without moving; past the end a token of kind "end"."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else END

    def take(self) -> Token:
        """Return the present token and move behind it."""
        token = self.peek()
        self.at += 1
        return token

    def accept(self, *kinds: str) -> Token | None:
        """Take the present token if it is of one of these kinds."""
        return self.take() if self.peek().kind in kinds else None

    def expect(self, *kinds: str) -> Token:
        """Take the present token, which must be of one of these kinds."""
        if self.peek().kind not in kinds:
            raise self.fail()
        return self.take()

    def raw(self, first: Token, last: Token | None = None) -> str:
        """Return the text of a token, or from one token to another, as it was given."""
        return self.text[first.start : (last or first).end]

    def fail(self, token: Token | None = None) -> HoursError:
        """Return the error for a token that makes no sense where it stands."""
        wrong = token or self.peek()
        if wrong is END:
            return HoursError(f"The opening hours “{self.text[-30:]}” end too early.", self.text[-30:])
        return not_understood(self.text, wrong.start, wrong.end)


def _link(row: list[Token]) -> list[Token]:
    """Tell the two meanings of "+" apart: "Mo + Mi" joins two days, "11:00+" leaves the end open."""
    before, after = [END, *row], [*row[1:], END]
    return [
        token._replace(kind="and") if token.kind == "plus" and _joins(previous, token, following) else token
        for previous, token, following in zip(before, row, after, strict=False)
    ]


def _joins(previous: Token, plus: Token, following: Token) -> bool:
    return previous.kind not in _OPEN_ENDED or (plus.spaced and following.kind in _STARTS)

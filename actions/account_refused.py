"""What is refused when somebody signs in or manages accounts: a German sentence, and the field it belongs to."""

from datetime import timedelta


class AccountRefused(ValueError):
    """Something that accounts do not allow; the sentence is for the person who asked."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class MustWait(AccountRefused):
    """Too many attempts: `wait` says how long until the next one."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"Das waren zu viele Versuche. Bitte warten Sie noch {waiting_words(wait)}.")
        self.wait = wait


def waiting_words(wait: timedelta) -> str:
    """How long to wait, in words, never less than it is."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds <= 90:
        return "1 Sekunde" if seconds == 1 else f"{seconds} Sekunden"
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return f"{minutes} Minuten"
    return f"{-(-minutes // 60)} Stunden"

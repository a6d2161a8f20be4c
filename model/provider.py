"""Who offers it."""

from dataclasses import dataclass

from model.place import Place


@dataclass(frozen=True, slots=True)
class Provider:
    """The organisation that offers something (Träger). Its seat is not the place of its offers."""

    name: str
    website: str = ""
    seat: Place | None = None

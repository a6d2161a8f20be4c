"""Notice offers that may be the same as one that is there already. Nothing is merged here; people decide that."""

from collections import defaultdict
from collections.abc import Iterable

from geo.point import distance_m
from importers.clean.contact import e164
from importers.clean.text import fold
from model.offer import Offer

#: how alike two names must be, in percent, to speak of a possible double
ALIKE = 86.0
#: a row whose name and address have this little in common with what its key stood for is another offer
STRANGE = 55.0
SAME_SPOT_M = 100.0


class Doubles:
    """Offers seen so far, ready to be asked whether one like another is among them."""

    def __init__(self, offers: Iterable[Offer] = ()) -> None:
        self._blocks: dict[str, list[tuple[str, Offer]]] = defaultdict(list)
        for offer in offers:
            self.add(offer)

    def add(self, offer: Offer) -> None:
        """Remember an offer."""
        words = _words(offer.name)
        for block in _blocks(offer):
            self._blocks[block].append((words, offer))

    def like(self, offer: Offer) -> Offer | None:
        """An offer of another key that may be the same: alike in name, and at the same place or telephone."""
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - only imports need it, and it takes its time to load

        best, twin = ALIKE, None
        words = _words(offer.name)
        for block in _blocks(offer):
            for other_words, other in self._blocks.get(block, ()):
                score = ratio(words, other_words, score_cutoff=best)
                if not score or other.key == offer.key or other.kind != offer.kind or other is twin:
                    continue
                if _same_spot(offer, other):
                    best, twin = score, other
        return twin


def is_another(offer: Offer, before: Offer) -> bool:
    """Whether a key suddenly stands for something else: neither name nor provider nor address are what they were."""
    same_address = bool(_address(offer)) and _address(offer) == _address(before)
    names = _alike(offer.name, before.name)
    providers = _alike(offer.provider.name, before.provider.name) if offer.provider.name else 0.0
    return not same_address and names < STRANGE and providers < ALIKE


def _alike(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - as above

    return float(ratio(_words(one), _words(other)))


def _words(name: str) -> str:
    """The words of a name in alphabetical order, for two names may have them in different orders."""
    return " ".join(sorted(fold(name).split()))


def _address(offer: Offer) -> str:
    place = offer.place
    return fold(f"{place.street} {place.number} {place.postcode or place.city}") if place and place.street else ""


def _blocks(offer: Offer) -> list[str]:
    """The marks under which an offer can be found again."""
    phone = e164(offer.contact.phone)
    marks = [f"name {fold(offer.name)}"]
    marks += [f"address {_address(offer)}"] if _address(offer) else []
    return marks + ([f"phone {phone}"] if phone else [])


def _same_spot(one: Offer, other: Offer) -> bool:
    if _address(one) and _address(other):
        return _address(one) == _address(other) or _close(one, other)
    phones = e164(one.contact.phone), e164(other.contact.phone)
    if all(phones):
        return phones[0] == phones[1]
    return fold(one.provider.name) == fold(other.provider.name)


def _close(one: Offer, other: Offer) -> bool:
    if not (one.place and other.place and one.place.point and other.place.point):
        return False
    exact = one.place.is_exact and other.place.is_exact
    return exact and distance_m(one.place.point, other.place.point) <= SAME_SPOT_M

"""Hand a person on to counselling: what is recorded are codes, and the digest of the slip's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.offer import Offer
from model.referral import WHY_NOT_NEAREST, Institution, Referral, ReferralError, expires_in, week_of
from model.slip_code import read_slip_code
from model.vocabulary import Vocabulary
from store import Store
from store.slip_codes import slip_digest

#: so many slips at once at most
MOST = 20
#: field of a slip -> vocabulary of its values
CODED = {"topic": "topics", "phase": "phases", "format": "formats", "language": "languages"}


@dataclass(frozen=True, slots=True)
class NewSlip:
    """One slip as a pilot makes it; "" means: not asked, or nobody knows."""

    code: str
    #: key of the offer
    offer: str
    topic: str = ""
    phase: str = ""
    format: str = ""
    language: str = ""
    #: name of a district of the region
    district: str = ""
    why_not_nearest: str = ""
    live_contact: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """A slip that is registered; `new` is False if it was so before."""

    code: str
    offer: str
    new: bool


def hand_over(
    store: Store, vocabulary: Vocabulary, institution: Institution, slips: Sequence[NewSlip], today: date
) -> list[Handed]:
    """Register some slips, all or none; sending the same ones again changes nothing.

    Raises ReferralError, with a sentence in German, for what cannot be: an offer that is not on the map, a word that no
    list has, a code that is none.
    """
    if institution.closed:
        raise ReferralError("zugang", "Der Zugang dieser Einrichtung ist geschlossen.")
    if not 1 <= len(slips) <= MOST:
        raise ReferralError("angebot", f"Machen Sie mindestens einen und höchstens {MOST} Scheine auf einmal.")
    districts = store.findings.surroundings(institution.region).districts
    offers = [_checked(store, vocabulary, institution, districts, one) for one in slips]
    week, expires = week_of(today), expires_in(today)
    done = []
    # No name of anybody stands in the history: hand-overs belong to the institution.
    with store.write(by="hand-over", why="slips") as writer:
        for one, (code, offer) in zip(slips, offers, strict=True):
            record = Referral(
                region=institution.region, week=week, institution=institution.code, offer=offer.key,
                verified_months=_months_since_verified(offer, today), topic=one.topic, phase=one.phase,
                format=one.format, language=one.language, why_not_nearest=one.why_not_nearest,
                live_contact=one.live_contact,
            )  # fmt: skip
            new = writer.referrals.register(slip_digest(code), record, expires, one.district)
            done.append(Handed(code, offer.key, new))
    return done


def _checked(
    store: Store, vocabulary: Vocabulary, institution: Institution, districts: frozenset[str], one: NewSlip
) -> tuple[str, Offer]:
    code = read_slip_code(one.code)
    if code is None:
        raise ReferralError("schein", "Der Schein hat keine sechs Wörter. Laden Sie die Seite bitte neu.")
    offer = store.offer(one.offer)
    if offer is None or offer.status != "published" or offer.kind != "counselling":
        raise ReferralError("angebot", f"Das Angebot {one.offer[:80]} steht nicht auf der Karte.")
    for name, words in CODED.items():
        value = getattr(one, name)
        if value and value not in vocabulary.terms(words):
            raise ReferralError(name, f"Das Wort „{value[:40]}“ kennen wir hier nicht.")
    if one.why_not_nearest and one.why_not_nearest not in WHY_NOT_NEAREST:
        raise ReferralError("why_not_nearest", f"Den Grund „{one.why_not_nearest[:40]}“ kennen wir nicht.")
    if one.district and one.district not in districts:
        raise ReferralError("district", f"Den Ortsteil „{one.district[:40]}“ kennen wir nicht. Lassen Sie ihn weg.")
    return code, offer


def _months_since_verified(offer: Offer, today: date) -> int | None:
    if offer.verification is None:
        return None
    on = offer.verification.on
    return max(0, (today.year - on.year) * 12 + today.month - on.month - (today.day < on.day))

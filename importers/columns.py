"""What the columns of a list mean: our own headings exactly, others by sensible guesses, or as somebody declared."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from importers.clean.text import fold

NOTHING: Mapping[str, str] = MappingProxyType({})
#: the number that tells a repeated heading from the first
_REPEATED = re.compile(r" \d+$")

#: our own headings in the order of the template, and the field each of them fills
TEMPLATE: dict[str, str] = {
    "Kennung": "ref", "Name": "name", "Träger": "provider", "Art": "kind", "Kurztext": "summary",
    "Beschreibung": "description", "Themen": "topics", "Lebensphasen": "phases", "Zielgruppen": "audiences",
    "Nur für": "restriction", "Sprachen": "languages", "Formen": "formats", "Kosten": "cost",
    "Kostenhinweis": "cost_note", "Förderung": "funding", "Gutscheinausgabe": "issues_funding",
    "Ortsname": "place_name", "Straße": "street", "Hausnummer": "number", "PLZ": "postcode", "Ort": "city",
    "Ortsteil": "district", "Breite": "lat", "Länge": "lon", "Genauigkeit": "precision",
    "Koordinatenquelle": "point_source", "Telefon": "phone", "E-Mail": "email", "Webseite": "website",
    "Sprechzeiten": "hours", "Termin": "appointment", "Buchungslink": "booking_url", "Barrierefrei": "wheelchair",
    "Hinweis Barrierefreiheit": "wheelchair_note", "Mitbringen": "bring", "Trägerart": "carrier_type",
    "Eigene Kurse": "own_courses", "Bezahlung nach Erfolg": "paid_per_result",
    "Eigenes Beratungspersonal": "own_staff", "Eigene Beratungsräume": "own_premises",
    "Auftrag zur trägerübergreifenden Beratung": "mandate", "Ergebnisoffen": "open_outcome", "Siegel": "label",
    "Neutral laut": "neutral_by", "Wortlaut der Quelle": "quote", "Beleg": "evidence_url",
    "Stand des Belegs": "evidence_as_of", "Quelle": "origins", "Stand der Quelle": "as_of",
    "Geprüft am": "verified_on", "Geprüft durch": "verified_by", "Geprüft wie": "verified_how",
}  # fmt: skip
#: columns a list may have besides; the contacts of those who keep the data stay in the house
EXTRA: dict[str, str] = {
    "Pflegekontakt": "maintenance_name", "Pflege-E-Mail": "maintenance_email", "Pflege-Telefon": "maintenance_phone",
    "Pflegenotiz": "maintenance_note", "Lizenz": "licence",
}  # fmt: skip
#: what strangers write above the same things; compared without case, umlauts and punctuation
GUESSES: dict[str, str] = {
    "ref": "id, schluessel, key, uuid, objekt id, identifier, angebotsnummer, angebots id",
    "name": "titel, angebot, angebotsname, bezeichnung, name des angebots, title, service, angebotstitel, offer, "
            "beratungsangebot, lernangebot, bildungsangebot, kurs, kurstitel",
    "provider": "anbieter, einrichtung, institution, organisation, organization, provider, traeger einrichtung, "
                "name des traegers, traeger des angebots, institution name, organization name, anbieterin, operator, "
                "name der einrichtung, beratungsstelle, name der beratungsstelle, name der institution",
    "kind": "kind, typ, type, angebotsart, art des angebots, angebotstyp",
    "summary": "kurzbeschreibung, zusammenfassung, summary, untertitel, kurzinfo, slogan",
    "description": "beschreibung des angebots, angebotsbeschreibung, description, inhalt, text, info, informationen, "
                   "leistungen, details, langtext",
    "topics": "thema, topics, topic, themenbereich, themenfeld, themenfelder, beratungsthemen, schwerpunkte, "
              "schwerpunkt, kategorie, kategorien, category, beratungsanlass, beratungsanlaesse",
    "phases": "lebensphase, phases, bildungsphase, bildungsbereich, bildungsetappe",
    "audiences": "zielgruppe, audiences, audience, target groups, target group, fuer wen",
    "restriction": "einschraenkung, voraussetzungen, zugangsvoraussetzungen, eligibility, eligibility description",
    "languages": "sprache, languages, language, beratungssprachen, sprachkenntnisse, beratungssprache",
    "formats": "form, formate, format, formats, beratungsform, beratungsformen, beratungsformat, durchfuehrungsform",
    "cost": "cost, fees, gebuehr, gebuehren, preis, entgelt, kosten fuer ratsuchende, fee",
    "cost_note": "fees description, kosten hinweis, hinweis kosten",
    "funding": "foerdermoeglichkeiten, foerderungen, foerdermoeglichkeit, funding",
    "issues_funding": "ausgabestelle, gutscheine, gutschein",
    "place_name": "veranstaltungsort, gebaeude, standort, ort name, location name, raum, treffpunkt",
    "street": "strasse, street, str, strasse und hausnummer, strasse hausnummer, strasse hausnr, strasse nr, "
              "strasse hnr, address 1, street address, strassenname, address1",
    "address": "adresse, anschrift, address, postanschrift, vollstaendige adresse, besucheranschrift, besuchsadresse",
    "number": "hausnr, haus nr, hnr, house number, housenumber, hausnummer zusatz",
    "postcode": "postleitzahl, postcode, postal code, zip, zipcode, zip code",
    "city": "stadt, city, gemeinde, kommune, wohnort, town, ortschaft, plz ort, plz und ort",
    "district": "stadtteil, district, bezirk, stadtbezirk, quartier, suburb, teilort",
    "lat": "lat, latitude, breitengrad, geo lat, breite wgs84, y wgs84, geo breite",
    "lon": "lon, lng, long, longitude, laengengrad, geo lon, geo lng, laenge wgs84, x wgs84, geo laenge",
    "precision": "coord precision, praezision, geo genauigkeit",
    "point_source": "coord source, quelle der koordinate",
    "phone": "tel, telefonnummer, phone, telephone, fon, tel nr, telefon nr, rufnummer, festnetz, telefon zentrale, "
             "mobil, handy, hotline, mobiltelefon, phone number",
    "email": "email, mail, e mail adresse, mailadresse, email adresse, kontakt e mail, kontakt email",
    "website": "homepage, internet, web, website, url, internetseite, link, webadresse, internetadresse, www",
    "hours": "oeffnungszeiten, sprechstunde, sprechstunden, beratungszeiten, opening hours, zeiten, hours, "
             "oeffnungszeit, sprechzeit, servicezeiten, erreichbarkeit",
    "appointment": "terminvereinbarung, appointment, anmeldung erforderlich, termin erforderlich",
    "booking_url": "buchung, terminbuchung, booking url, anmeldelink, online buchung, online termin",
    "wheelchair": "barrierefreiheit, wheelchair, rollstuhlgerecht, barrierefreier zugang, rollstuhl",
    "wheelchair_note": "wheelchair description, barrierefreiheit hinweis, accessibility",
    "bring": "unterlagen, mitzubringen, required documents, bitte mitbringen",
    "carrier_type": "rechtsform, traegertyp, art des traegers",
    "label": "zertifikat, qualitaetssiegel, guetesiegel, zertifizierung",
    "neutral": "neutral, neutralitaet, traegerneutral, anbieterneutral, traegerunabhaengig, unabhaengig, "
               "neutrale beratung, anbieterunabhaengig",
    "neutral_basis": "neutral basis, begruendung neutralitaet",
    "origins": "quellen, source, source url, fundstelle, datenquelle",
    "as_of": "stand, source seen, datenstand, aktualisiert, aktualisiert am, letzte aktualisierung",
    "verified_on": "geprueft, verifiziert am, verified on, assured date",
    "licence": "license, lizenz der daten",
    "contact_person": "ansprechpartner, ansprechpartnerin, ansprechperson, kontaktperson, ansprechpartner in, "
                      "contact, contact person, contact name, leitung, berater, beraterin, zustaendig",
}  # fmt: skip
#: what a column map may name besides the template: parts of cells, and contact persons, who are people
FIELDS = frozenset({*TEMPLATE.values(), *EXTRA.values(), *GUESSES})


@cache
def _known() -> dict[str, str]:
    """Every folded heading that means something, with its field; our own headings come first."""
    words = {fold(heading): name for heading, name in (TEMPLATE | EXTRA).items()}
    for name, forms in GUESSES.items():
        for form in forms.split(","):
            words.setdefault(fold(form), name)
        words.setdefault(fold(name), name)
    return words


def guess(heading: str) -> str | None:
    """The field a heading means, None if nobody can tell."""
    base = fold(heading.rsplit(" (", 1)[0]) if heading.endswith(")") else fold(heading)
    words = _known()
    found = words.get(fold(heading)) or words.get(base)
    if found or not base:
        return found
    return words.get(_REPEATED.sub("", base))


def is_known(heading: str) -> bool:
    """Whether a heading means something, for finding the header of a table."""
    return guess(heading) is not None


def columns_of(
    headings: Sequence[str], declared: Mapping[str, str] = NOTHING, ignored: Collection[str] = ()
) -> dict[str, str]:
    """The field of each heading of a table, headings without one left out; what is declared beats what is guessed."""
    folded = {fold(heading): name for heading, name in declared.items()}
    passed_over = {fold(heading) for heading in ignored}
    result: dict[str, str] = {}
    before = ""
    for heading in headings:
        name = folded.get(fold(heading)) or guess(heading)
        if before == "street" and _REPEATED.sub("", fold(heading)) in ("nr", "nummer"):
            name = "number"
        if name and fold(heading) not in passed_over:
            result[heading] = name
        before = name or ""
    return result if "name" in result.values() else _with_name(result)


def _with_name(columns: dict[str, str]) -> dict[str, str]:
    """Without a column for the name of the offer, the institution names it: "Einrichtung" before "Träger"."""
    providers = [heading for heading, name in columns.items() if name == "provider"]
    if not providers:
        return columns
    chosen = next((heading for heading in providers if fold(heading) != "traeger"), providers[0])
    return columns | {chosen: "provider_and_name" if len(providers) == 1 else "name"}

"""A catalogue of courses of any size in the form openQ-cat, made up from a seed; two in five are further dates."""

import csv
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

#: GeoNames lists customers of the post that have a postcode to themselves
CUSTOMER = re.compile(r"GmbH|AG\b|KG\b|mbH|Bank|Versicherung|Verlag|kasse")
SUBJECTS = ("Buchführung", "Excel", "Deutsch A2", "Deutsch B1", "Englisch B2", "Gabelstaplerschein", "Pflegehilfe",
            "Schweißen", "Projektmanagement", "Lohnabrechnung", "Python", "Umschulung Lagerlogistik", "Marketing",
            "Berufssprachkurs B2", "Erste Hilfe", "Elektrofachkraft", "CAD", "Bewerbung", "SAP")  # fmt: skip
KINDS = ("Grundlagen", "Aufbau", "Prüfung", "für Wiedereinsteigende", "kompakt", "am Abend", "am Wochenende")
STREETS = ("Hauptstr.", "Bahnhofstr.", "Schulstraße", "Am Markt", "Gartenweg", "Lindenallee", "Industriestr.")
TEXT = escape("<p>Sie lernen Schritt für Schritt, was Sie im Beruf brauchen.</p><ul><li>Grundbegriffe</li>"
              "<li>Übungen mit Beispielen</li><li>Prüfung</li></ul> ")  # fmt: skip
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<OPENQCAT version="1.1"><HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>{name}</CATALOG_ID>
<CATALOG_VERSION>1</CATALOG_VERSION><GENERATION_DATE>{made}T06:00:00+01:00</GENERATION_DATE></CATALOG>
"""
SUPPLIER = """<SUPPLIER><SUPPLIER_ID type="supplier_specific">{number}</SUPPLIER_ID><SUPPLIER_NAME>Bildungshaus {number}
</SUPPLIER_NAME><ADDRESS><PHONE>+49.203.{number}</PHONE><URL>https://haus{number}.example.org</URL></ADDRESS></SUPPLIER>
"""
SERVICE = """<SERVICE mode="new"><PRODUCT_ID>{ref}</PRODUCT_ID><COURSE_TYPE>{type}</COURSE_TYPE>
<SUPPLIER_ID_REF type="supplier_specific">{provider}</SUPPLIER_ID_REF><SERVICE_DETAILS>{title}
<CONTACT><CONTACT_ROLE type="1">Ansprechpartner</CONTACT_ROLE><LAST_NAME>Muster</LAST_NAME></CONTACT>
<SERVICE_DATE><START_DATE>{starts}T08:00:00+01:00</START_DATE><END_DATE>{ends}T16:00:00+01:00</END_DATE></SERVICE_DATE>
<SERVICE_MODULE><EDUCATION type="{own}"><COURSE_ID>{course}</COURSE_ID><EXTENDED_INFO>
<INSTITUTION type="105">Einrichtung der beruflichen Weiterbildung</INSTITUTION>
<INSTRUCTION_FORM type="{form}">Form</INSTRUCTION_FORM><INSTRUCTION_TIME type="{time}">Zeit</INSTRUCTION_TIME>
<TEACHING_LANGUAGES>deu</TEACHING_LANGUAGES><EDUCATION_TYPE type="104">Fortbildung</EDUCATION_TYPE>{measure}
</EXTENDED_INFO><MODULE_COURSE><LOCATION><NAME>Haus der Bildung</NAME><STREET>{street}</STREET><ZIP>{zip}</ZIP>
<CITY>{city}</CITY><COUNTRY>Deutschland</COUNTRY></LOCATION><DURATION type="3"/><FLEXIBLE_START>{flexible}
</FLEXIBLE_START></MODULE_COURSE></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS><SERVICE_CLASSIFICATION>
<REFERENCE_CLASSIFICATION_SYSTEM_NAME>Kurssystematik</REFERENCE_CLASSIFICATION_SYSTEM_NAME><FEATURE>
<FNAME>C 0100-10</FNAME><FVALUE>Fach {subject}</FVALUE></FEATURE></SERVICE_CLASSIFICATION><SERVICE_PRICE_DETAILS>
<SERVICE_PRICE><PRICE_AMOUNT>{price}</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY></SERVICE_PRICE>
</SERVICE_PRICE_DETAILS></SERVICE>
"""


def write_catalogue(
    path: Path, courses: int, towns: list[tuple[str, str]], day: date, *, name: str = "GROSS", seed: int = 7
) -> None:
    """Write a catalogue with so many courses in these towns (postcode, name); two in five are further dates."""
    providers = max(1, min(20_000, courses // 50))
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD.format(name=name, made=day))
        file.writelines(SUPPLIER.format(number=10_000 + number) for number in range(providers))
        file.write('</HEADER><NEW_CATALOG FULLCATALOG="true">\n')
        file.writelines(_services(courses, providers, towns, day, chance))
        file.write("</NEW_CATALOG></OPENQCAT>\n")


def _services(
    courses: int, providers: int, towns: list[tuple[str, str]], day: date, chance: random.Random
) -> Iterator[str]:
    course, provider, town = "", 0, towns[0]
    for number in range(courses):
        own = number % 5 not in (2, 4)
        if own:
            course, provider = f"K-{number}", 10_000 + chance.randrange(providers)
            town = towns[provider * 7 % len(towns)]
        subject = chance.choice(SUBJECTS)
        starts = day + timedelta(days=chance.randrange(-30, 400))
        words = f"{escape(subject)} {chance.choice(KINDS)}</TITLE><DESCRIPTION_LONG>{TEXT * 3}</DESCRIPTION_LONG>"
        title = f"<TITLE>{words}" if own else "<TITLE/>"
        yield SERVICE.format(
            ref=course if own else f"V-{number}", type=4 if "sprach" in subject else 5, provider=provider, title=title,
            starts=starts, ends=starts + timedelta(days=chance.randrange(1, 180)), own="true" if own else "false",
            course=course, form=chance.choice((101, 101, 102, 105, 202, 301)), time=chance.choice((1, 2)),
            measure="<MEASURE_NUMBER>123/45/2026</MEASURE_NUMBER>" if chance.random() < 0.3 else "",
            street=f"{STREETS[provider % len(STREETS)]} {provider % 80 + 1}", zip=town[0], city=escape(town[1]),
            flexible="true" if chance.random() < 0.1 else "false", subject=escape(subject),
            price=chance.choice(("0.00", "120.00", "890.50", "2450.00")),
        )  # fmt: skip


def towns_of(table: Path) -> list[tuple[str, str]]:
    """The postcodes of a table of GeoNames, each with its first place."""
    found: dict[str, str] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not CUSTOMER.search(row["place"]):
                found.setdefault(row["zipcode"], row["place"])
    return sorted(found.items())

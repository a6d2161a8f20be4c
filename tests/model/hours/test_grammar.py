"""What German sentences and OSM expressions mean, told by the OSM spelling they come to."""

import csv
import gzip
import html
import re

import pytest

from model.hours import parse

WEEKS = {
    "Mo–Do 8–16 Uhr, Fr 8–12 Uhr": "Mo-Th 08:00-16:00; Fr 08:00-12:00",
    "Di und Do 9.00-12.30 Uhr": "Tu,Th 09:00-12:30",
    "montags bis freitags von 9 bis 17 Uhr": "Mo-Fr 09:00-17:00",
    "Sprechzeiten: Mo 9-12, 14-16 Uhr": "Mo 09:00-12:00,14:00-16:00",
    "täglich 10-18 Uhr": "Mo-Su 10:00-18:00",
    "MO-FR 9-12 UHR": "Mo-Fr 09:00-12:00",
    "Mo.-Fr. 9-12h": "Mo-Fr 09:00-12:00",
    "Mo-Fr: 08:00:00-12:00:00": "Mo-Fr 08:00-12:00",
    "freitags zwischen 13 und 14 Uhr": "Fr 13:00-14:00",
    "von Montag bis Freitag in der Zeit von 8:00 bis 16:00 Uhr": "Mo-Fr 08:00-16:00",
    "diens- und donnerstags 15-18 Uhr": "Tu,Th 15:00-18:00",
    "Freitagvormittag 9-12 Uhr": "Fr 09:00-12:00",
    "Mo+Mi 9-12": "Mo,We 09:00-12:00",
    "Mo – Mi und Fr: 9 – 12 Uhr": "Mo-We,Fr 09:00-12:00",
    "Di/Mi/Do 10–16 Uhr": "Tu-Th 10:00-16:00",
    "Mo–Fr · 12:00–16:30 Uhr": "Mo-Fr 12:00-16:30",
    "Mo, Di, Do 8:30-12:00 + 13:30-16:00 Uhr": "Mo,Tu,Th 08:30-12:00,13:30-16:00",
    "Mo 9:00 Uhr bis 12:00 Uhr und von 14:00 Uhr bis 16:00 Uhr": "Mo 09:00-12:00,14:00-16:00",
    "Mo 8-12 Di 9-13": "Mo 08:00-12:00; Tu 09:00-13:00",
    "Mo: 9-12 | Di: 10-12": "Mo 09:00-12:00; Tu 10:00-12:00",
    "Montag\n9-12 Uhr\nDienstag\n10-12 Uhr": "Mo 09:00-12:00; Tu 10:00-12:00",
    "9-12 Uhr montags, 14-16 Uhr dienstags": "Mo 09:00-12:00; Tu 14:00-16:00",
    "9-12 und 14-16 Uhr dienstags": "Tu 09:00-12:00,14:00-16:00",
    "Mo 9.00-12.00 Uhr; 14.00-18.00 Uhr": "Mo 09:00-12:00,14:00-18:00",
    "Mo-Fr 8 bis 12 Uhr, Di und Do zusätzlich 14 bis 16 Uhr": "Mo-Fr 08:00-12:00, Tu,Th 14:00-16:00",
    "Mo-Do 9-12 Uhr; Mi auch 14-18 Uhr": "Mo-Th 09:00-12:00, We 14:00-18:00",
    "Mo-Fr 9-12 Uhr, auch Sa": "Mo-Fr 09:00-12:00; Sa 09:00-12:00",
    "samstags, sonn- und feiertags 10-14 Uhr": "Sa,Su,PH 10:00-14:00",
    "Donnerstag ab 11 Uhr": "Th 11:00+",
    "rund um die Uhr": "24/7",
    "Mo-Fr rund um die Uhr": "Mo-Fr 00:00-24:00",
    "Mo 18-24 Uhr": "Mo 18:00-24:00",
    "Fr 22-2 Uhr": "Fr 22:00-02:00",
}
APPOINTMENTS = {
    "Termine nach Vereinbarung": '"nach Vereinbarung"',
    "Nur mit Termin": '"nach Vereinbarung"',
    "n. V.": '"nach Vereinbarung"',
    "Terminvereinbarung unter 0203 2835708": '"nach Vereinbarung"',
    "Mo–Do 8–16 Uhr, Fr 8–12 Uhr, nach Vereinbarung":
        'Mo-Th 08:00-16:00; Fr 08:00-12:00 || "nach Vereinbarung"',
    "Mo. - Fr. 08:00 - 12:00 Uhr und nach Vereinbarung": 'Mo-Fr 08:00-12:00 || "nach Vereinbarung"',
    "Mo-Fr 9-12 Uhr. Termine nach Vereinbarung.": 'Mo-Fr 09:00-12:00 || "nach Vereinbarung"',
    "Di 10–16 Uhr sowie nach telefonischer Vereinbarung": 'Tu 10:00-16:00 || "nach Vereinbarung"',
    "Mo-Fr 9-12 Uhr nach Vereinbarung": 'Mo-Fr 09:00-12:00 unknown "nach Vereinbarung"',
    "Mo 9-12 Uhr, Fr n. V.": 'Mo 09:00-12:00; Fr unknown "nach Vereinbarung"',
    "Mo 9-12, Mi 14-16, nur mit Termin":
        'Mo 09:00-12:00 unknown "nach Vereinbarung"; We 14:00-16:00 unknown "nach Vereinbarung"',
    "Mi 14-16 Uhr, um Anmeldung wird gebeten": 'We 14:00-16:00 unknown "nach Vereinbarung"',
    "Mo 9-12 Uhr (ohne Termin), 14-16 Uhr nach Vereinbarung":
        'Mo 09:00-12:00 "ohne Termin", Mo 14:00-16:00 unknown "nach Vereinbarung"',
    "offene Sprechstunde Mi 14-16 Uhr ohne Anmeldung": 'We 14:00-16:00 "ohne Anmeldung"',
}  # fmt: skip
EXCEPTIONS = {
    "an Feiertagen geschlossen": "PH off",
    "in den Schulferien geschlossen": "SH off",
    "Mo-Fr 9-12 Uhr außer an Feiertagen": "Mo-Fr 09:00-12:00; PH off",
    "Di 16-18 Uhr (nicht in den Schulferien)": "Tu 16:00-18:00; SH off",
    "Mo-Fr 9-12 Uhr, während der Schulzeit": "Mo-Fr 09:00-12:00; SH off",
    "Mi geschlossen. Mo-Fr 9-12 Uhr": "Mo-Fr 09:00-12:00; We off",
    "Mo-Fr 9-12 (Mi geschlossen)": "Mo-Fr 09:00-12:00; We off",
    "täglich außer Mo 9-17 Uhr": "Mo-Su 09:00-17:00; Mo off",
    "täglich geschlossen außer Mi 9-12": "Mo-Su off; We 09:00-12:00",
    "jeden Mittwoch außer in den Ferien 15-17 Uhr": "We 15:00-17:00; SH off",
    "Mo-Fr 10-16 Uhr (außer Mittwochnachmittag)": "Mo-Fr 10:00-16:00; We 12:00-24:00 off",
    "an Feiertagen und am 24.12. und 31.12. geschlossen": "PH off; Dec 24,Dec 31 off",
    "Mo-Fr 9-17; zwischen Weihnachten und Neujahr geschlossen": "Mo-Fr 09:00-17:00; Dec 27-31 off",
    "vom 24.12.2026 bis 1.1.2027 geschlossen; Mo-Fr 9-17 Uhr":
        "Mo-Fr 09:00-17:00; 2026 Dec 24-2027 Jan 01 off",
    "Mo-Fr 9-17 Uhr, Rosenmontag und Heiligabend geschlossen": "Mo-Fr 09:00-17:00; easter -48 days,Dec 24 off",
    "Mo-Fr 9-17 Uhr (Ferien: 9-12 Uhr)": "Mo-Fr 09:00-17:00; SH Mo-Fr 09:00-12:00",
    "Mo-Fr 9-12, in den Sommerferien geschlossen":
        'Mo-Fr 09:00-12:00; SH unknown "in den Sommerferien geschlossen"',
}  # fmt: skip
SEASONS = {
    "jeden 1. und 3. Mittwoch im Monat 14-16 Uhr": "We[1,3] 14:00-16:00",
    "mittwochs (1. und 3. im Monat) 10-12 Uhr": "We[1,3] 10:00-12:00",
    "Sa 10-12 Uhr (1. Samstag im Monat)": "Sa[1] 10:00-12:00",
    "letzter Freitag im Monat 10-12 Uhr": "Fr[-1] 10:00-12:00",
    "jeden zweiten Mittwoch im Monat 14-16 Uhr": "We[2] 14:00-16:00",
    "in geraden Kalenderwochen Mo 9-12 Uhr": "week 02-52/2 Mo 09:00-12:00",
    "April bis Oktober: Mo-Fr 9-17 Uhr, Sa 10-14 Uhr": "Apr-Oct Mo-Fr 09:00-17:00; Apr-Oct Sa 10:00-14:00",
    "Oktober-März: Mo-Fr 10-16 Uhr; April-September: Mo-Fr 10-18 Uhr":
        "Oct-Mar Mo-Fr 10:00-16:00; Apr-Sep Mo-Fr 10:00-18:00",
    "Mo-Fr 9-17, im August 9-12 Uhr": "Mo-Fr 09:00-17:00; Aug Mo-Fr 09:00-12:00",
    "ab 1.9.2026 Mo 9-12 Uhr": "2026 Sep 01+ Mo 09:00-12:00",
    "Mo 9-12 Uhr vom 1.9. bis 31.12.": "Sep-Dec Mo 09:00-12:00",
    "am 3.12.2026 und 10.12.2026 von 16 bis 18 Uhr": "2026 Dec 03,2026 Dec 10 16:00-18:00",
    "24.-26. Dezember geschlossen": "Dec 24-26 off",
    "am 24.12. und an Feiertagen 9-12 Uhr": "Dec 24 09:00-12:00; PH 09:00-12:00",
    "1. bis 31. August 10-12 Uhr": "Aug 10:00-12:00",
}  # fmt: skip
UNSURE = {
    "werktags 9-17 Uhr": 'Mo-Fr 09:00-17:00; Sa 09:00-17:00 unknown "werktags"; PH off',
    "werktags (Mo-Fr) 9-17 Uhr": "Mo-Fr 09:00-17:00",
    "Mittwoch 14-16 Uhr alle 14 Tage": 'We 14:00-16:00 unknown "alle 14 Tage"',
    "jeden zweiten Mittwoch 14-16 Uhr": 'We 14:00-16:00 unknown "jeden zweiten Mittwoch"',
    "Mo vormittags": 'Mo unknown "vormittags"',
    "Mo-Fr": 'Mo-Fr unknown "Uhrzeit nicht bekannt"',
    "Jan-Mar": 'Jan-Mar unknown "Uhrzeit nicht bekannt"',
    "Mi 10 Uhr": "We 10:00+",
}
OSM = [
    "Mo-Fr 09:00-17:00; PH off; SH off", "Mo[1] 10:00-12:00", "We,Mo[1,3] 10:00-12:00", "Jan-Mar Mo 10:00-12:00",
    "2026 Dec 24-2027 Jan 01 off", "SH Mo-Fr 10:00-12:00", "Su,PH 10:00-12:00", "week 01-53/2 Mo 10:00-12:00",
    "easter -2 days off", "2026 Mo 10:00-12:00", "2026-2027 Mar-Sep Mo 10:00-12:00", "Mo 10:00-12:00 || unknown",
    'Mo 10:00-12:00 "Zimmer 3"', "Mo-Th 09:00-02:00, Fr,Sa 09:00-04:00", "Mo-Fr 08:00-18:00; Mo 12:00-13:00 off",
    "10:00-12:00", "24/7; Dec 25 off", "off", "Mo 10:00-12:00+", 'Mo-Fr 09:00-12:00 unknown "nach Vereinbarung"',
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "osm"), [*WEEKS.items(), *APPOINTMENTS.items(), *EXCEPTIONS.items(), *SEASONS.items(), *UNSURE.items()]
)
def test_german_hours_come_to_the_osm_spelling_that_means_the_same(text, osm):
    assert parse(text).osm == osm
    assert parse(parse(text).osm).osm == parse(text).osm


@pytest.mark.parametrize("osm", OSM)
def test_osm_expressions_keep_their_spelling(osm):
    assert parse(osm).osm == osm


@pytest.mark.parametrize(("loose", "strict"), [
    ("mo-fr 9:00-17:00;ph off", "Mo-Fr 09:00-17:00; PH off"),
    ("Mo-Fr 08:00-12:00, 13:30-18:30", "Mo-Fr 08:00-12:00,13:30-18:30"),
    ("Sa, Su 14:00-18:00", "Sa,Su 14:00-18:00"),
    ("Mar-Sep: Mo-Sa 09:00-20:00", "Mar-Sep Mo-Sa 09:00-20:00"),
    ("Mo-So 07:00-19:00", "Mo-Su 07:00-19:00"),
    ("Dec 24,31 off", "Dec 24,Dec 31 off"),
    ("Jan 02-Jan 01 off", "Jan 02-Jan 01 off"),
    ("We-Tu 13:00-18:00", "Mo-Su 13:00-18:00"),
    ("Mo-Fr 17:00-22:00,12:00-16:00", "Mo-Fr 12:00-16:00,17:00-22:00"),
    ('Mo-Fr 08:00-18:00; Sa,PH off; "und nach Vereinbarung"',
     'Mo-Fr 08:00-18:00; Sa,PH off || "und nach Vereinbarung"'),
])  # fmt: skip
def test_loose_osm_spellings_are_tidied(loose, strict):
    assert parse(loose).osm == strict


def test_only_texts_that_offer_appointments_do_so():
    assert all(parse(text).appointment for text in APPOINTMENTS if "Vereinbarung" in APPOINTMENTS[text])
    assert not any(parse(text).appointment for text in [*WEEKS, *EXCEPTIONS, *SEASONS, *UNSURE])


def test_the_real_opening_hours_of_the_offers_of_a_city_are_all_understood(shared_data):
    texts = {
        row["opening_hours"]
        for path in sorted((shared_data / "offers").glob("duisburg_*.csv"))
        for row in csv.DictReader(path.open(encoding="utf-8"))
        if row.get("opening_hours")
    }
    assert len(texts) > 10
    assert all(parse(text).is_known for text in texts)


def test_the_real_opening_hours_of_a_town_in_osm_are_all_understood(shared_data):
    with gzip.open(shared_data / "osm" / "bayreuth-nord.osm.gz", "rt", encoding="utf-8") as lines:
        found = {html.unescape(text) for line in lines for text in re.findall(r'k="opening_hours" v="([^"]*)"', line)}
    assert len(found) > 10
    assert all(parse(text).is_known for text in found)

"""What importers say about a list, in German. Each sentence of theirs stands here once; {} is what it is about."""

import re
from functools import cache

from web import import_words_sources

#: English as the importers write it -> German as the office reads it; the order of the gaps is the same
SENTENCES = {
    "The file {} is empty (0 bytes).": "Die Datei {} ist leer.",
    "The file {} is empty.": "Die Datei {} ist leer.",
    "The file {} cannot be read: {}.": "Die Datei {} kann nicht gelesen werden ({}).",
    "The file {} has more than {} rows. Divide it into several lists.":
        "Die Datei hat zu viele Zeilen. Teilen Sie sie bitte in mehrere Listen.",
    "The file has more than {} rows. Divide it into several lists.":
        "Die Datei hat mehr als {} Zeilen. Teilen Sie sie bitte in mehrere Listen.",
    "The name {} has no letters or digits; keys could not begin with it.":
        "Der Name „{}“ hat weder Buchstaben noch Ziffern.",
    "{} offers could be located more exactly now; relocate does that.":
        "{} Angebote ließen sich jetzt genauer auf der Karte zeigen.",
    "This may be the same as {} ({}).": "Das ist vielleicht dasselbe wie {} ({}).",
    "{} offers of this source are not in the file; they stay as they are.":
        "{} Angebote dieser Liste fehlen in der Datei. Sie bleiben, wie sie sind.",
    "{} offers are missing, but not every line could be read; nothing was archived.":
        "{} Angebote fehlen. Weil nicht jede Zeile lesbar war, kommt keines ins Archiv.",
    "{} of {} offers are missing; that is more than {}, so the file was not taken for the whole list and nothing was "
    "archived.": "{} von {} Angeboten fehlen. Das sind mehr als {}. Deshalb kommt keines ins Archiv.",
    "This looks like another list than {} has been so far: the key {} stood for {}, now for {}. Nothing was written. "
    "Give this list a name of its own.":
        "Das sieht nach einer anderen Liste aus als „{}“ bisher: {} stand für „{}“, jetzt für „{}“. Nichts wurde "
        "geändert. Geben Sie dieser Liste einen eigenen Namen.",
    "The key {} belongs to another region. Nothing was written. Give this list a name of its own.":
        "Die Kennung {} gehört zu einer anderen Region. Nichts wurde geändert. Geben Sie der Liste einen eigenen "
        "Namen.",
    "The key {} stood for {} so far.": "Die Kennung {} stand bisher für „{}“.",
    "What people corrected stays, though the source says otherwise: {}.":
        "Was Menschen berichtigt haben, bleibt. Die Liste sagt es anders: {}.",
    "No importer knows a file like {}. There are importers for: {}.":
        "Eine Datei wie {} können wir nicht lesen. Es geht mit CSV und Excel (.xlsx).",
    "The file {} fits several importers: {}. Say which one to use.":
        "Die Datei {} passt zu mehreren Formaten ({}). Bitte wenden Sie sich an den Betrieb.",
    "There is no importer called {}. There are: {}.": "Das Format „{}“ gibt es hier nicht. Es gibt: {}.",
    "The phone number {} lacks its beginning; it was read as {}.":
        "Der Telefonnummer {} fehlt der Anfang. Gelesen wurde {}.",
    "Only one phone number is shown; left out: {}.": "Gezeigt wird nur eine Telefonnummer. Weggelassen: {}.",
    "The phone number {} has no digits; it was left out.": "Die Telefonnummer „{}“ hat keine Ziffern. Sie fällt weg.",
    "Beside the phone number the words {} were left out.": "Neben der Telefonnummer fielen diese Wörter weg: „{}“.",
    "The phone number {} cannot be dialled; please check it.":
        "Die Telefonnummer „{}“ kann man so nicht wählen. Bitte prüfen Sie sie.",
    "{} is no mail address; it was left out.": "„{}“ ist keine Mailadresse. Das fällt weg.",
    "Only one mail address is shown; left out: {}.": "Gezeigt wird nur eine Mailadresse. Weggelassen: {}.",
    "Only one web address is shown; left out: {}.": "Gezeigt wird nur eine Webadresse. Weggelassen: {}.",
    "{} is no web address; it was left out.": "„{}“ ist keine Webadresse. Das fällt weg.",
    "{} is no day; it was left out.": "{} ist kein Datum. Das fällt weg.",
    "{} lies in the future; it was left out.": "{} liegt in der Zukunft. Das fällt weg.",
    "{} is no fact about neutrality; it was left out.": "„{}“ ist keine Angabe zur Neutralität. Das fällt weg.",
    "{} is no answer to {}; it was left out.": "„{}“ ist keine Antwort auf {}. Das fällt weg.",
    "The reference {} was written as {}.": "Die Kennung „{}“ heißt bei uns „{}“.",
    "The row has no name.": "In der Zeile fehlt der Name.",
    "The stop {} has no place or no time one can go by; it was left out.":
        "Dem Haltepunkt „{}“ fehlt der Ort oder die Zeit. Er fällt weg.",
    "Who checked the entry is told, but not on which day; it counts as not checked.":
        "Wer geprüft hat, steht da, aber nicht wann. Das Angebot gilt als nicht geprüft.",
    "{} They are shown as written, and nobody can be told whether it is open.":
        "Die Zeiten versteht das Programm nicht. Sie werden gezeigt, wie sie dastehen.",
    "{} is no German postcode; please check it.": "„{}“ ist keine deutsche Postleitzahl. Bitte prüfen Sie sie.",
    "The coordinate {} lies far from the region; it was left out.":
        "Die Koordinate {} liegt weit weg von der Region. Sie fällt weg.",
    "The house number {} had become a day; it was read as {}.":
        "Aus der Hausnummer war ein Datum geworden ({}). Gelesen wurde {}.",
    "The coordinate {} cannot be read; it was left out.": "Die Koordinate {} ist nicht lesbar. Sie fällt weg.",
    "Latitude and longitude were swapped ({}); they were put right.":
        "Breite und Länge waren vertauscht ({}). Sie wurden getauscht.",
    "The coordinate {} lies outside the region.": "Die Koordinate {} liegt außerhalb der Region.",
    "{} is no word for how exact a coordinate is; it was taken for {}.":
        "„{}“ sagt nicht, wie genau die Koordinate ist. Angenommen wurde „{}“.",
    "The postcode {} has four digits; it was read as 0{}.":
        "Die Postleitzahl {} hat nur vier Ziffern. Gelesen wurde 0{}.",
    "The word {} is not in the vocabulary {}; it was left out.":
        "Das Wort „{}“ steht nicht in der Wortliste {}. Es fällt weg.",
    "The language {} is not in the vocabulary; it was left out.":
        "Die Sprache „{}“ steht nicht in der Wortliste. Sie fällt weg.",
    "The kind {} is neither Beratung nor Lernangebot; it was taken for Beratung.":
        "Die Art „{}“ ist weder Beratung noch Lernangebot. Angenommen wurde Beratung.",
    "{} is no grade of accessibility; it was kept as a remark.":
        "„{}“ sagt nicht, ob man mit dem Rollstuhl hineinkommt. Das bleibt als Hinweis.",
    "{} does not say whether an appointment is needed.": "„{}“ sagt nicht, ob man einen Termin braucht.",
    "{} is no way of checking an entry (Telefon, Mail, Besuch, Web, Formular).":
        "„{}“ ist keine Art zu prüfen. Es gibt: Telefon, Mail, Besuch, Web, Formular.",
    "{} does not say whether it costs anything; it was kept as a remark.":
        "„{}“ sagt nicht, ob es etwas kostet. Das bleibt als Hinweis.",
    "The address {} may be one of several places ({}).": "Die Adresse „{}“ kann mehrere Orte meinen ({}).",
    "The address {} was found outside the region ({}).": "Die Adresse „{}“ liegt außerhalb der Region ({}).",
    "The street {} was not found; the point is that of {}.":
        "Die Straße „{}“ kennen wir nicht. Auf der Karte steht es bei „{}“.",
    "The address {} was not found; the offer is listed without a point.":
        "Die Adresse „{}“ kennen wir nicht. Das Angebot steht ohne Punkt in der Liste.",
    "The same key is already used in line {}.": "Dieselbe Kennung steht schon in Zeile {}.",
    "The file {} is an old Excel file (.xls) or one with a password; save it as .xlsx or CSV.":
        "Die Datei {} ist eine alte Excel-Datei (.xls) oder hat ein Passwort. Speichern Sie sie als .xlsx oder CSV.",
    "The file {} is a PDF; a table is needed, as CSV or XLSX.":
        "Die Datei {} ist ein PDF. Wir brauchen eine Tabelle, als CSV oder Excel (.xlsx).",
    "The file {} is a compressed file; unpack it first.": "Die Datei {} ist gepackt. Packen Sie sie bitte erst aus.",
    "The file {} is a picture; a table is needed, as CSV or XLSX.":
        "Die Datei {} ist ein Bild. Wir brauchen eine Tabelle, als CSV oder Excel (.xlsx).",
    "The file {} is a database file; export the table as CSV.":
        "Die Datei {} ist eine Datenbank. Speichern Sie die Tabelle als CSV.",
    "The file {} is not a text file; a table is needed, as CSV or XLSX.":
        "Die Datei {} ist keine Tabelle. Es geht mit CSV und Excel (.xlsx).",
    "A quotation mark opens on this line and is never properly closed.{}":
        "In dieser Zeile beginnt ein Anführungszeichen, das nicht richtig endet.",
    "The line is longer than {} characters; it was left out.": "Die Zeile ist länger als {} Zeichen. Sie fällt weg.",
    "The line contained NUL bytes; they were left out.": "Die Zeile enthielt unlesbare Zeichen. Sie fielen weg.",
    "The text is not UTF-8; such lines were read as Windows-1252.":
        "Der Text ist nicht UTF-8. Gelesen wurde er als Windows-1252.",
    "The row does not say whether it is Beratung or Lernangebot; it was taken for Beratung.":
        "Die Zeile sagt nicht, ob es Beratung oder ein Lernangebot ist. Angenommen wurde Beratung.",
    "The row has no key; one was made from name, provider and address.":
        "Die Zeile hat keine Kennung. Sie wurde aus Name, Träger und Adresse gebildet.",
    "The file {} has no column with the name of the offer. Its columns are: {}. Call one of them Name, or say in a "
    "column file which one it is.":
        "In der Datei {} finden wir keine Spalte mit dem Namen des Angebots. Sagen Sie unten, welche es ist.",
    "There is no column Kennung; the keys were made from name, provider and address. They change when one of these is "
    "corrected.":
        "Es gibt keine Spalte Kennung. Die Kennungen sind aus Name, Träger und Adresse gebildet. Ändert sich davon "
        "etwas, ist es für uns ein neues Angebot.",
    "There is no column Art; every row was taken for Beratung.":
        "Es gibt keine Spalte Art. Jede Zeile gilt als Beratung.",
    "There is no column Träger; the provider of every row is unknown.":
        "Es gibt keine Spalte Träger. Wer die Angebote macht, ist nicht bekannt.",
    "The column file names the column {}, but the file has none.":
        "Die Spalte „{}“ ist zugeordnet, steht aber nicht in der Datei.",
    "The column {} names persons; it was not taken over.":
        "In der Spalte „{}“ stehen Personen. Sie wird nicht übernommen.",
    "The file {} has no row that can be read.": "In der Datei {} ist keine Zeile lesbar.",
    "The file {} has a header but no rows below it.": "Die Datei {} hat Überschriften, aber keine Zeilen darunter.",
    "The file {} has only one column ({}). Columns must be separated by semicolon, comma, tab or |.":
        "Die Datei {} hat nur eine Spalte („{}“). Spalten trennt man mit Semikolon, Komma, Tabulator oder |.",
    "The file ends in the middle of this line (after {} of {} columns).":
        "Die Datei endet mitten in dieser Zeile (nach {} von {} Spalten).",
    "The row has {} values but the header has {} columns; put texts into quotes.":
        "Die Zeile hat {} Werte, aber es gibt {} Spalten. Setzen Sie Texte in Anführungszeichen.",
    "The lines above this header were left out.": "Die Zeilen über den Überschriften fielen weg.",
    "The header is repeated here; the line was left out.": "Hier stehen die Überschriften noch einmal. Das fällt weg.",
    "The workbook {} has {} parts; at most {} are read.": "Die Excel-Datei {} hat {} Teile. Wir lesen höchstens {}.",
    "The workbook {} would unpack to {} MB; that is too much.":
        "Die Excel-Datei {} wäre ausgepackt {} MB groß. Das ist zu viel.",
    "The workbook {} is packed suspiciously tightly ({}).":
        "Die Excel-Datei {} ist verdächtig dicht gepackt ({}). Wir lesen sie nicht.",
    "The workbook {} is damaged or cut off; save it again.":
        "Die Excel-Datei {} ist beschädigt. Speichern Sie sie bitte neu.",
    "The file {} is an OpenDocument file; save the table as .xlsx or CSV.":
        "Die Datei {} ist eine OpenDocument-Datei. Speichern Sie die Tabelle als .xlsx oder CSV.",
    "The file {} is packed but no Excel workbook; save the table as .xlsx or CSV.":
        "Die Datei {} ist gepackt, aber keine Excel-Datei. Speichern Sie die Tabelle als .xlsx oder CSV.",
    "The workbook {} has no sheet {}. It has: {}.": "Die Excel-Datei {} hat kein Blatt „{}“. Es gibt: {}.",
    "The workbook {} has no sheet with data.": "In der Excel-Datei {} ist kein Blatt mit Daten.",
    "The workbook {} cannot be read: {}": "Die Excel-Datei {} kann nicht gelesen werden. Speichern Sie sie neu.",
    "The workbook {} breaks off while it is read: {}":
        "Die Excel-Datei {} bricht beim Lesen ab. Speichern Sie sie bitte neu.",
    "The sheet {} was read; not read were: {}.": "Gelesen wurde das Blatt „{}“, nicht gelesen: {}.",
    "The row holds Excel errors ({}); such cells were left empty.":
        "In der Zeile stehen Excel-Fehler ({}). Diese Felder bleiben leer.",
}  # fmt: skip


def in_german(sentence: str) -> str:
    """What an importer says, in German; a sentence that is not known here stays as it is."""
    for pattern, german in _patterns():
        if match := pattern.fullmatch(sentence):
            gaps = [_bare(text) for text in match.groups()]
            parts = german.split("{}")
            return "".join(
                part + (gaps[number] if number < min(len(gaps), len(parts) - 1) else "")
                for number, part in enumerate(parts)
            )
    return sentence


def _bare(text: str) -> str:
    """A text without the quotation marks that Python puts around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences as patterns; those with more words of their own come first."""
    told = SENTENCES | import_words_sources.SENTENCES
    order = sorted(told, key=lambda english: -len(english.replace("{}", "")))
    return [
        (re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL), told[english]) for english in order
    ]

"""What importers of single sources say, in German; each sentence stands here once, and {} is what it is about."""

SENTENCES = {
    "{} offers are missing; this source only proposes, so they stay as they are.":
        "{} Angebote fehlen. Diese Quelle schlägt nur vor. Deshalb bleiben sie, wie sie sind.",
    "{} is an offer of another region; it was left out.": "{} ist ein Angebot einer anderen Region. Es fällt weg.",
    "The file {} is an answer without any course.": "Die Datei {} ist eine Antwort ohne einen einzigen Kurs.",
    "The agency gives no licence for its data; ask before you publish what is in the file.":
        "Die Agentur für Arbeit nennt keine Lizenz. Fragen Sie bitte, bevor Sie etwas veröffentlichen.",
    "The file holds {} of the {} courses that were found; it is not the whole list.":
        "In der Datei stehen {} von {} gefundenen Kursen. Sie ist nicht die ganze Liste.",
    "The file {} holds no offers.": "In der Datei {} steht kein Angebot.",
    "The offer has no name or no key.": "Dem Angebot fehlt der Name oder die Kennung.",
    "The name {} is for offers of another installation; choose one without {}.":
        "Der Name {} ist für Angebote einer anderen Karte. Wählen Sie einen ohne {}.",
    "The file {} holds no service.": "In der Datei {} steht kein Angebot (service).",
    "The service has no name.": "Dem Angebot (service) fehlt der Name.",
    "The place has only an address for mail; nobody goes there.":
        "Der Ort ist nur eine Postanschrift. Dort geht niemand hin.",
    "The hours are limited to a season; they were taken for unknown.":
        "Die Zeiten gelten nur eine Zeit lang. Sie gelten als nicht bekannt.",
    "Terms of these taxonomies were not taken over: {}.": "Wörter dieser Verzeichnisse sind nicht übernommen: {}.",
    "The file holds {} of {} pages; it is not the whole list.":
        "In der Datei stehen {} von {} Seiten. Sie ist nicht die ganze Liste.",
    "The package {} has no services.csv.": "Im Paket {} fehlt services.csv.",
    "The package {} is larger than {} MB.": "Das Paket {} ist größer als {} MB.",
    "The package {} cannot be read to its end ({}).": "Das Paket {} ist nicht bis zum Ende lesbar ({}).",
    "The file {} is no proper JSON in line {}.": "Die Datei {} ist in Zeile {} kein richtiges JSON.",
    "The course has no title.": "Dem Kurs fehlt der Titel.",
    "The file {} is a catalogue of courses; `flask --app app import` brings it in.":
        "Die Datei {} ist ein Kurskatalog. Wer den Server betreut, liest ihn mit dem Befehl import ein.",
    "Reading {} ended too early; nothing was changed.": "Das Lesen von {} brach ab. Nichts ist geändert.",
    "The course has no number (PRODUCT_ID).": "Dem Kurs fehlt die Nummer (PRODUCT_ID).",
    "The course names no provider, and the file has several.":
        "Der Kurs nennt keinen Anbieter, und die Datei hat mehrere.",
    "The provider {} is not in the head of the file.": "Der Anbieter {} steht nicht im Kopf der Datei.",
    "The course has no title, and names no course it belongs to.":
        "Dem Kurs fehlt der Titel, und er gehört zu keinem anderen Kurs.",
    "The course ends before it begins; its end was left out.":
        "Der Kurs endet vor seinem Beginn. Das Ende ist weggelassen.",
    "The day {} is no day; it was left out.": "„{}“ ist kein Tag. Er ist weggelassen.",
    "The file {} has definitions of its own (DOCTYPE); it is not read.":
        "Die Datei {} hat eigene Definitionen (DOCTYPE). Solche Dateien lesen wir nicht.",
    "The file is no whole XML: {}.": "Die Datei ist kein ganzes XML: {}.",
    "The course is held from afar; its address was not taken for a place to go to.":
        "Den Kurs gibt es aus der Ferne. Seine Anschrift ist kein Ort zum Hingehen.",
    "{} courses are held outside the region; they were left out.":
        "{} Kurse sind außerhalb der Region. Sie fallen weg.",
    "The file does not say how many courses there are; nobody can tell whether it has all of them.":
        "Die Datei sagt nicht, wie viele Kurse es gibt. Ob alle darin sind, weiß niemand.",
    "The search counts no further than {}; there may be more courses than the file holds.":
        "Die Suche zählt nur bis {}. Vielleicht gibt es mehr Kurse, als in der Datei stehen.",
    "Entry {} of the file is no course.": "Eintrag {} der Datei ist kein Kurs.",
    "The coordinates {} / {} {}; the address is looked up instead.":
        "Die Koordinaten {} / {} sind nicht zu gebrauchen. Wir suchen stattdessen die Anschrift.",
    "A price of {} does not say that the course is free; its costs were taken for unknown.":
        "Ein Preis von {} heißt nicht, dass der Kurs nichts kostet. Die Kosten gelten als unbekannt.",
    "{} is no postcode of {}; please check it.": "„{}“ ist keine Postleitzahl in {}. Bitte prüfen Sie das.",
    "The calendar {} is larger than {} MB.": "Der Kalender {} ist größer als {} MB.",
    "The calendar {} was cut off: it does not end with END:VCALENDAR.":
        "Der Kalender {} ist abgebrochen. Am Ende fehlt END:VCALENDAR.",
    "No event lies in the year from {}.": "Im Jahr ab {} liegt kein Termin.",
    "The calendar {} cannot be read: {}": "Der Kalender {} ist nicht lesbar ({})",
    "The dates of the calendar cannot be worked out: {}": "Die Termine des Kalenders gehen nicht auf ({})",
    "The calendar does not say whether it is Beratung or Lernangebot; it was taken for Beratung.":
        "Der Kalender sagt nicht, ob es Beratung oder ein Lernangebot ist. Wir nehmen Beratung an.",
    "The event has no title.": "Dem Termin fehlt der Titel.",
    "Only the first {} dates were taken.": "Nur die ersten {} Termine sind übernommen.",
    "The source does not say whether it is Beratung or Lernangebot; it was taken for Beratung.":
        "Die Quelle sagt nicht, ob es Beratung oder ein Lernangebot ist. Wir nehmen Beratung an.",
    "The file {} is an answer without any place.": "Die Datei {} ist eine Antwort ohne einen einzigen Ort.",
    "The place has no name.": "Dem Ort fehlt der Name.",
    "The source calls the place temporarily closed; its usual hours were left out.":
        "Die Quelle nennt den Ort vorübergehend geschlossen. Die üblichen Zeiten fallen weg.",
    "The texts are in another language ({}); they were taken as they are.":
        "Die Texte sind in einer anderen Sprache ({}). Sie bleiben, wie sie sind.",
    "{} of {} places tell no licence; ask the municipality before publishing.":
        "{} von {} Orten nennen keine Lizenz. Fragen Sie bitte vorher die Kommune.",
    "Entry {} of the file is no place.": "Eintrag {} der Datei ist kein Ort.",
    "The opening hours have {} days; they were left out.": "Die Öffnungszeiten haben {} Tage. Sie fallen weg.",
    "The opening hours call {} closed, and tell times for it too; they were taken for unknown.":
        "Für {} steht „geschlossen“, und es stehen Zeiten da. Die Zeiten gelten als unbekannt.",
    "The opening hours of {} have times that cannot be read; they were taken for unknown.":
        "Die Zeiten für {} sind nicht lesbar. Sie gelten als unbekannt.",
    "The file {} is larger than {} MB. Ask for a smaller area, or for parts.":
        "Die Datei {} ist größer als {} MB. Fragen Sie ein kleineres Gebiet ab.",
    "The file {} is a web page or XML, not JSON: perhaps the server's error message.":
        "Die Datei {} ist eine Webseite oder XML. Vielleicht ist es eine Fehlermeldung.",
    "The file {} is no proper JSON: line {}, column {}: {}.":
        "Die Datei {} ist kein richtiges JSON (Zeile {}, Spalte {}: {}).",
    "The {} is no place of counselling or learning.": "{}: Das ist kein Ort der Beratung oder des Lernens.",
    "The school has no name.": "Der Schule fehlt der Name.",
    "The {} has no name.": "{}: Hier fehlt der Name.",
    "The file does not say where the {} lies.": "{}: Die Datei sagt nicht, wo das liegt.",
    "The languages that the {} teaches ({}) were left out.": "{}: Die unterrichteten Sprachen ({}) fallen weg.",
    "{} objects lie outside the region; they were left out.": "{} Objekte liegen außerhalb der Region. Sie fallen weg.",
    "None of the objects in the file is a place of counselling or learning.":
        "In der Datei ist kein Ort der Beratung oder des Lernens.",
    "The file has no relations, which come last in it; if it should have any, it is cut off.":
        "Der Datei fehlen Relationen. Sie stehen am Ende. Vielleicht ist die Datei abgebrochen.",
    "The file {} is cut off or damaged: {}.": "Die Datei {} ist abgebrochen oder beschädigt ({}).",
    "The file {} is incomplete; the server wrote: {} Ask again, with more time or for a smaller area.":
        "Die Datei {} ist unvollständig. Der Server schrieb: {} Fragen Sie noch einmal, für ein kleineres Gebiet.",
    "The file {} is an answer without any object. Look at the question again.":
        "Die Datei {} ist eine leere Antwort. Prüfen Sie bitte die Abfrage.",
    "The server remarks: {}": "Der Server merkt an: {}",
    "Areas have no position, and {} were left out; ask for nodes, ways and relations (nwr).":
        "Flächen ohne Punkt fallen weg: {}. Fragen Sie nach Punkten, Wegen und Relationen (nwr).",
    "Element {} of the answer is no object.": "Element {} der Antwort ist kein Objekt.",
    "Element {} of the answer has no type and number by which to know it.":
        "Element {} der Antwort hat weder Art noch Nummer.",
    "The line has no number of a school.": "In der Zeile fehlt die Schulnummer.",
    "The source gives the school the operating code {}, and does not say here what that means.":
        "Die Quelle gibt der Schule den Betriebsschlüssel {}. Was er heißt, steht hier nicht.",
    "The line has no id.": "In der Zeile fehlt die Kennung.",
    "Schools outside the region were left out: {}.": "Schulen außerhalb der Region fallen weg: {}.",
    "Authorities for schools are no schools; left out: {}.": "Schulämter sind keine Schulen. Weggelassen: {}.",
    "What stands above was taken for {}, as the row says.": "Für {} gilt der Wert darüber. So sagt es die Zeile.",
    "The file {} holds no features.": "In der Datei {} ist nichts eingezeichnet.",
    "The file {} has no attribute with the name of the offer. Its attributes are: {}. Say in a column file which one "
    "it is.": "In der Datei {} nennt kein Merkmal den Namen des Angebots. Sie hat: {}.",
    "The file {} cannot be read as a map: {}": "Die Datei {} ist nicht als Karte lesbar ({})",
    "The layer {} of {} has no places.": "Die Ebene „{}“ in {} hat keine Orte.",
    "{} does not say in which coordinates it is; its .prj file is missing.":
        "{} sagt nicht, in welchen Koordinaten es ist. Die Datei .prj fehlt.",
    "The file {} breaks off while it is read: {}": "Die Datei {} bricht beim Lesen ab ({})",
    "The layer {} was read; not read were: {}.": "Gelesen ist die Ebene „{}“. Nicht gelesen: {}.",
    "The attribute {} names persons; it was not taken over.":
        "Das Merkmal „{}“ nennt Personen. Es wird nicht übernommen.",
}

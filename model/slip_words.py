"""The words of slips: common German words that are easily told apart, also over the telephone.

Every word has four to nine letters of the plain alphabet. No two sound alike, no word begins with another, and at least
two letters must be wrong before one becomes another. None of them says anything about a person.
"""

_LIST = """
abend abfahrt absicht abstand abwaschen achse acker adler adresse ahorn akte aktiv album allee allein alltag alpen
alphabet ameise amsel ananas anders anfang angel angenehm anlage anorak anruf antenne antrag antwort anzug apfel
aprikose april aquarium arbeit arktis aroma artig asche asphalt astronaut atem atlas atmen aufgabe auftrag aufzug auge
august ausblick ausflug ausgang auskunft auster auswahl autobahn avocado bach backofen badehose badesee bagger bahnhof
balkon ballett balsam bambus banane band banjo baracke basilikum basis batterie bauernhof baum baustelle becher beere
beispiel bereit bergbahn bergwerk besen besteck besuch beton beutel biber biene bild billard birke bison bitten blank
blatt blau blech bleiben bleistift blick blitz blockhaus blume boden bohne bohrer boje bonbon boot bordstein botanik
braten brauchen braun brett brezel brief brille bringen brise brokkoli brombeere bronze brotzeit bruder brunnen
buchstabe bucht bude bummel bunt burgtor busch butter chance chemie chor clown computer creme dachboden dackel damals
dame dampfer danke datum daumen decke deich delfin denken denkmal dessert dezember diamant dichter dienstag diktat
dill dinkel diplom direktor dirigent distel doktor domino donner doppelt dorf dose drache draht drehen dreieck dreirad
dreizehn drohne drossel drucker dschungel duft durst dusche ebbe ebene ebenholz echo eckig edelstein efeu ehrgeiz
eiche eidechse eifer eigelb einfach einkauf einladung eintritt eisbahn eisberg eisdiele eisen eisvogel elefant elster
empfang enkel entdecker erbse erdbeere erde erdnuss erfolg ergebnis erholung erinnern erkennen erker ernst ernte
ersatz essig etage etui eule euro examen experte extra fabel fabrik fachwerk faden fahne fahren fahrplan fahrrad fair
falke falter familie fanfare fangen farbe farn fasan fass februar feder feige fein feld felsen fenchel fenster ferien
ferkel fernrohr fernseher fertig festland festung feuerwehr fichte figur film finden firma fisch flach flagge flamingo
flamme flanell flasche fleck flieder fliege flink flohmarkt flosse flott flugzeug fluss folge forelle formen forscher
fotograf frage fregatte freitag freude freund froh frosch frost frucht fuchs fundament funke galerie gans garage
garnele garten gast gazelle geben gebirge geduld geheimnis gehweg gelb gemeinde genau gepard gerade gerne gerste
geruch gesang geschenk gestalt gestern getreide gewinn gewitter gipfel giraffe gitarre glas glauben gleich gleis
gletscher glocke gnade gold gondel gorilla gramm granit gratis grau greifen grenze griff grundriss gruppe gulasch
gummi gurke gurt habicht hafen haferbrei hagel hahn halle halstuch halten hammer hamster handball handtuch hangar
harfe harz hase haube hausflur hebel hefe heide heizung helfen hell hemd herbst hering hermelin herzlich heuboden
heute hilfe himbeere himmel hinten hirsch hirse hitze hobby hochhaus hochzeit hocker hoffnung holen holunder holz
honig hortensie hotel humor hund hupe husky idee igel iglu imbiss imker indigo ingwer inhalt insekt insel interesse
jacke jaguar jahrmarkt jasmin jeans jetzt jockey joghurt jubel juli kabine kachel kaffee kajak kakao kaktus kalb
kalender kalkstein kamel kamera kamin kamm kanal kaninchen kanne kanu kapitel kappe karneval karotte karte kartoffel
karussell kaskade kasse kastanie kasten katze kaufen kegel keks keller kennen keramik kerze kessel kette kiefer kies
kilometer kirsche kissen kiste kiwi klammer klang klar klatschen klavier klebstoff klee kleid klettern klima klingel
klinke klippe klug knall knapp knoblauch knopf knoten kobalt koch koffer kohl kokos kolibri komet komisch komma kommen
kompass komponist kompott konfetti konkret kontinent konzert koralle korb kostbar kraft kragen kranich kreide kreisel
kresse krimi kristall krone kruste kuchen kuckuck kulisse kunde kunst kupfer kurbel kurier kurve kurz labor lachen
lager lakritz lampe landkarte langlauf lappen laterne latte laub lauch laune lava lavendel lawine lehnen lehre
lehrling leihen leinwand leise leiter lektion leopard lerche leuchter lexikon libelle licht lied liefern lilie limette
limonade linde lineal links loben locher logisch lokal lorbeer lotto luftpost lustig luxus magazin magnet mahagoni
mais maler malkasten mandarine mandel manege mango marder margerite marille markt marmelade marmor maske material
matrose matt maulwurf medaille mehrere meist melodie melone mensch merken messer metall meter mikrofon milch minute
minze mischen mittag mitte mixer mobile modern mofa mohn moment monat mond montag moos morgen mosaik motor mulde
murmel museum musik nachbar nacht nadel nahe nahrung nashorn natur neffe nehmen nektar nelke nest netz neubau neugier
neun neutral nickel niedrig nilpferd nische nobel norden nordpol nordsee normal note notieren notizbuch nougat
november nummer nuss nutzen oboe obst offen oktave oktober oliven olympia oper optik orange orchester orchidee ordnen
ordnung orgel orkan osten otter oval ozean packen paddel pagode paket palast palme panda panther papagei papaya papier
pappel paprika parkbank parkett pastete patent pause pavillon pedal pelikan pelz pendel perfekt pergola perle person
pfad pfahl pfanne pfeffer pfeife pfeil pferd pfirsich pflanze pflaster pflaume pflegen pflicht pforte pfosten picknick
pinguin pirat pizza plakat planet plantage plastik plateau platz polster pony portal porzellan posaune post praktisch
praline prima prinz privat probe produkt profil programm propeller prospekt protokoll prozent publikum pudding puder
pulli pullover pumpe punkt puzzle pyramide quadrat qualle quartett quitte quiz rabatt rabe radio radweg rahmen rakete
rasch raster rastplatz rathaus raupe rechnen rechnung rechts regal regen reif reihe reisebus rekord rennbahn rennrad
reptil reserve retten rettich revier rezept rhabarber rhythmus riegel riese riesig ring rippe ritter robbe roboter
rock rodeln roggen rohr rolle rollschuh roman rosa rosine rosmarin roulade route rubin rucksack rufen ruine rundfahrt
rutsche saal sack salami salat salbe salz samen sammeln sandale sandburg sanft saphir sardine sattel sauber sauna
savanne saxofon schablone schachtel schaf schale schatz schaukel schenken schere scheune schichten schick schiff
schild schirm schlange schlau schleife schleuse schlitten schloss schmal schmuck schnabel schnecke schnee schneiden
schnell schnitt schnur schrank schraube schreiben schublade schuh schwalbe schwan schwer schwester schwimmen sechs
seegras seestern sehen seife seilbahn sekunde sellerie semester semmel sender senf sense september serie sicher sieben
sieg silber silo singen sinn sirup sitzen skizze sofort sommer sonate sonne sonnig sonntag sorgsam sorte spaghetti
spannend spargel spaten spatz spazieren specht speicher speise sperling spiegel spiel spinat spirale spitze sport
sprache sprechen springer sprung spur staat stabil stachel stadion stadtplan staffel stahl stamm standuhr stark statue
staub steckdose steigen stein stempel steppe stiefel stier stift stille stimme stock stoff stollen stolz storch straff
strauch strecke streifen streng stricken striegel strohhut strom strudel strumpf stube studio stunde sturm suche sumpf
suppe symbol tabelle tablett tafel tagebuch tagesplan taille takt tandem tangente tank tante tanzen tapete tapfer
tarif tastatur taucher tausch taxi technik teddy teebeutel teekanne teilen telefon teleskop tennis teppich termin
terrasse textil theater thema thron thymian ticket tiefe tiger tischler titel toast tochter tomate topas topf torbogen
tour tradition traktor trampolin trapez traube traum treffen treppe tresor treu trichter trick trinken trocken trommel
trompete tropfen truhe tuch tulpe tunnel turbine turnen turnhalle typisch ufer uhrwerk umhang umlauf umschlag umweg
umzug universum urkunde urlaub urwald vanille vater veilchen ventil veranda verein verkehr versuch video viertel
vignette villa violett violine vitamin vogel volk vorgarten vorhang vormittag vorne vorrat vorsicht vorteil vulkan
wacholder wachs wachtel waffel wagen wahr waldrand waldweg wall walnuss walross walze wandern wanderweg wange ware
waschen wasser webstuhl wecker wegweiser weizen wellblech welle welt wende wenig werfen werkbank werkstatt wertvoll
wespe wetter wichtig widder wiege wildpferd wimpel windrad winter wirbel wirklich wirt witz woche wohnen wolf wolke
wolkig wunder wunsch wurm wurzel zackig zahlen zahnrad zapfen zauberer zaun zebra zeichen zeiger zeile zeitung
zeltplatz zement zentner zentrum zettel zeuge zickzack ziehen ziel ziemlich ziffer zikade zimmer zimt zirkel zirkus
zitrone zoll zucker zukunft zusammen zweifel zweig zwiebel zwilling zylinder zypresse
"""
#: in the order of the alphabet
WORDS: tuple[str, ...] = tuple(_LIST.split())

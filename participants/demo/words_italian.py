"""Words for Italian organisations and people. The places in PLACES and the firms made of these words do not exist."""

from participants.enums import Category

TOWNS = (
    ("Bergamo", "IT-25"), ("Brescia", "IT-25"), ("Milano", "IT-25"), ("Cantù", "IT-25"), ("Torino", "IT-21"),
    ("Cuneo", "IT-21"), ("Aosta", "IT-23"), ("Trento", "IT-32"), ("Vicenza", "IT-34"), ("Treviso", "IT-34"),
    ("Udine", "IT-36"), ("Genova", "IT-42"), ("Modena", "IT-45"), ("Forlì", "IT-45"), ("Cantalupo d’Enza", "IT-45"),
    ("Firenze", "IT-52"), ("Prato", "IT-52"), ("Perugia", "IT-55"), ("Ancona", "IT-57"), ("Pesaro", "IT-57"),
    ("Roma", "IT-62"), ("L’Aquila", "IT-65"), ("Campobasso", "IT-67"), ("Napoli", "IT-72"), ("Bari", "IT-75"),
    ("Barletta", "IT-75"), ("Potenza", "IT-77"), ("Cosenza", "IT-78"), ("Catania", "IT-82"), ("Cagliari", "IT-88"),
)  # fmt: skip
MEN = (
    "Alberto", "Alessio", "Carlo", "Davide", "Edoardo", "Fabio", "Gian Luca", "Giosuè", "Giulio", "Lorenzo", "Marco",
    "Matteo", "Niccolò", "Noè", "Paolo", "Pier Giorgio", "Riccardo", "Salvatore", "Stefano", "Tommaso", "Vito",
)  # fmt: skip
WOMEN = (
    "Agnese", "Anna Maria", "Beatrice", "Camilla", "Chiara", "Donatella", "Elena", "Federica", "Ginevra", "Ilaria",
    "Lucia", "Marta", "Mirò", "Nives", "Ottavia", "Paola", "Rosa", "Silvia", "Teresa", "Viola",
)  # fmt: skip
FAMILIES = (
    "Abbatescianna", "Bellavitis", "Bonfà", "Brambillasca", "Calò", "Carnaghi", "Ceccarini", "Cossù", "D’Agostini",
    "D’Amicone", "De Bortolis", "De’ Grandi", "Dell’Acquaviva", "Dell’Orefice", "Di Pierantonio", "Fabbretti",
    "Ferrarotti", "Fumagallo", "Gallinari", "Gherardelli", "Iannucciello", "La Fauci", "Lo Presti-Amato", "Lucchinelli",
    "Maranghetti", "Mastrogiorgio", "Montanarella", "Nicolucci", "Omodeo-Valli", "Palmisani", "Pedercini", "Piccinelli",
    "Quarantotto", "Rossi-Fontanella", "Rubinacci", "Sangiorgi", "Sant’Elia", "Scognamillo", "Spaccarotella",
    "Tagliaferro", "Tessarolo", "Tosettini", "Trebbiani", "Vanzulli", "Vecchiarelli", "Zambonelli", "Zuccalà",
)  # fmt: skip
PLACES = (
    "Altavalle", "Borgo Ticchio", "Bressanello", "Ca’ Rossella", "Campofiorino", "Castelmerlo", "Colle d’Argento",
    "Dorsoduro Alto", "Fontechiara", "Gattalupa", "Isolabianca", "Lagoscuro", "Marignolo", "Mezzacosta", "Monteré",
    "Orsignano", "Pian dell’Olmo", "Pietrafonda", "Poggioverde", "Quercianera", "Rivalunga", "Roccapiana",
    "Sant’Ubaldello", "Sassolino", "Selvarossa", "Serralta", "Torrebruna", "Valdamerla", "Valtorbida", "Vignaspina",
)  # fmt: skip
TRADES = (
    "Automazioni", "Arredi", "Calzature", "Cantine", "Caseificio", "Ceramiche", "Componenti", "Cosmetici",
    "Costruzioni", "Depurazioni", "Elettromeccanica", "Filati", "Fonderie", "Illuminazione", "Impianti", "Laboratori",
    "Lavorazioni Plastiche", "Macchine Agricole", "Marmi", "Meccanica", "Officine", "Pelletterie", "Serramenti",
    "Stampi", "Tecnologie", "Trasmissioni", "Vetreria",
)  # fmt: skip
FORMS = ("S.r.l.", "S.r.l.", "S.r.l.", "S.p.A.", "S.p.A.", "S.n.c.", "S.a.s.", "Soc. coop.")
SECTORS = (
    "della meccanica", "dell’agroalimentare", "del legno-arredo", "delle energie pulite", "della moda",
    "delle costruzioni", "della logistica", "dell’ospitalità", "della chimica fine", "dell’elettronica",
)  # fmt: skip
NAMES = {
    Category.ADMINISTRATION: ("Unione dei Comuni di {place}", "Agenzia per lo sviluppo locale di {place}"),
    Category.REGION: (
        "Regione {region} – Relazioni internazionali",
        "Regione {region} – Attività produttive",
        "Agenzia per le imprese, Regione {region}",
    ),
    Category.COMPANY: ("{trade} {place} {form}", "{trade} {family} {form}", "{family} {trade} {form}"),
    Category.TRADE_ASSOCIATION: ("Associazione {sector}, {place}", "Unione artigiani {sector}, {place}"),
    Category.FEDERATION: ("Federazione {sector}, {place}", "Federdistretti {sector}, {place}"),
    Category.CONFEDERATION: ("Confederazione delle piccole imprese, {place}", "Conf-Distretti {place}"),
    Category.CONSORTIUM: ("Consorzio {sector} {place}", "Consorzio export {place}"),
    Category.CHAMBER: ("Azienda speciale camerale {place}", "Sportello estero camerale di {place}"),
    Category.FAIR: ("Fiera di {place} S.p.A.", "Ente fieristico {place}"),
    Category.UNIVERSITY: ("Università degli Studi di {place}", "Politecnico di {place}"),
    Category.TECHNOLOGY_HUB: ("Polo tecnologico {sector} {place}", "Parco scientifico {place}"),
    Category.RESEARCH_CENTRE: ("Centro ricerche {sector} {place}", "Istituto di ricerca {place}"),
    Category.BANK: ("Banca Popolare di {place}", "Credito Cooperativo di {place}"),
}
STREETS = ("Via dell’Industria", "Via dei Mille", "Corso Europa", "Viale delle Fonti", "Piazza Nuova", "Via Sant’Anna")
# None tells a man from a woman.
QUALIFICATIONS = (
    "Responsabile commerciale", "Responsabile export", "Titolare", "Presidente", "Legale rappresentante",
    "Ingegnere progettista", "Responsabile relazioni internazionali", "Interprete", "Responsabile acquisti",
    "Responsabile qualità", "Area manager Est Europa", "Docente",
)  # fmt: skip

"""What organisations bring and seek, by what they make. The topics are in the order of SECTORS of the other words."""

from __future__ import annotations

from dataclasses import dataclass

from participants.enums import Category


@dataclass(frozen=True)
class Topic:
    """A field of work: ``stems`` begin or end a word of the names it is met in, ``codes`` are its ATECO divisions."""

    stems: tuple[str, ...]
    codes: tuple[str, ...]
    english: str
    brings: dict[str, str]
    seeks: dict[str, str]


TOPICS = (
    Topic(
        (
            "meccanica", "officine", "macchine", "trasmissioni", "stampi", "fonderie", "componenti",
            "маш", "станок", "сталь", "деталь", "насос", "сварка", "комплект",
        ),
        ("28", "25", "33"), "of mechanical engineering",
        {
            "it": "Macchine e componenti su disegno, con assistenza tecnica sul posto.",
            "ru": "Станки и узлы по чертежам заказчика, с сервисом на месте.",
            "en": "Machines and components made to drawing, with technical service on site.",
        },
        {
            "it": "Costruttori di impianti, distributori con officina propria, acquirenti di parti lavorate.",
            "ru": "Заводы-изготовители оборудования, дилеры с собственным сервисом, поставщики литья.",
            "en": "Plant builders, distributors with a workshop of their own, buyers of machined parts.",
        },
    ),
    Topic(
        ("agroalimentare", "cantine", "caseificio", "пищевой", "молоко", "холод"),
        ("10", "11", "46"), "of food",
        {
            "it": "Formaggi, vini e conserve con origine tracciata; linee per la trasformazione del latte.",
            "ru": "Молочные продукты и консервы с подтверждённым происхождением; линии переработки молока.",
            "en": "Cheese, wine and preserves of traced origin; lines that process milk.",
        },
        {
            "it": "Importatori di alimentari, catene della ristorazione, caseifici che rinnovano gli impianti.",
            "ru": "Импортёры продуктов питания, сети ресторанов, поставщики упаковочных линий.",
            "en": "Importers of food, restaurant chains, dairies that renew their plant.",
        },
    ),
    Topic(
        ("legno", "arredi", "мебели", "мебель", "древ"),
        ("31", "16"), "of furniture and wood",
        {
            "it": "Arredi su misura per alberghi e uffici; pannelli da legno certificato.",
            "ru": "Мебель на заказ для гостиниц и офисов; плиты из сертифицированной древесины.",
            "en": "Made to measure furniture for hotels and offices; panels of certified wood.",
        },
        {
            "it": "Studi di architettura, catene alberghiere, fornitori di legname certificato.",
            "ru": "Архитектурные бюро, гостиничные сети, поставщики фурнитуры и красок.",
            "en": "Architects, hotel chains, suppliers of certified timber.",
        },
    ),
    Topic(
        ("energie", "depurazioni", "impianti", "чистой", "энергии"),
        ("35", "38", "37"), "of clean energy",
        {
            "it": "Impianti a biogas e recupero di calore; depurazione delle acque industriali.",
            "ru": "Биогазовые установки и возврат тепла; очистка промышленных стоков.",
            "en": "Biogas plants and heat recovery; treatment of industrial water.",
        },
        {
            "it": "Comuni e aziende di servizio pubblico, aziende agricole con reflui, società di progettazione.",
            "ru": "Муниципалитеты и коммунальные предприятия, агрохолдинги, проектные организации.",
            "en": "Towns and their utilities, farms with slurry to use, engineering firms.",
        },
    ),
    Topic(
        ("moda", "calzature", "filati", "pelletterie", "лёгкой", "текстиль"),
        ("14", "13", "15"), "of fashion",
        {
            "it": "Filati, calzature e pelletteria in piccole serie, con il marchio proprio o del cliente.",
            "ru": "Ткани, обувь и кожгалантерея малыми сериями, под своей маркой или маркой заказчика.",
            "en": "Yarn, shoes and leather goods in small series, under our label or the client's.",
        },
        {
            "it": "Negozi di più marchi, agenti con esposizione, laboratori per lavorazioni conto terzi.",
            "ru": "Мультибрендовые магазины, агенты с шоурумом, фабрики для контрактного пошива.",
            "en": "Shops of several labels, agents with a showroom, workshops that sew on contract.",
        },
    ),
    Topic(
        ("costruzioni", "ceramiche", "marmi", "serramenti", "vetreria", "строительства", "бетон", "керамика"),
        ("43", "41", "23"), "of construction",
        {
            "it": "Rivestimenti, pietre e serramenti per edifici a basso consumo; restauro di facciate storiche.",
            "ru": "Отделка, камень и окна для энергосберегающих зданий; реставрация исторических фасадов.",
            "en": "Cladding, stone and windows for buildings that need little energy; restoring of old facades.",
        },
        {
            "it": "Imprese generali, studi tecnici, committenti pubblici di restauri.",
            "ru": "Генеральные подрядчики, проектные бюро, государственные заказчики реставрации.",
            "en": "General contractors, engineers, public bodies that restore buildings.",
        },
    ),
    Topic(
        ("logistica", "логистики", "сервис"),
        ("52", "49"), "of logistics",
        {
            "it": "Trasporto a temperatura controllata, magazzino doganale, spedizioni a collettame.",
            "ru": "Перевозки с контролем температуры, таможенный склад, сборные грузы.",
            "en": "Transport at controlled temperature, a customs warehouse, groupage.",
        },
        {
            "it": "Operatori ferroviari, corrispondenti con magazzino, importatori senza logistica propria.",
            "ru": "Железнодорожные операторы, партнёры со складом, импортёры без своей логистики.",
            "en": "Rail operators, correspondents with a warehouse, importers without logistics of their own.",
        },
    ),
    Topic(
        ("ospitalità", "гостеприимства"),
        ("55", "56", "79"), "of hospitality",
        {
            "it": "Formazione per alberghi e cucine; itinerari nei borghi fuori stagione.",
            "ru": "Обучение для гостиниц и кухонь; маршруты по малым городам вне сезона.",
            "en": "Training for hotels and kitchens; tours of small towns out of season.",
        },
        {
            "it": "Operatori turistici, scuole alberghiere, gestori di strutture da rinnovare.",
            "ru": "Туроператоры, школы гостиничного дела, владельцы гостиниц под обновление.",
            "en": "Tour operators, hotel schools, owners of houses to be renewed.",
        },
    ),
    Topic(
        ("chimica", "cosmetici", "laboratori", "lavorazioni", "химии", "пласт", "фарм"),
        ("20", "21", "22"), "of fine chemistry",
        {
            "it": "Cosmetici e principi attivi in piccoli lotti; lavorazione di polimeri tecnici.",
            "ru": "Косметика и действующие вещества малыми партиями; переработка технических полимеров.",
            "en": "Cosmetics and active ingredients in small lots; processing of technical polymers.",
        },
        {
            "it": "Laboratori di prova, catene di profumerie, produttori di materie prime.",
            "ru": "Испытательные лаборатории, аптечные сети, производители сырья.",
            "en": "Testing laboratories, chains of chemists, makers of raw materials.",
        },
    ),
    Topic(
        (
            "elettronica", "elettromeccanica", "automazioni", "illuminazione", "tecnologie",
            "электроники", "автоматика", "прибор", "кабель", "свет",
        ),
        ("26", "27", "62"), "of electronics",
        {
            "it": "Quadri, sensori e software per linee automatiche; illuminazione a basso consumo.",
            "ru": "Щиты, датчики и программы для автоматических линий; экономичное освещение.",
            "en": "Control panels, sensors and software for automatic lines; lighting that needs little energy.",
        },
        {
            "it": "Integratori di sistemi, costruttori di macchine, gestori di edifici pubblici.",
            "ru": "Системные интеграторы, машиностроительные заводы, управляющие общественными зданиями.",
            "en": "System integrators, machine builders, managers of public buildings.",
        },
    ),
)  # fmt: skip

# The main sector of those that make nothing themselves.
OWN_SECTOR = {
    Category.ADMINISTRATION: "84", Category.REGION: "84", Category.TRADE_ASSOCIATION: "94", Category.FEDERATION: "94",
    Category.CONFEDERATION: "94", Category.CHAMBER: "94", Category.FAIR: "82", Category.UNIVERSITY: "85",
    Category.TECHNOLOGY_HUB: "72", Category.RESEARCH_CENTRE: "72", Category.BANK: "64",
}  # fmt: skip
SCIENCE = (Category.UNIVERSITY, Category.TECHNOLOGY_HUB, Category.RESEARCH_CENTRE)

# What those say who are no companies; {sector} is one of SECTORS.
BRINGS = {
    "science": {
        "it": "Ricerca applicata per le imprese {sector}, laboratori aperti e dottorati in comune.",
        "ru": "Прикладные исследования для предприятий {sector}, открытые лаборатории и общая аспирантура.",
        "en": "Applied research for firms {sector}, open laboratories and doctorates in common.",
    },
    "bank": {
        "it": "Crediti documentari e finanziamenti all’esportazione per le piccole imprese {sector}.",
        "ru": "Аккредитивы и экспортное финансирование для малых предприятий {sector}.",
        "en": "Letters of credit and export finance for small firms {sector}.",
    },
    "body": {
        "it": "Accompagniamo le imprese {sector} del nostro territorio: missioni, fiere, ricerca di partner.",
        "ru": "Сопровождаем предприятия {sector} нашего региона: миссии, выставки, поиск партнёров.",
        "en": "We accompany the firms {sector} of our area: missions, fairs, search for partners.",
    },
}
SEEKS = {
    "science": {
        "it": "Università e centri di ricerca che lavorano per il settore, imprese con un problema da risolvere.",
        "ru": "Университеты и научные центры отрасли, предприятия с нерешённой технической задачей.",
        "en": "Universities and research centres of the trade, firms with a problem to solve.",
    },
    "bank": {
        "it": "Banche corrispondenti, società di leasing, imprese che investono all’estero.",
        "ru": "Банки-корреспонденты, лизинговые компании, предприятия с зарубежными инвестициями.",
        "en": "Correspondent banks, leasing firms, companies that invest abroad.",
    },
    "body": {
        "it": "Camere e associazioni della controparte con cui scrivere un programma comune per due anni.",
        "ru": "Палаты и ассоциации другой стороны, с которыми можно составить общую программу на два года.",
        "en": "Chambers and associations of the other side with whom to write a programme for two years.",
    },
}
# Some companies bring a project besides what they make.
PROJECTS = {
    "it": (
        "Progetto: una linea di prova in comune, con formazione dei tecnici nelle due lingue.",
        "Progetto: adattare un prodotto alle norme dell’altro mercato e produrne lì le parti pesanti.",
        "Progetto: un magazzino ricambi condiviso con due imprese del nostro distretto.",
        "Progetto: una sala d’esposizione permanente presso un partner.",
        "Progetto: ridurre del venti per cento l’energia di uno stabilimento esistente.",
    ),
    "ru": (
        "Проект: общая опытная линия с обучением техников на двух языках.",
        "Проект: доработать изделие под нормы другого рынка и производить там тяжёлые части.",
        "Проект: общий склад запасных частей с двумя предприятиями нашего кластера.",
        "Проект: постоянный демонстрационный зал у партнёра.",
        "Проект: на двадцать процентов снизить расход энергии действующего завода.",
    ),
    "en": (
        "Project: a trial line in common, with training of technicians in both languages.",
        "Project: to fit a product to the rules of the other market and make its heavy parts there.",
        "Project: a store of spare parts shared with two firms of our district.",
        "Project: a permanent showroom at a partner’s.",
        "Project: to save a fifth of the energy of a plant that is there.",
    ),
}
AIMS = {
    "it": (
        "Trovare un distributore e firmare una prima fornitura di prova.",
        "Capire le norme tecniche del mercato e chi certifica.",
        "Costituire una società mista per produrre sul posto.",
        "Incontrare almeno quattro possibili partner e visitare uno stabilimento.",
        "Riprendere i rapporti cominciati alla sessione precedente.",
    ),
    "ru": (
        "Найти дистрибьютора и подписать первую пробную поставку.",
        "Узнать технические требования рынка и порядок сертификации.",
        "Создать совместное предприятие с производством на месте.",
        "Встретиться не менее чем с четырьмя возможными партнёрами и посетить завод.",
        "Продолжить переговоры, начатые на прошлой сессии.",
    ),
    "en": (
        "To find a distributor and sign a first delivery on trial.",
        "To learn the technical rules of the market and who certifies.",
        "To found a joint company that produces on the spot.",
        "To meet four possible partners at least and visit a plant.",
        "To take up again what was begun at the session before.",
    ),
}
CONTACTS = {
    "it": (
        "Uno scambio di campioni con un’impresa incontrata in fiera l’anno scorso.",
        "Una lettera d’intenti firmata due anni fa, ancora senza contratto.",
        "Corrispondenza con una camera di commercio dell’altra parte.",
    ),
    "ru": (
        "Обмен образцами с предприятием, с которым познакомились на выставке в прошлом году.",
        "Подписанное два года назад письмо о намерениях, пока без договора.",
        "Переписка с торговой палатой другой стороны.",
    ),
    "en": (
        "Samples exchanged with a firm we met at a fair last year.",
        "A letter of intent signed two years ago, no contract so far.",
        "Letters to and from a chamber of commerce of the other side.",
    ),
}
DIETS = {
    "it": ("Vegetariano", "Senza glutine", "Senza frutta a guscio", "Senza lattosio", "Halal"),
    "ru": ("Вегетарианское питание", "Без глютена", "Без орехов", "Без лактозы", "Халяль"),
}
ACCESS = {
    "it": ("Sedia a rotelle", "Posto vicino allo schermo", "Ascensore: cammino con il bastone"),
    "ru": ("Кресло-коляска", "Место ближе к экрану", "Лифт: хожу с тростью"),
}

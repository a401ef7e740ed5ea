"""Legal forms, letters and mail providers: the lists by which organisations are compared."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Legal forms of one word, in lower-case Latin letters, dots taken out; Cyrillic ones as they are written in Latin.
FORMS = listed(
    """
    srl srls spa snc sas sapa scarl scrl scpa soccoop coop onlus ets scs scsrl ss
    ooo oao zao pao ao nao ip chup up too tdo ano nko fgup gup mup fgbu fgbou fgaou gbu gbou gk rao pk kfh
    llc ltd limited inc corp plc jsc ojsc cjsc pjsc co gmbh ag kg ohg sa sarl sasu bv nv ab oy oyj aps doo kft zrt
    llp lp sro
    """
)

# Legal forms of several words, in any of the alphabets; longest first.
FORM_PHRASES = (
    "федеральное государственное бюджетное образовательное учреждение высшего образования",
    "федеральное государственное автономное образовательное учреждение высшего образования",
    "федеральное государственное бюджетное учреждение",
    "федеральное государственное унитарное предприятие",
    "автономная некоммерческая организация",
    "общество с ограниченной ответственностью",
    "товарищество с ограниченной ответственностью",
    "непубличное акционерное общество",
    "публичное акционерное общество",
    "закрытое акционерное общество",
    "открытое акционерное общество",
    "акционерное общество",
    "индивидуальный предприниматель",
    "группа компаний",
    "società a responsabilità limitata semplificata",
    "società cooperativa a responsabilità limitata",
    "società consortile a responsabilità limitata",
    "società a responsabilità limitata",
    "società in nome collettivo",
    "società in accomandita semplice",
    "società cooperativa",
    "società consortile",
    "società per azioni",
    "public joint stock company",
    "closed joint stock company",
    "open joint stock company",
    "joint stock company",
    "limited liability company",
    "individual entrepreneur",
    "group of companies",
    "soc coop a r l",
    "soc coop arl",
    "soc cons a r l",
    "soc cons arl",
    "soc coop a rl",
    "soc cons a rl",
    "s c a rl",
    "s c p a",
    "soc coop",
    "s c a r l",
    "s r l s",
    "s r l",
    "s p a",
    "s n c",
    "s a s",
    "e c",
    "o o o",
    "о о о",
    "z a o",
    "з а о",
    "о а о",
    "п а о",
)

# Words that say nothing of who it is.
SMALL_WORDS = listed("c e ed and und i et di de del della dei degli delle the of")

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g", "қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "ә": "a", "ў": "u",
}  # fmt: skip

# Latin letters with which one sound is written, and the one they are folded to; in this order.
SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("zh", "z"), ("dzh", "g"), ("dz", "g"),
    ("gli", "li"), ("gn(?=[aeiouy])", "ni"), ("g[ij](?=[aou])", "g"),
    ("ph", "f"), ("th", "t"), ("qu", "kv"), ("x", "ks"), ("w", "v"),
    ("ci(?=[aou])", "k"), ("ch", "k"), ("tz", "k"), ("ts", "k"), ("ck", "k"), ("[cq]", "k"),
    ("(?<=[iy])[yj](?=[aeou])", ""), ("[yj]o", "e"), ("[yji]e", "e"), ("[yj]", "i"), ("h", ""),
)  # fmt: skip

# Who offers mail boxes to everybody: that two write from there says nothing. The example domains are nobody's at all.
PUBLIC_MAIL = listed(
    """
    gmail.com googlemail.com yahoo.com yahoo.it ymail.com outlook.com outlook.it hotmail.com hotmail.it live.com live.it
    msn.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de proton.me protonmail.com tutanota.com
    zoho.com fastmail.com mail.com
    libero.it virgilio.it alice.it tin.it tim.it tiscali.it inwind.it iol.it email.it fastwebnet.it vodafone.it
    teletu.it katamail.com aruba.it
    pec.it legalmail.it arubapec.it pec.aruba.it postecert.it pecimprese.it registerpec.it sicurezzapostale.it
    mypec.eu casellapec.com pec.net poste-certificate.it pec.libero.it pecmail.it gigapec.it cert.legalmail.it
    mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru rambler.ru ro.ru lenta.ru autorambler.ru myrambler.ru
    yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua narod.ru pochta.ru qip.ru nm.ru hotbox.ru
    ukr.net tut.by mail.kz inbox.lv
    facebook.com instagram.com linkedin.com vk.com t.me ok.ru sites.google.com
    example.com example.org example.net example.edu
    """
)

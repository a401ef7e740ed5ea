"""The sentences of a draft Protocol, the Italian and the Russian one beside each other.

They are the wording of an act and not of the portal: both are read together, and no catalogue of translations changes
one without the other. Names are never declined: they stand after a colon or in a list, in the case they have in the
portal. What a person has to fill in stands in square brackets.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Protocollo – {session}", "Протокол – {session}"),
    "place": ("Luogo: {place}.", "Место проведения: {place}."),
    "dates": ("Date: {dates}.", "Даты проведения: {dates}."),
    "host": ("Regione ospitante: {region}.", "Регион проведения: {region}."),
    "initiative": (
        "La sessione si è svolta su iniziativa delle istituzioni seguenti:",
        "Сессия проведена по инициативе следующих организаций:",
    ),
    "opening": (
        "La delegazione italiana e la delegazione russa, di seguito «le Parti», danno atto di quanto segue.",
        "Итальянская делегация и российская делегация, далее – «Стороны», зафиксировали следующее.",
    ),
    "to_fill": ("[da indicare]", "[указать]"),
    "side_IT": ("Parte italiana", "Итальянская Сторона"),
    "side_RU": ("Parte russa", "Российская Сторона"),
    "side_all": ("le due Parti", "обе Стороны"),
    "of_side": ("{side}: {what}", "{side}: {what}"),
    # --- Who took part
    "heads": ("Capi delle delegazioni", "Главы делегаций"),
    "heads_are": ("Alla guida delle delegazioni:", "Делегации возглавили:"),
    "authorities": ("Autorità presenti", "Официальные лица"),
    "authorities_are": ("Alla sessione hanno partecipato:", "В сессии приняли участие:"),
    "ru_participants": ("Partecipanti della Parte russa", "Участники с Российской Стороны"),
    "ru_participants_are": ("Regioni rappresentate: {count}.", "Представлено регионов: {count}."),
    "it_participants": ("Partecipanti della Parte italiana", "Участники с Итальянской Стороны"),
    "it_participants_are": ("Organizzazioni per categoria:", "Организации по категориям:"),
    "row_registered": (
        "{name}: organizzazioni {organisations}; persone registrate {registered}",
        "{name}: организаций {organisations}; участников зарегистрировано {registered}",
    ),
    "row_present": (
        "{name}: organizzazioni {organisations}; persone registrate {registered}, presenti {present}",
        "{name}: организаций {organisations}; участников зарегистрировано {registered}, присутствовало {present}",
    ),
    "no_region": ("Regione non indicata", "Регион не указан"),
    "figures": ("Dati sulla partecipazione", "Данные об участии"),
    "figures_as_of": (
        "Dati registrati nel portale della Task Force al {date}, ore {time} ({zone}).",
        "По данным портала Рабочей группы на {date}, {time} ({zone}).",
    ),
    "figures_not_frozen": (
        "Dati registrati nel portale della Task Force, non ancora fissati a una data.",
        "По данным портала Рабочей группы, дата которых ещё не зафиксирована.",
    ),
    "figure_row": (
        "{name}: persone registrate {registered}; attese, con un posto confermato, {expected}; presenti {present}",
        "{name}: участников зарегистрировано {registered}; ожидалось, с подтверждённым местом, {expected}; "
        "присутствовало {present}",
    ),
    "figure_row_unseen": (
        "{name}: persone registrate {registered}; attese, con un posto confermato, {expected}; "
        "presenze non rilevate nel portale",
        "{name}: участников зарегистрировано {registered}; ожидалось, с подтверждённым местом, {expected}; "
        "присутствие на портале не отмечалось",
    ),
    "together": ("In totale", "Всего"),
    "sourced": (
        "Accanto ai dati del portale, le fonti riportano:",
        "Наряду с данными портала источники сообщают:",
    ),
    "sourced_row": ("{metric}, {side}: {value}{basis}", "{metric}, {side}: {value}{basis}"),
    "sourced_note": (" ({what})", " ({what})"),
    "source": ("fonte: {source}", "источник: {source}"),
    # --- The works
    "works": ("Svolgimento dei lavori", "Ход работы"),
    "day": ("Giorno {day}:", "День {day}:"),
    "day_dated": ("Giorno {day}, {date}:", "День {day}, {date}:"),
    "day_unknown": ("Giorno [da indicare]:", "День [указать]:"),
    "tables": ("Tavoli tematici", "Тематические столы"),
    "tables_are": (
        "Le Parti hanno preso atto dei lavori dei tavoli tematici:",
        "Стороны приняли к сведению итоги работы тематических столов:",
    ),
    "table": ("Tavolo {number}: {title}", "Стол {number}: {title}"),
    "moderators": ("moderatori: {names}", "модераторы: {names}"),
    "table_projects": ("progetti presentati: {count}", "представлено проектов: {count}"),
    "projects": ("Progetti di collaborazione", "Проекты сотрудничества"),
    "projects_are": (
        "Le Parti hanno preso atto dei progetti di collaborazione presentati ai tavoli. Progetti presentati: {count}.",
        "Стороны приняли к сведению проекты сотрудничества, представленные за столами. Представлено проектов: {count}.",
    ),
    "project_of": ("proponente: {proposer}", "инициатор: {proposer}"),
    "acts": ("Atti firmati", "Подписанные документы"),
    "acts_are": (
        "Le Parti hanno preso atto della firma degli atti seguenti:",
        "Стороны приняли к сведению подписание следующих документов:",
    ),
    "act_parties": ("parti: {names}", "стороны: {names}"),
    "act_signed": ("firmato il: {date}", "дата подписания: {date}"),
    "act_to_sign": ("[da firmare]", "[подлежит подписанию]"),
    "commitments": ("Impegni delle sessioni precedenti", "Обязательства предыдущих сессий"),
    "commitments_are": (
        "Le Parti hanno preso atto dello stato di attuazione degli impegni assunti in precedenza:",
        "Стороны приняли к сведению ход выполнения принятых ранее обязательств:",
    ),
    "commitment_state": ("stato: {state}", "состояние: {state}"),
    "commitment_due": ("termine: {date}", "срок: {date}"),
    "commitment_reported": ("ultimo rapporto: {date}", "последний отчёт: {date}"),
    # --- What was agreed
    "agreed": ("Punti concordati", "Договорённости"),
    "agreed_are": ("Le Parti hanno convenuto:", "Стороны договорились:"),
    "agreed_projects": (
        "di seguire i progetti presentati e di riferirne alla prossima sessione",
        "отслеживать ход представленных проектов и сообщить о нём на следующей сессии",
    ),
    "agreed_commitments": (
        "di riferire alla prossima sessione sullo stato di attuazione degli impegni",
        "сообщить на следующей сессии о ходе выполнения обязательств",
    ),
    "agreed_more": ("[altri punti concordati]", "[другие договорённости]"),
    "agreed_next": (
        "di tenere la prossima sessione nel luogo e nelle date seguenti: {what}",
        "провести следующую сессию в следующем месте и в следующие даты: {what}",
    ),
    "agreed_next_unknown": (
        "di concordare sede e date della prossima sessione: [da indicare]",
        "согласовать место и даты следующей сессии: [указать]",
    ),
    # --- The end
    "done": ("Luogo e data della firma: {place}, {date}.", "Место и дата подписания: {place}, {date}."),
    "originals": (
        "Originali: 2, ciascuno nelle lingue italiana e russa; i testi nelle lingue italiana e russa fanno "
        "egualmente fede.",
        "Экземпляров: 2, каждый на итальянском и русском языках; тексты на итальянском и русском языках имеют "
        "одинаковую силу.",
    ),
    "signs_IT": ("Per la Parte italiana: {name}", "За Итальянскую Сторону: {name}"),
    "signs_RU": ("Per la Parte russa: {name}", "За Российскую Сторону: {name}"),
    "annex": ("Allegato – Composizione delle delegazioni", "Приложение – Состав делегаций"),
    "annex_officials": ("{side}, rappresentanti ufficiali:", "{side}, официальные представители:"),
    "annex_bodies": ("{side}, organizzazioni ({count}):", "{side}, организации ({count}):"),
    "annex_unnamed": ("altre organizzazioni, non nominate: {count}", "другие организации, без названия: {count}"),
    # --- What the paper says of itself
    "draft": ("BOZZA", "ПРОЕКТ"),
    "stamp": ("Cifre al {date}, ore {time} ({zone})", "Данные на {date}, {time} ({zone})"),
    "stamp_not_frozen": ("Dai dati del portale, cifre non fissate", "По данным портала, дата не зафиксирована"),
    "demonstration": ("Dimostrazione: non è una sessione reale.", "Демонстрация: это не настоящая сессия."),
    "language": ("Testo in lingua italiana", "Текст на русском языке"),
    "signature": ("Firma", "Подпись"),
}
POSITION = {"it": 0, "ru": 1}


def phrase(key: str, /, *, language: str, **values: object) -> str:
    """Return a sentence in a language with these values in their places. A Russian year ends a sentence by itself."""
    return PHRASES[key][POSITION[language]].format(**values).replace(" г..", " г.")

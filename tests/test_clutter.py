"""The rules: what they cut, and what only looks like it and stays."""

from __future__ import annotations

import time

import pytest
from reading import extract

from digest.read.clutter import RULES
from digest.read.clutter.names import is_name
from digest.read.clutter.vocabulary import notice
from digest.settings import Settings
from digest.values import Article, Seed

TITLE = "Мост через Иртыш открыли после ремонта"
FIRST = "Мост через Иртыш открыли для движения утром в понедельник. Его ремонтировали почти два года."
SECOND = (
    "Работы обошлись бюджету в четыре миллиарда тенге, сообщили в акимате. Подрядчика выбрали на конкурсе."
)
LAST = "Следующим закроют на ремонт путепровод у вокзала, для него уже готовят проект и ищут деньги."


def _article(*middle: str) -> Article:
    text = "\n\n".join((TITLE, FIRST, SECOND, *middle, LAST))
    return extract(Seed("a.txt", text.encode()), Settings())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("* * *", "separator"),
        ("Реклама. ООО «Речник», ИНН 5501234567, erid: 2VtzAbC", "advertisement"),
        ("Ставки на спорт: бонус до 3000 тенге*", "gambling_warning"),
        ("Schemat mostu (pdf, 1,2 MB)", "attachment"),
        ("Көпір сызбасын жүктеп алу (2 МБ)", "attachment"),
        ("Подписной индекс П1234. Оформить подписку можно на почте.", "subscription"),
        ("Включите уведомления", "subscription"),
        ("А вы уже видели? Новый катер вышел на Иртыш", "read_also"),
        ("Понравилась статья? Поделись с друзьями:", "share_buttons"),
        ("Слева направо: инженер Лапин, аким Серов", "photo_caption"),
        ("Przęsło nad rzeką, fot. Jan Nowak", "photo_caption"),
        ("Мост вечером. Фото автора", "photo_caption"),
        ("Міст відкривають діти. Світлина школи", "photo_caption"),
        ("Кеңешмеден көрүнүш", "archive_picture"),
        ("Матеріал підготовлено в межах проєкту «Мости» за сприяння фонду.", "donation"),
        ("Думки, висловлені в публікації, можуть не збігатися з думкою видання.", "disclaimer"),
        ("Мы используем файлы cookie, чтобы сайт работал лучше", "cookie_notice"),
        ("Używamy plików cookies w celach statystycznych.", "cookie_notice"),
        ("Подписывайтесь на наш Telegram-канал!", "subscription"),
        ("Telegram арнамызға жазылыңыз", "subscription"),
        ("Dołącz do nas na Facebooku", "subscription"),
        ("Підписуйтесь на наш канал у Telegram", "subscription"),
        ("Биздин Telegram-каналга катталыңыз", "subscription"),
        ("Скачайте наше приложение в App Store", "app_download"),
        ("Chcesz przeczytać dalej? Wykup dostęp", "paywall"),
        ("Доступно только подписчикам", "paywall"),
        ("Мнение автора может не совпадать с мнением редакции.", "disclaimer"),
        ("Поддержите нашу редакцию любой суммой", "donation"),
        ("Читайте также: Новый мост построят в Павлодаре", "read_also"),
        ("Тағы оқыңыз: Жаңа көпір салынады", "read_also"),
        ("CZYTAJ TAKŻE: Nowy most coraz bliżej", "read_also"),
        ("Дагы окуңуз: Нарында көпүрө курулат", "read_also"),
        ("→ Новый мост построят в Павлодаре", "arrow_link"),
        ("Поделиться:", "share_buttons"),
        ("Facebook Telegram WhatsApp", "share_buttons"),
        ("Қаз Рус Eng", "languages"),
        ("РЕКЛАМА", "advertisement"),
        ("reklama", "advertisement"),
        ("Теги: мост, ремонт", "tags"),
        ("#мост #ремонт", "tags"),
        ("Фото: акимат области", "photo_caption"),
        ("Мост после ремонта. Фото: Игорь Лапин", "photo_caption"),
        ("Фото из открытых источников", "photo_caption"),
        ("fot. PAP", "photo_caption"),
        ("Мадина Лапина на открытии. Фото Игоря Серова", "photo_caption"),
        ("Рабочие на опоре моста. Степная хроника/Игорь Серов", "caption_with_agency"),
        ("Рабочие на мосту / Shutterstock", "stock_picture"),
        ("Мост до ремонта. Архивное фото", "photo_caption"),
        ("Село у моста. Павлодарская область, 20 октября 2023 года.", "dated_caption"),
        ("Мөңгү. Нарын облусу, 2024-жылдын августу.", "dated_caption"),
        ("Мадина Серова на открытии.", "portrait_caption"),
        ("Ауыл тұрғыны Мадина Серова көпірдің үстінде.", "portrait_caption"),
        ("Мадина Серова показывает чертёж моста", "named_caption"),
        ("Мост закрыли на зиму\n5 марта 2023, 16:40", "related_card"),
        ("Обзор\nКак в области ремонтируют мосты и дороги", "kicker"),
        ("Вы можете помочь нам оставаться независимыми", "appeal"),
        ("Біз тәуелсіз басылымбыз. Бізді қолдаңыз!", "donation"),
        ("Ми не женемося за клікбейтом. Підтримайте «Річку»!", "appeal"),
        ("Редакциянын ишин колдоңуз!", "appeal"),
        ("Zostań patronem naszej redakcji", "donation"),
        ("Dziękujemy, że czytasz nasz artykuł do końca", "thanks"),
        ("Dalszy ciąg materiału pod wideo", "continues"),
        ("Продолжение после рекламы", "continues"),
        ("None", "script_notice"),
        ("Автор: Игорь Лапин", "author_line"),
        ("Источник: Dala.kz", "source_line"),
        ("USD 447,5 EUR 480,1", "weather_and_rates"),
        ("Астана +6°C", "weather_and_rates"),
        ("https://example.org/news/1", "link"),
        ("Оцените материал: 4.7 из 5", "rating"),
        (TITLE, "headline_again"),
    ],
)
def test_line_is_cut_in_mid_text(line: str, rule: str) -> None:
    """Clutter is cut where it stands between two paragraphs, and the rule that did it is named."""
    article = _article(line)
    assert article.body == (FIRST, SECOND, LAST)
    assert [cut.rule for cut in article.cuts if cut.line == 7] == [rule]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Treści w serwisie są dostępne na licencji CC BY 4.0.", "copyright_line"),
        ("«Голос реки» радиосы © 2025", "copyright_line"),
        ("Нашли ошибку? Выделите её и нажмите Ctrl+Enter", "error_report"),
        ("Қате таптыңыз ба? Бізге жазыңыз", "error_report"),
        ("© 2024 Степной вестник. Все права защищены.", "copyright_line"),
        ("Wszelkie prawa zastrzeżone", "copyright_line"),
        ("Знайшли помилку? Виділіть її та натисніть Ctrl+Enter", "error_report"),
        ("Комментарии (3)", "comments"),
        ("Войдите, чтобы комментировать", "comment_form"),
        ("Последние новости", "related_articles"),
        ("Тел.: +7 700 000 00 00", "contact"),
        ("redaktor@dala.example", "contact"),
        ("a@b@dala.example.kz!", "contact"),
        ("kow/ mir/", "agency_initials"),
        ("18+", "gambling_warning"),
        ("Вернуться в начало страницы", "below_article"),
    ],
)
def test_line_is_cut_below_the_article(line: str, rule: str) -> None:
    """Clutter below the last sentence is cut, and the rule that did it is named."""
    text = "\n\n".join((TITLE, FIRST, SECOND, LAST, line))
    article = extract(Seed("a.txt", text.encode()), Settings())
    assert article.body == (FIRST, SECOND, LAST)
    assert [cut.rule for cut in article.cuts if cut.line == 9] == [rule]


@pytest.mark.parametrize(
    "line",
    [
        "Реклама табачных изделий на мосту запрещена законом.",
        "Фото погибших строителей повесили у въезда.",
        "Комментарии экспертов разошлись.",
        "Telegram-канал акимата первым сообщил об открытии моста.",
        "Файлы cookie на сайте подрядчика хранятся год, выяснили журналисты.",
        "«Подпишитесь под обращением к министру», – призвали жители.",
        "– Мы используем cookie только для статистики, – ответил подрядчик.",
        "26 марта 2023 года мост закрыли полностью.",
        "1. Ремонт опор – 2 млрд тенге",
        "• ремонт опор;",
        "Что изменилось",
        "Игорь Лапин, начальник управления:",
        "Мадина Серова в понедельник уволилась.",
        "Мадина Серова о новом мосте",
        "Напишите заявление в акимат до конца месяца.",
        "Поддержать жителей пришёл аким.",
        "Сдали мост, 2023 год запомнили надолго.",
        "Контекст",
        "В этом номере",
        "Слева направо",
        "Слушайте реку",
        "Букмекеры дали бонус городу",
        "Завод основан в 1931 году",
        "Вы уже видели? Спросите соседей, которые там были.",
        "Понравилась статья? Поделиться мнением можно на встрече.",
        "Ставки на спорт запретят школьникам.",
        "Снимки мост выложил по лицензии Creative Commons, сказал директор.",
        "Подписной индекс газеты не изменился.",
        "Независимые журналисты поддержали жителей.",
        "Подписались под обращением 300 человек.",
        "Новый мост и старые обещания",
        "Мост открыт.",
        "«Спасибо строителям!»",
        "redaktor@dala",
        "@dala.example",
        "redaktor@dala.example писал",
        "Источник в акимате рассказал, что сроки переносили трижды.",
        "Автор проекта, инженер Лапин, на открытие не приехал.",
        "Тегін жол жүру екі апта сақталады.",
        "Подробнее о сроках министр обещал рассказать осенью.",
        "Поделиться впечатлениями пришли сотни горожан.",
        "2024",
    ],
)
def test_content_that_looks_like_clutter_stays(line: str) -> None:
    """Within the article a line is kept when in doubt."""
    assert _article(line).body == (FIRST, SECOND, line, LAST)


def test_a_source_under_read_also_is_read() -> None:
    """A label that announces headlines ends where another label stands."""
    text = "\n".join((TITLE, FIRST, SECOND, LAST, "Читайте также", "Источник: Речной вестник"))
    assert extract(Seed("a.txt", text.encode()), Settings()).source == "Речной вестник"


def test_headlines_under_read_also_are_cut() -> None:
    """The headlines on the lines below "read also" go with it; the paragraph below them stays."""
    assert _article("Читайте также:\nНовый мост построят в Павлодаре\nПаром вернулся на линию").body == (
        FIRST,
        SECOND,
        LAST,
    )


def test_everything_below_the_comments_is_cut() -> None:
    """What readers wrote is no part of the article, however long."""
    text = "\n\n".join((TITLE, FIRST, SECOND, LAST, "Комментарии (2)", FIRST.replace("Мост", "Зря"), SECOND))
    assert extract(Seed("a.txt", text.encode()), Settings()).body == (FIRST, SECOND, LAST)


@pytest.mark.parametrize("line", ["@" * 100_000, "@." * 50_000, "a@" + ".bc" * 40_000 + "!" * 40_000 + "?c"])
def test_line_of_signs_takes_no_time(line: str) -> None:
    """The pattern for an address looks at each sign once, so that no line stops the build."""
    start = time.process_time()
    assert not notice("contact", line)
    assert time.process_time() - start < 2


def test_every_rule_gives_a_reason() -> None:
    """Each rule has a name of its own and says in one plain sentence why it cuts."""
    rules = RULES
    reasons = [(rule.__doc__ or "").splitlines()[0] for rule in rules]
    assert all(reason.endswith(".") and reason[0].isupper() for reason in reasons)
    assert len({rule.__name__ for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    "line",
    [
        "Мы в Казахстане дорожим нашей дружбой с соседями.",
        "Помогите нам построить мост, просили жители села.",
        "Хотите верьте, хотите нет, но у нас такого моста не было.",
    ],
)
def test_sentences_with_us_and_our_stay(line: str) -> None:
    """A call to the reader names what to join or to support; a sentence about us does not."""
    assert line in _article(line).body


def test_a_heading_that_looks_like_a_label_stays() -> None:
    """Right below it the article goes on; with a count it is the readers' comments."""
    assert extract(Seed("a.txt", _headed("Комментарий").encode()), Settings()).body[-3:-1] == (
        "Комментарий",
        SECOND,
    )


def _headed(heading: str) -> str:
    return "\n\n".join(
        (TITLE, "12 марта 2024, 10:15", FIRST, FIRST.replace("Мост", "Новый мост"), heading, SECOND, LAST)
    )


def test_no_comments_yet_is_not_the_end() -> None:
    """A line "Comments 0" below the lead is a button."""
    body = extract(Seed("a.txt", _headed("Комментарии 0").encode()), Settings()).body
    assert body[-2:] == (SECOND, LAST)


def test_a_page_that_the_models_lead_tells_how_sure_each_cut_is() -> None:
    """What stands far from the article is cut as its surroundings, each line with a probability."""
    menu = [f"Раздел {number}" for number in range(30)]
    text = "\n\n".join((*menu, _headed("Деньги нашли в резерве."), *(f"Читать {label}" for label in menu)))
    article = extract(Seed("a.txt", text.encode()), Settings())
    around = [cut for cut in article.cuts if cut.rule == "surroundings"]
    assert article.title == TITLE
    assert {FIRST, SECOND, LAST} <= set(article.body)
    assert len(around) > 20
    assert all(0.5 <= cut.confidence <= 1 for cut in around)
    assert {cut.text for cut in around} <= {*menu, *(f"Читать {label}" for label in menu)}


def test_a_list_of_names_is_content() -> None:
    """Three names one below the other are people whom the article names, and none of them its author."""
    names = ("Ида Моор", "Олег Брандт", "Вера Кац")
    text = "\n\n".join((TITLE, "Премию получили строители моста:", *names, FIRST, SECOND, LAST))
    article = extract(Seed("a.txt", text.encode()), Settings())
    assert article.author is None
    assert set(names) <= set(article.body)


def test_a_numbered_heading_is_no_name() -> None:
    """A Roman number is no initial."""
    assert not is_name("II. Сроки")
    assert is_name("И. Сроков")

"""Mails: newsletters, forwarded articles, and what is attached."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage

import pytest
from office_files import TEXTS, docx_file, eml_file, fact, lines, only
from reading import extract

from digest.errors import SeedError
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Seed

RU = "\n\n".join(TEXTS["ru"][1:])


def _all(mail: EmailMessage) -> list[Draft | SeedError]:
    return list(drafts(Seed("mail.eml", mail.as_bytes()), Settings()))


def _only(mail: EmailMessage) -> Draft:
    return only("mail.eml", mail.as_bytes())


@pytest.mark.parametrize("lang", TEXTS)
def test_a_mail_is_an_article(lang: str) -> None:
    """Its subject is the headline, and its paragraphs come out whole."""
    title, *body = TEXTS[lang]
    raw = eml_file(title, "\n\n".join(body)).as_bytes()
    article = extract(Seed("a.eml", raw), Settings())
    assert (article.title, article.body, article.lang) == (title, tuple(body), lang)
    assert article.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    "prefix",
    ["Fwd: ", "FW: ", "Re: Fw: ", "Odp: ", "Пересл: ", "[Новости] ", "Re[2]: ", "Fwd: [list-name] RE: "],
)
def test_what_stands_before_a_subject(prefix: str) -> None:
    """Answers, forwarding and mailing lists leave their marks there."""
    assert fact(_only(eml_file(prefix + TEXTS["ru"][0], RU)), "title") == TEXTS["ru"][0]


def test_a_newsletter_is_its_senders() -> None:
    """The sender of a newsletter is the source, and its day that of the article."""
    mail = eml_file(
        "Мост открыт", RU, From="Бурлинские вести <news@example.org>", List_Id="<news.example.org>"
    )
    draft = _only(mail)
    assert (fact(draft, "source"), fact(draft, "date")) == ("Бурлинские вести", "2025-03-03")


def test_a_persons_mail_tells_little() -> None:
    """Who sends an article need not have written it, nor on that day: both are guesses."""
    draft = _only(eml_file("Мост открыт", RU))
    assert (fact(draft, "author"), fact(draft, "date")) == (None, None)
    assert [f.value for f in draft.facts if f.name in {"author", "date"}] == ["Ольга Ким", "2025-03-03"]


FORWARDED = [
    "---------- Forwarded message ---------|From: {0} <a@example.org>|Date: Tue, 26 Mar 2024 at 10:00"
    "|Subject: {1}|To: <b@example.org>|",
    "-------- Пересылаемое сообщение --------|26.03.2024, 10:00, {0}|От: {0}"
    "|Дата: 26 марта 2024, 10:00|Тема: {1}|",
    "Начало переадресованного сообщения:||От: {0} <a@example.org>|Дата: 26 марта 2024 г. в 10:00"
    "|Кому: b|Тема: {1}|",
    "Переслано:|От кого: {0}|Отправлено: 26.03.2024 10:00|Тема: Fwd: {1}|",
    "-----Wiadomość oryginalna-----|Od: {0} [mailto:a@example.org]|Wysłano: 26 marca 2024 10:00"
    "|Do: b|Temat: {1}|",
    "---------- Переслане повідомлення ---------|Від: {0} <a@example.org>"
    "|Дата: 26 березня 2024 р.|Тема: {1}|",
    "> ---------- Forwarded message ---------|> From: {0} <a@example.org>"
    "|> Date: 26 March 2024|> Subject: {1}|>",
]


@pytest.mark.parametrize("head", FORWARDED, ids=range(len(FORWARDED)))
def test_a_forwarded_articles_own_headers_count(head: str) -> None:
    """What they say goes before what its sender's mail says, and they are no part of the text."""
    quote = "> " if head.startswith(">") else ""
    text = "\n".join(quote + line for line in RU.split("\n"))
    body = (
        "Посмотри, пожалуйста!\n\n"
        + head.format("Анна Новак", TEXTS["ru"][0]).replace("|", "\n")
        + "\n"
        + text
    )
    draft = _only(eml_file("Fwd: для обзора", body))
    assert lines(draft) == list(TEXTS["ru"][1:])
    assert fact(draft, "title") == TEXTS["ru"][0]
    assert fact(draft, "date") == "2024-03-26"
    assert fact(draft, "author") == "Анна Новак"


def test_signature_answers_and_the_end_of_a_newsletter_are_cut() -> None:
    """None of them is the article."""
    quoted = "1 мая 2025 Иван Петров написал:\n> Старое письмо.\n> И ещё строка."
    signed = f"{RU}\n\n{quoted}\n\n-- \nОльга Ким\nтел. 123\n"
    left = f"{RU}\n\nВы получили это письмо, потому что подписались.\nОтписаться\n"
    for body in (signed, left):
        assert lines(_only(eml_file("Мост открыт", body))) == list(TEXTS["ru"][1:])


def test_lines_that_a_mail_program_broke_are_whole_again() -> None:
    """A flowed text has a space at the end of each line that goes on."""
    mail = eml_file("Мост открыт", "Новый мост через \nБурлу открыли в субботу.\n\nВторой абзац.\n")
    mail.set_param("format", "flowed")
    assert lines(_only(mail)) == ["Новый мост через Бурлу открыли в субботу.", "Второй абзац."]


HTML = (
    '<div style="display: none">Скрытое начало письма</div><h1>{}</h1><p>{}</p><p>{}</p><p>Отписаться</p>'
).format(*TEXTS["ru"])


@pytest.mark.parametrize("plain", ["", "Откройте это письмо в браузере."])
def test_an_html_newsletter(plain: str) -> None:
    """Its HTML is read where the plain text does not hold the article; what it hides is out."""
    draft = _only(eml_file(f"{TEXTS['ru'][0]}", plain, HTML))
    assert lines(draft) == list(TEXTS["ru"])
    assert fact(draft, "title") == TEXTS["ru"][0]


def test_a_plain_text_that_holds_the_article_is_preferred() -> None:
    """It has less around it."""
    assert lines(_only(eml_file("Мост открыт", RU, HTML))) == list(TEXTS["ru"][1:])


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "x-unknown", "us-ascii"])
def test_charsets(charset: str) -> None:
    """The declared one counts where it can be; where it is wrong, the text shows which it is."""
    real = charset if charset in {"windows-1251", "koi8-r"} else "cp1251"
    head = f"Subject: a b\r\nFrom: x@example.org\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    assert lines(only("a.eml", head.encode() + RU.encode(real))) == list(TEXTS["ru"][1:])


def test_attachments_are_drafts_of_their_own() -> None:
    """An attached document and an attached mail are read by their readers; a picture is none."""
    mail = eml_file("Три статьи", RU)
    mail.add_attachment(docx_file(TEXTS["pl"]), "application", "octet-stream", filename="Piekarnia.docx")
    mail.add_attachment(eml_file(TEXTS["uk"][0], "\n\n".join(TEXTS["uk"][1:])))
    mail.add_attachment(b"\x89PNG", "image", "png", filename="a.png")
    found = [one for one in _all(mail) if isinstance(one, Draft)]
    assert [one.place for one in found] == ["", "attachment Piekarnia.docx", f"attachment {TEXTS['uk'][0]}"]
    assert lines(found[1]) == list(TEXTS["pl"])
    assert fact(found[2], "title") == TEXTS["uk"][0]
    assert len({one.slug for one in found}) == 3
    assert all(one.slug.startswith("mail-") for one in found)


def test_a_letter_around_an_attachment_is_no_article() -> None:
    """Then the mail is its attachment."""
    mail = eml_file("Статья", "Добрый день! Статья во вложении.")
    mail.add_attachment(docx_file(TEXTS["pl"]), "application", "octet-stream", filename="Piekarnia.docx")
    draft = _only(mail)
    assert (draft.slug, lines(draft)) == ("mail", list(TEXTS["pl"]))


@pytest.mark.parametrize(
    ("file", "raw", "found"),
    [
        ("a.docx", b"PK\x03\x04xx", "damaged"),
        ("a.xyz", b"xyz", "no reader takes"),
        ("a.docx", b"", "damaged"),
    ],
)
def test_an_attachment_that_cannot_be_read_is_named(file: str, raw: bytes, found: str) -> None:
    """The article in the mail is read all the same."""
    mail = eml_file("Мост открыт", RU)
    mail.add_attachment(raw, "application", "octet-stream", filename=file)
    draft, error = _all(mail)
    assert isinstance(draft, Draft)
    assert isinstance(error, SeedError)
    assert (error.file, error.place) == ("mail.eml", f"attachment {file}")
    assert found in error.found


def _nested(depth: int) -> EmailMessage:
    mail = eml_file("самое внутреннее", RU)
    for _ in range(depth):
        outer = eml_file("снаружи", "")
        outer.add_attachment(mail)
        mail = outer
    return mail


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Outlook"),
        ("Просто текст без заголовков.\n".encode(), "no headers"),
        (b"", "no headers"),
        (b"From: a@b\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\n--x--\n", "encrypted"),
        (b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext", "cut short"),
    ],
)
def test_what_cannot_be_read_is_named(raw: bytes, found: str) -> None:
    """An error says what is the matter and what to do."""
    with pytest.raises(SeedError) as error:
        only("a.eml", raw)
    assert found in error.value.found
    assert error.value.remedy


def test_mails_within_mails_have_an_end() -> None:
    """A few are read, and more than a person would send are refused."""
    assert any(isinstance(one, Draft) and lines(one) == list(TEXTS["ru"][1:]) for one in _all(_nested(3)))
    found = _all(_nested(20))
    assert any(isinstance(one, SeedError) and "mails within mails" in one.found for one in found)

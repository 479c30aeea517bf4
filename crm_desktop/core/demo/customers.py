"""Accounts and contacts of the demo company, put together from word pools."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple, TypeVar

from crm_desktop.core.demo import words
from crm_desktop.core.demo.people import REP_LOGIN, REPS, Person, country_of, territory_id, user_id
from crm_desktop.core.demo.words import City, Post, Sound, Trade
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw

CURRENCY_OF = {"china": "CNY", "apac": "USD", "germany": "EUR", "usa": "USD"}
_SHARE = {"china": 3.5, "apac": 3.3, "germany": 3.3, "usa": 3.0}
_HERO_SHARE = 6.5
_CHINA = "中国"
WORK = QT_TRANSLATE_NOOP("core", "work")
MOBILE = QT_TRANSLATE_NOOP("core", "mobile")
"""Kinds of phones and addresses; windows translate these two, others stay as typed."""
_MOBILE = ["135", "136", "137", "138", "139", "150", "158", "186", "188"]


class Seller(NamedTuple):
    """A rep as the generator knows her: where she sells, in which language and currency."""

    person: Person
    id: str
    territory: str
    cities: tuple[City, ...]
    country: str
    currency: str
    share: float


def sellers() -> list[Seller]:
    """List the reps; share: how many of a hundred accounts are hers, roughly."""
    found = []
    for person in REPS:
        country = country_of(person.territory)
        currency = "JPY" if person.territory == "kansai" else CURRENCY_OF[country]
        share = _HERO_SHARE if person.login == REP_LOGIN else _SHARE[country]
        found.append(
            Seller(person, user_id(person.login), territory_id(person.territory), words.CITIES[person.territory], country, currency, share)
        )  # fmt: skip
    return found


_T = TypeVar("_T")


def pick(pool: Sequence[_T], chance: Random) -> _T:
    """Pick one of a pool; several times quicker than `Random.choice`, which is fairer than word pools need."""
    return pool[int(chance.random() * len(pool))]


class Company(NamedTuple):
    """An account's name with what its people's addresses are made of."""

    name: str
    domain: str
    trade: Trade
    city: City


def company_in(city: City, chance: Random) -> Company:
    """Invent a company in a city."""
    trade = pick(words.TRADES, chance)
    if city.country == _CHINA:
        first, second = pick(words.FIRST_CHARACTERS, chance), pick(words.SECOND_CHARACTERS, chance)
        name = f"{city.name}{first.text}{second.text}{trade.name_zh}{pick(words.FORMS_ZH, chance)}"
        return Company(name, f"{first.latin}{second.latin}-{trade.slug}.example", trade, city)
    stems = {"Germany": words.STEMS_DE, "Japan": words.STEMS_JP, "United States": words.STEMS_EN}
    head, tail = (pick(pool, chance) for pool in stems.get(city.country, words.STEMS_SEA))
    called = trade.name_de if city.country == "Germany" else trade.name_en
    name = f"{head}{tail} {called} {pick(words.FORMS[city.country], chance)}"
    return Company(name, f"{_plain(head + tail)}-{trade.slug}.example", trade, city)


def language_of(city: City) -> str:
    """Tell what people write in a city: zh, de or, everywhere else, en."""
    return _LANGUAGES.get(city.country, "en")


_LANGUAGES = {_CHINA: "zh", "Germany": "de"}


def account_raw(company: Company, seller: Seller, chance: Random) -> dict[str, Raw]:
    """Fill in an account."""
    city, language = company.city, language_of(company.city)
    is_zh = language == "zh"
    tags = words.TAGS_ZH if is_zh else words.TAGS_EN
    size = int(chance.lognormvariate(5.2, 1.1)) + 8
    return {
        "name": company.name,
        "kind": chance.choices(("customer", "prospect", "partner", "former"), (42, 46, 7, 5))[0],
        "industry": company.trade.chinese if is_zh else company.trade.english,
        "tags": sorted(chance.sample(tags, pick((1, 1, 2), chance))) if chance.random() < 0.35 else None,
        "phones": [["phone-1", WORK, phone_in(city, chance)]],
        "emails": [["mail-1", WORK, f"info@{company.domain}"]],
        "website": f"https://www.{company.domain}",
        "street": street_in(city, chance),
        "city": city.name,
        "region": city.region or None,
        "postal_code": city.postal,
        "country": city.country,
        "latitude": int((city.latitude + chance.uniform(-0.08, 0.08)) * 10_000) * 100,
        "longitude": int((city.longitude + chance.uniform(-0.08, 0.08)) * 10_000) * 100,
        "owner": seller.id,
        "territory": seller.territory,
        "tax_number": f"91DEMO{chance.randrange(10**10):010}" if is_zh else None,
        "employees": size if size < 100 else size // 10 * 10,
        "revenue": max(1, size * chance.randint(3, 14) // 10) * 1_000_000 * (1 if seller.currency == "JPY" else 100),
        "currency": seller.currency,
        "founded": chance.randint(1958, 2021),
        "notes": pick(words.NOTES[language], chance) if chance.random() < 0.18 else None,
        "terms": pick(words.TERMS[language], chance),
    }


def contact_raw(company: Company, chance: Random) -> dict[str, Raw]:
    """Invent a person at a company; account and owner are left to the caller."""
    city, post = company.city, pick(words.POSTS, chance)
    family, given = _person_in(city, chance)
    phones: list[Raw] = [["phone-1", MOBILE, mobile_in(city, chance)]]
    if chance.random() < 0.3:
        phones.append(["phone-2", WORK, phone_in(city, chance)])
    return {
        "given_name": given.text,
        "family_name": family.text,
        "job_title": _title(post, city),
        "department": post.department_zh if city.country == _CHINA else post.department,
        "role": post.role,
        "phones": phones,
        "emails": [["mail-1", WORK, f"{given.latin}.{family.latin}@{company.domain}"]],
    }


def _title(post: Post, city: City) -> str:
    if city.country == _CHINA:
        return post.chinese
    return post.german if city.country == "Germany" else post.english


def _person_in(city: City, chance: Random) -> tuple[Sound, Sound]:
    if city.country == _CHINA:
        return pick(words.FAMILIES_ZH, chance), pick(words.GIVEN_ZH, chance)
    families, given = _NAMES.get(city.country, (words.FAMILIES_SEA, words.GIVEN_SEA))
    return _latin(pick(families, chance)), _latin(pick(given, chance))


_NAMES: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "Germany": (words.FAMILIES_DE, words.GIVEN_DE),
    "United States": (words.FAMILIES_EN, words.GIVEN_EN),
    "Japan": (words.FAMILIES_JP, words.GIVEN_JP),
}


def _latin(name: str) -> Sound:
    return Sound(name, _plain(name))


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": ""})


def _plain(name: str) -> str:
    return name.lower().translate(_LETTERS)


def street_in(city: City, chance: Random) -> str:
    """Invent a street with a number in the order of the country."""
    number = chance.randint(1, 890)
    if city.country == _CHINA:
        return f"{pick(words.STREETS_ZH, chance)}路{number}号"
    if city.country == "Germany":
        return f"{pick(words.STREETS_DE, chance)} {number % 120 + 1}"
    return f"{number} {pick(words.STREETS_EN, chance)}"


_DIAL = {"Singapore": "+65", "Malaysia": "+60", "Thailand": "+66", "Vietnam": "+84", "Japan": "+81"}


def phone_in(city: City, chance: Random) -> str:
    """Invent a number of a line; in Germany and the United States from the ranges kept free for fiction."""
    if city.country == _CHINA:
        return f"+86 {city.dial} 5{(number := chance.randrange(10**7)) // 10_000:03} {number % 10_000:04}"
    if city.country == "Germany":
        return f"+49 {city.dial} {chance.randrange(1000):03}"
    if city.country == "United States":
        return f"+1 {city.dial} 555 {chance.randint(100, 199):04}"
    return " ".join(
        filter(
            None, (_DIAL[city.country], city.dial, f"{chance.randrange(6000, 6999)}", f"{chance.randrange(10_000):04}")
        )
    )


def mobile_in(city: City, chance: Random) -> str:
    """Invent a mobile number."""
    if city.country == _CHINA:
        return f"+86 {pick(_MOBILE, chance)} 0{(number := chance.randrange(10**7)) // 10_000:03} {number % 10_000:04}"
    return phone_in(city, chance)

"""How alike two accounts or two contacts are, and why: whether one of them may be the other once more."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

import msgspec

from crm_desktop.core.entities.customers import Account, Contact
from crm_desktop.core.names import CHINESE, full_name, is_chinese, sounds
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Item
from crm_desktop.core.store.search import digits, folded, without_ending

LIKELY, CERTAIN = 40, 75
"""Scores from which two records are shown as alike, and as almost surely the same."""
_FORMS = (
    "ab ag as bv bvba co company corp corporation eurl gmbh inc incorporated kft kg kk limited limitada llc llp lp ltd"
    " ltda nv oy oyj plc pte pty sa sarl sas sl spa sro srl"
)
LEGAL = frozenset(_FORMS.split())
"""Words for the legal form of a company, as they stand at the end of its name; of Chinese ones see below."""
_LEGAL_CHINESE = re.compile("(股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|株式会社|合伙企业)$")
_ANYBODY = (
    "126 139 163 163vip aliyun aol foxmail gmail gmx googlemail hotmail icloud live mac mail me msn outlook proton"
    " protonmail qq sina sohu tom vip web yahoo yandex yeah"
)
_FREE = frozenset(_ANYBODY.split())
"""Hosts that give mail addresses to anybody: to share one says nothing."""
_WORDS = re.compile(r"[^\W_]+")
_DOTS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # s.a.r.l. is one word
_ENOUGH_DIGITS = 6
_ENOUGH_LETTERS = 4
_CLOSE = 0.8  # share of equal letters from which two words may be one with a slip of the hand
_MOST_OF_IT = 0.5  # share of a name from which it is most of another

SAME_NAME = QT_TRANSLATE_NOOP("core", "Same name")
SAME_BUT_FORM = QT_TRANSLATE_NOOP("core", "Same name but for the legal form")
OTHER_ORDER = QT_TRANSLATE_NOOP("core", "Same name in another order")
SOUNDS_SAME = QT_TRANSLATE_NOOP("core", "Name sounds the same: {value}")
NEARLY_SAME = QT_TRANSLATE_NOOP("core", "Nearly the same name")
PART_OF_NAME = QT_TRANSLATE_NOOP("core", "One name begins with the other")
SAME_TAX = QT_TRANSLATE_NOOP("core", "Same tax number")
SAME_PHONE = QT_TRANSLATE_NOOP("core", "Same phone: {value}")
SAME_MAIL = QT_TRANSLATE_NOOP("core", "Same e-mail: {value}")
SAME_HOST = QT_TRANSLATE_NOOP("core", "Same domain: {value}")
SAME_CITY = QT_TRANSLATE_NOOP("core", "Same city")
SAME_ACCOUNT = QT_TRANSLATE_NOOP("core", "Same account")

Alike = Account | Contact
"""Records of which duplicates are looked for."""
KINDS: tuple[str, ...] = ("account", "contact")


class Reason(msgspec.Struct, frozen=True):
    """One thing two records share; said: English source of the context "core"; value: what fills its {value}."""

    said: str
    value: str = ""


class Likeness(msgspec.Struct, frozen=True):
    """How alike two records are: 0 to 100, with the reasons, the strongest first."""

    score: int = 0
    reasons: tuple[Reason, ...] = ()


class Traits(msgspec.Struct, frozen=True):
    """What two records are compared by. phones, mails: as compared -> as typed; hosts: without their endings -> whole."""

    kind: str
    name: str
    bare: str
    sound: str
    phones: dict[str, str]
    mails: dict[str, str]
    hosts: dict[str, str]
    city: str
    account: str
    tax: str


def traits_of(record: Alike) -> Traits:
    """Work out what a record is compared by."""
    mails = {one.value.strip().lower(): one.value.strip() for one in record.emails if "@" in one.value}
    name = " ".join(folded(record.name).split())
    is_account = isinstance(record, Account)
    bare = bare_name(record.name) if is_account else "".join(_WORDS.findall(name)) if is_chinese(name) else name
    return Traits(
        "account" if is_account else "contact",
        name,
        bare,
        _sound(record, bare),
        _phones(record.phones),
        mails,
        _hosts(mails, record.website if isinstance(record, Account) else ""),
        folded(record.city).strip() if isinstance(record, Account) else "",
        "" if isinstance(record, Account) else record.account,
        _plain(record.tax_number) if isinstance(record, Account) else "",
    )


def as_named(record: Alike) -> Alike:
    """Give a record that is being typed the name that follows from it; how that sounds is worked out when it is compared."""
    if isinstance(record, Contact):
        return msgspec.structs.replace(record, name=full_name(record.given_name, record.family_name), sound="")
    return msgspec.structs.replace(record, sound="")


def bare_name(name: str) -> str:
    """Write the name of a company without its legal form, signs and capitals: "Lake & Sons Co., Ltd." gives "lake sons"."""
    words = [word for word in _WORDS.findall(_DOTS.sub("", folded(name))) if word not in {"and", "the"}]
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL:
        kept.pop()
    said = " ".join(kept)
    if not is_chinese(said):
        return said
    run = "".join(kept)
    return _LEGAL_CHINESE.sub("", run) or run


def likeness(one: Traits, other: Traits) -> Likeness:
    """Tell how alike two records of one kind are.

    Each reason says with some weight that both are the same; the weights are put together as chances are: two of 50 give 75.
    """
    found = [*_same_name(one, other), *_same_reach(one, other)]
    if not found:
        return Likeness()
    found += _same_place(one, other)
    doubt = 1.0
    for weight, _ in found:
        doubt *= 1 - weight / 100
    reasons = sorted(found, key=lambda each: -each[0])
    return Likeness(round(100 * (1 - doubt)), tuple(reason for _, reason in reasons))


def is_free(host: str) -> bool:
    """Tell whether anybody may have a mail address there; host: without its ending."""
    return host in _FREE


def _phones(items: Iterable[Item]) -> dict[str, str]:
    found = {digits(one.value): one.value for one in items}
    return {plain: said for plain, said in found.items() if len(plain) >= _ENOUGH_DIGITS}


def _hosts(mails: Iterable[str], website: str) -> dict[str, str]:
    """List the hosts of addresses that are not anybody's."""
    found = {without_ending(whole): whole for mail in mails if (whole := mail.rpartition("@")[2])}
    if website.strip():
        plain = re.sub(r"^[a-z]+://", "", website.strip().lower()).removeprefix("www.").partition("/")[0]
        found[without_ending(plain)] = plain
    return {host: whole for host, whole in found.items() if host and not is_free(host)}


def _sound(record: Alike, bare: str) -> str:
    """Write how a name sounds without its legal form, run together; a name in letters sounds as it is written."""
    if not is_chinese(bare):
        return "".join(bare.split())
    characters = len(CHINESE.findall(bare))
    known = record.sound.split()[:characters]
    if record.sound and len(known) == characters and len(known) < len(record.sound.split()):
        return "".join(known)
    said = sounds(bare).split()
    return said[-2] if len(said) > 1 else ""


def _same_name(one: Traits, other: Traits) -> list[tuple[int, Reason]]:
    """Say in which way two names are the same; at most one reason."""
    if not one.bare or not other.bare:
        return []
    is_person = one.kind == "contact"
    # People of one name at two companies are mostly two people.
    of_person = 30 if one.account and other.account and one.account != other.account else 45
    if one.name == other.name:
        return [(of_person if is_person else 70, Reason(SAME_NAME))]
    if one.bare == other.bare:
        return [(of_person if is_person else 65, Reason(SAME_NAME if is_person else SAME_BUT_FORM))]
    if is_person and sorted(one.bare.split()) == sorted(other.bare.split()):
        return [(min(of_person, 40), Reason(OTHER_ORDER))]
    if one.sound == other.sound and len(one.sound) >= _ENOUGH_LETTERS:
        # Different characters of one sound are often different names; characters and letters rarely are.
        is_written_twice = is_chinese(one.bare) != is_chinese(other.bare)
        is_long = len(one.bare) > _ENOUGH_LETTERS - 1
        weight = 50 if is_written_twice else 40 if is_long else 25
        return [(30 if is_person else weight, Reason(SOUNDS_SAME, one.sound))]
    return [] if is_person else _near_name(one.bare, other.bare)


def _near_name(one: str, other: str) -> list[tuple[int, Reason]]:
    short, long = sorted((one, other), key=len)
    if long.startswith(short if is_chinese(short) else f"{short} ") and len(short) >= _ENOUGH_LETTERS:
        return [(40 if len(short) >= len(long) * _MOST_OF_IT else 30, Reason(PART_OF_NAME))]
    differ = _one_character_more if is_chinese(one) else _one_word_slipped
    return [(40, Reason(NEARLY_SAME))] if differ(short, long) else []


def _one_character_more(short: str, long: str) -> bool:
    """Tell whether a Chinese name is another one with a single character put in: 上海市泵业, 上海泵业."""
    if len(short) < _ENOUGH_LETTERS or len(long) != len(short) + 1:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _one_word_slipped(one: str, other: str) -> bool:
    """Tell whether two names differ in a single word, and that only by a slip of the hand."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return False
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or min(len(word) for word in differing[0]) < _ENOUGH_LETTERS:
        return False
    return SequenceMatcher(None, *differing[0], autojunk=False).ratio() >= _CLOSE


def _same_reach(one: Traits, other: Traits) -> list[tuple[int, Reason]]:
    """Say by which numbers and addresses both are reached."""
    found = [(90, Reason(SAME_TAX))] if one.tax and one.tax == other.tax else []
    found += [(50, Reason(SAME_PHONE, one.phones[plain])) for plain in one.phones if plain in other.phones]
    mails = [mail for mail in one.mails if mail in other.mails]
    found += [(65, Reason(SAME_MAIL, one.mails[mail])) for mail in mails]
    if one.kind == "account" and not mails:
        found += [(45, Reason(SAME_HOST, one.hosts[host])) for host in one.hosts if host in other.hosts][:1]
    return found


def _same_place(one: Traits, other: Traits) -> list[tuple[int, Reason]]:
    """Say what adds to a likeness that there is already."""
    if one.kind == "contact":
        return [(35, Reason(SAME_ACCOUNT))] if one.account and one.account == other.account else []
    return [(15, Reason(SAME_CITY))] if one.city and one.city == other.city else []


def _plain(text: str) -> str:
    return "".join(_WORDS.findall(text)).upper()

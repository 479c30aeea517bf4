"""Addresses as they are written on an envelope: from big to small in China, from small to big elsewhere."""

from crm_desktop.core.entities import Account
from crm_desktop.core.names import is_chinese

CHINA = frozenset({"china", "cn", "prc", "中国", "中华人民共和国", "people's republic of china"})
CODE_LAST = frozenset(
    {"usa", "us", "united states", "canada", "australia", "united kingdom", "uk", "great britain", "india", "ireland"}
)
"""Countries that write the postal code behind the town."""


def postal_lines(account: Account, *names: str) -> tuple[str, ...]:
    """Write an account's address in the order of its country, without the account's name; () where there is none.

    names: of who shall get it, above the street, or below everything in China.
    """
    town = _town(account)
    if not (account.street or town):
        return ()
    said = [name for name in names if name]
    if is_in_china(account):
        region = "" if account.region in account.city else account.region  # 上海上海市 says the town twice
        lines = [account.postal_code, f"中国{region}{account.city}{account.street}", *said]
    else:
        lines = [*said, *account.street.splitlines(), town, account.country]
    return tuple(line for line in lines if line)


def is_in_china(account: Account) -> bool:
    """Tell whether an address is one of China in Chinese; in Latin letters it is written as everywhere else."""
    country = account.country.strip().casefold()
    return is_chinese(account.city + account.street) and (not country or country in CHINA)


def _town(account: Account) -> str:
    if account.country.strip().casefold() in CODE_LAST:
        place = ", ".join(part for part in (account.city, account.region) if part)
        return " ".join(part for part in (place, account.postal_code) if part)
    place = " ".join(part for part in (account.postal_code, account.city) if part)
    return ", ".join(part for part in (place, account.region if account.region != account.city else "") if part)

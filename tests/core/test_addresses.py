"""An address is written in the order of its country."""

from crm_desktop.core.addresses import postal_lines
from crm_desktop.core.entities import Account


def test_in_china_from_big_to_small_with_the_code_first_and_the_names_last() -> None:
    place = Account(
        id="a", name="x", street="世纪大道100号", city="上海市", region="上海", postal_code="200120", country="China"
    )
    assert postal_lines(place, "上海水泵厂", "王敏") == ("200120", "中国上海市世纪大道100号", "上海水泵厂", "王敏")
    other = Account(id="a", name="x", street="人民路1号", city="苏州市", region="江苏省", country="")
    assert postal_lines(other) == ("中国江苏省苏州市人民路1号",)


def test_elsewhere_from_small_to_big_with_the_code_where_the_country_has_it() -> None:
    berlin = Account(id="a", name="x", street="Hof 2\nAllee 5", city="Berlin", postal_code="10115", country="Germany")
    assert postal_lines(berlin, "Baltic", "Ann Lee") == (
        "Baltic",
        "Ann Lee",
        "Hof 2",
        "Allee 5",
        "10115 Berlin",
        "Germany",
    )
    austin = Account(
        id="a", name="x", street="1 Main St", city="Austin", region="TX", postal_code="73301", country="USA"
    )
    assert postal_lines(austin) == ("1 Main St", "Austin, TX 73301", "USA")


def test_a_chinese_address_in_latin_letters_is_written_as_elsewhere_and_nothing_where_there_is_none() -> None:
    latin = Account(
        id="a", name="x", street="100 Century Avenue", city="Shanghai", postal_code="200120", country="China"
    )
    assert postal_lines(latin) == ("100 Century Avenue", "200120 Shanghai", "China")
    assert postal_lines(Account(id="a", name="x", country="China"), "x") == ()

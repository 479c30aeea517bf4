"""The demo company itself: the organisation, its tree of territories and its forty people."""

from typing import NamedTuple

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.story import created
from crm_desktop.core.entities.people import ADMINISTRATOR, MANAGER, REP
from crm_desktop.core.ids import id_from
from crm_desktop.core.names import is_chinese
from crm_desktop.core.schema import Raw

REP_LOGIN = "li.wei"
MANAGER_LOGIN = "chen.jun"
ADMIN_LOGIN = "wu.mei"
MAIL = "lanting-pumps.example"


class Node(NamedTuple):
    """One territory: its key and that of its parent."""

    key: str
    parent: str
    kind: str
    name: str


class Person(NamedTuple):
    """One user; territory and manager are keys and logins of the lists below."""

    login: str
    name: str
    role: str
    job_title: str
    territory: str
    manager: str


TREE = (
    Node("group", "", "group", "Lanting Group · 兰亭集团"),
    Node("china", "group", "country", "China · 中国"),
    Node("apac", "group", "country", "Singapore & Asia-Pacific · 亚太"),
    Node("germany", "group", "country", "Germany · 德国"),
    Node("usa", "group", "country", "United States · 美国"),
    Node("east", "china", "region", "East China · 华东"),
    Node("south", "china", "region", "South China · 华南"),
    Node("north", "china", "region", "North China · 华北"),
    Node("west", "china", "region", "Central & West China · 中西部"),
    Node("sea", "apac", "region", "South-East Asia · 东南亚"),
    Node("japan", "apac", "region", "Japan · 日本"),
    Node("de-north", "germany", "region", "Germany North"),
    Node("de-south", "germany", "region", "Germany South"),
    Node("us-central", "usa", "region", "US Central"),
    Node("us-coast", "usa", "region", "US Coasts"),
    Node("shanghai-west", "east", "patch", "Shanghai West · 上海西"),
    Node("shanghai-east", "east", "patch", "Shanghai East · 上海东"),
    Node("jiangsu-south", "east", "patch", "Jiangsu South · 苏南"),
    Node("nanjing", "east", "patch", "Nanjing & North Jiangsu · 南京苏北"),
    Node("zhejiang", "east", "patch", "Zhejiang · 浙江"),
    Node("anhui", "east", "patch", "Anhui · 安徽"),
    Node("guangzhou", "south", "patch", "Guangzhou & Foshan · 广佛"),
    Node("shenzhen", "south", "patch", "Shenzhen & Dongguan · 深莞"),
    Node("fujian", "south", "patch", "Fujian · 福建"),
    Node("guangxi", "south", "patch", "Guangxi & Hainan · 桂琼"),
    Node("beijing", "north", "patch", "Beijing · 北京"),
    Node("tianjin", "north", "patch", "Tianjin & Hebei · 津冀"),
    Node("shandong", "north", "patch", "Shandong · 山东"),
    Node("northeast", "north", "patch", "North-East · 东北"),
    Node("hubei", "west", "patch", "Hubei & Hunan · 两湖"),
    Node("sichuan", "west", "patch", "Sichuan & Chongqing · 川渝"),
    Node("shaanxi", "west", "patch", "Shaanxi & Gansu · 陕甘"),
    Node("henan", "west", "patch", "Henan · 河南"),
    Node("singapore", "sea", "patch", "Singapore · 新加坡"),
    Node("malaysia", "sea", "patch", "Malaysia · 马来西亚"),
    Node("thailand", "sea", "patch", "Thailand & Vietnam · 泰越"),
    Node("kansai", "japan", "patch", "Kanto & Kansai · 关东关西"),
    Node("hamburg", "de-north", "patch", "Hamburg & Bremen"),
    Node("ruhr", "de-north", "patch", "Rhine & Ruhr"),
    Node("bavaria", "de-south", "patch", "Bavaria & Swabia"),
    Node("chicago", "us-central", "patch", "Great Lakes"),
    Node("houston", "us-central", "patch", "Gulf"),
    Node("atlanta", "us-coast", "patch", "South-East"),
    Node("portland", "us-coast", "patch", "West Coast"),
)

PEOPLE = (
    Person(ADMIN_LOGIN, "吴梅 Wu Mei", ADMINISTRATOR, "Sales Operations", "group", ""),
    Person("shen.dawei", "沈大伟 Shen Dawei", MANAGER, "Chief Sales Officer", "group", ""),
    Person("zhang.yun", "张芸 Zhang Yun", MANAGER, "Sales Director China", "china", "shen.dawei"),
    Person("rachel.tan", "Rachel Tan", MANAGER, "Sales Director Asia-Pacific", "apac", "shen.dawei"),
    Person("katrin.vogel", "Katrin Vogel", MANAGER, "Sales Director Germany", "germany", "shen.dawei"),
    Person("susan.whitfield", "Susan Whitfield", MANAGER, "Sales Director United States", "usa", "shen.dawei"),
    Person(MANAGER_LOGIN, "陈军 Chen Jun", MANAGER, "Regional Manager East China", "east", "zhang.yun"),
    Person("huang.lihua", "黄丽华 Huang Lihua", MANAGER, "Regional Manager South China", "south", "zhang.yun"),
    Person("wang.jianguo", "王建国 Wang Jianguo", MANAGER, "Regional Manager North China", "north", "zhang.yun"),
    Person("tang.ning", "唐宁 Tang Ning", MANAGER, "Regional Manager Central & West China", "west", "zhang.yun"),
    Person("daniel.koh", "Daniel Koh", MANAGER, "Regional Manager South-East Asia", "sea", "rachel.tan"),
    Person(REP_LOGIN, "李薇 Li Wei", REP, "Sales Engineer", "shanghai-west", MANAGER_LOGIN),
    Person("zhou.kai", "周凯 Zhou Kai", REP, "Sales Engineer", "shanghai-east", MANAGER_LOGIN),
    Person("sun.min", "孙敏 Sun Min", REP, "Senior Sales Engineer", "jiangsu-south", MANAGER_LOGIN),
    Person("xu.tao", "徐涛 Xu Tao", REP, "Sales Engineer", "nanjing", MANAGER_LOGIN),
    Person("lin.yue", "林悦 Lin Yue", REP, "Key Account Manager", "zhejiang", MANAGER_LOGIN),
    Person("gao.feng", "高峰 Gao Feng", REP, "Sales Engineer", "anhui", MANAGER_LOGIN),
    Person("he.jing", "何静 He Jing", REP, "Key Account Manager", "guangzhou", "huang.lihua"),
    Person("liang.bo", "梁博 Liang Bo", REP, "Sales Engineer", "shenzhen", "huang.lihua"),
    Person("zheng.hao", "郑浩 Zheng Hao", REP, "Sales Engineer", "fujian", "huang.lihua"),
    Person("luo.dan", "罗丹 Luo Dan", REP, "Sales Engineer", "guangxi", "huang.lihua"),
    Person("zhao.lei", "赵磊 Zhao Lei", REP, "Key Account Manager", "beijing", "wang.jianguo"),
    Person("feng.xue", "冯雪 Feng Xue", REP, "Sales Engineer", "tianjin", "wang.jianguo"),
    Person("yu.hong", "于宏 Yu Hong", REP, "Senior Sales Engineer", "shandong", "wang.jianguo"),
    Person("song.yang", "宋洋 Song Yang", REP, "Sales Engineer", "northeast", "wang.jianguo"),
    Person("peng.fei", "彭飞 Peng Fei", REP, "Sales Engineer", "hubei", "tang.ning"),
    Person("deng.rui", "邓蕊 Deng Rui", REP, "Senior Sales Engineer", "sichuan", "tang.ning"),
    Person("han.bing", "韩冰 Han Bing", REP, "Sales Engineer", "shaanxi", "tang.ning"),
    Person("cao.yi", "曹逸 Cao Yi", REP, "Sales Engineer", "henan", "tang.ning"),
    Person("marcus.lim", "Marcus Lim", REP, "Account Manager", "singapore", "daniel.koh"),
    Person("nurul.hassan", "Nurul Hassan", REP, "Account Manager", "malaysia", "daniel.koh"),
    Person("anong.srisai", "Anong Srisai", REP, "Account Manager", "thailand", "daniel.koh"),
    Person("yuki.mori", "Yuki Mori", REP, "Account Manager", "kansai", "rachel.tan"),
    Person("jonas.petersen", "Jonas Petersen", REP, "Vertriebsingenieur", "hamburg", "katrin.vogel"),
    Person("lena.brandt", "Lena Brandt", REP, "Vertriebsingenieurin", "ruhr", "katrin.vogel"),
    Person("florian.huber", "Florian Huber", REP, "Vertriebsingenieur", "bavaria", "katrin.vogel"),
    Person("tom.erickson", "Tom Erickson", REP, "Account Executive", "chicago", "susan.whitfield"),
    Person("maria.delgado", "Maria Delgado", REP, "Account Executive", "houston", "susan.whitfield"),
    Person("andre.coleman", "Andre Coleman", REP, "Account Executive", "atlanta", "susan.whitfield"),
    Person("emily.nakamura", "Emily Nakamura", REP, "Account Executive", "portland", "susan.whitfield"),
)
_TITLES_ZH = {
    "Sales Operations": "销售运营", "Chief Sales Officer": "销售总监", "Sales Director China": "中国区销售总监",
    "Regional Manager East China": "华东区经理", "Regional Manager South China": "华南区经理",
    "Regional Manager North China": "华北区经理", "Regional Manager Central & West China": "中西部区经理",
    "Sales Engineer": "销售工程师", "Senior Sales Engineer": "高级销售工程师", "Key Account Manager": "大客户经理",
}  # fmt: skip
"""Titles as people in China bear them, beside the English ones."""

REPS = tuple(person for person in PEOPLE if person.role == REP)

_DIAL = {"apac": "+65 6000", "germany": "+49 30 23125", "usa": "+1 312 555"}


def territory_id(key: str) -> str:
    """Give the id of a territory of the demo company by its key, for example `east`."""
    return id_from("demo", "territory", key)


def user_id(login: str) -> str:
    """Give the id of a person of the demo company by the sign-in name."""
    return id_from("demo", "user", login)


def organisation() -> Entry:
    """Describe the company; its numbers are invented and say so."""
    return created(
        "organisation",
        "organisation",
        {
            "name": "Lanting Pumps & Valves Co., Ltd.",
            "name_zh": "兰亭泵阀有限公司",
            "time_zone": "Asia/Shanghai",
            "base_currency": "CNY",
            "address": "88 Qinghe Road, Jiading District\n201800 Shanghai, China\n上海市嘉定区清禾路88号",
            "phone": "+86 21 0000 8800",
            "email": f"sales@{MAIL}",
            "website": f"https://www.{MAIL}",
            "tax_number": "91310000DEMO000001",
            "bank": "Demonstration Bank, Shanghai\n账号 Account 0000 1111 2222 3333\nSWIFT DEMOCNSHXXX",
            "quote_prefix": "LT",
            "order_prefix": "SO-",
        },
    )


def territories() -> tuple[Entry, ...]:
    """Describe the tree, parents before children."""
    return tuple(
        created(
            "territory",
            territory_id(node.key),
            {"name": node.name, "parent": territory_id(node.parent) if node.parent else None, "kind": node.kind},
        )
        for node in TREE
    )


def users() -> tuple[Entry, ...]:
    """Describe everybody, managers before those who report to them."""
    return tuple(
        created("user", user_id(person.login), _user(number, person)) for number, person in enumerate(PEOPLE, 1)
    )


def country_of(key: str) -> str:
    """Find the country, as its key in the tree, that a territory lies in; the group lies in China."""
    parents = {node.key: node for node in TREE}
    while key and parents[key].kind != "country":
        key = parents[key].parent
    return key or "china"


def _user(number: int, person: Person) -> dict[str, Raw]:
    country, home = country_of(person.territory), territory_id(person.territory)
    return {
        "name": person.name,
        "login": person.login,
        "role": person.role,
        "job_title": _title(person),
        "email": f"{person.login}@{MAIL}",
        "phone": f"{_DIAL.get(country, '+86 138 0000')} {number + (100 if country == 'usa' else 0):0{_width(country)}}",
        "language": "zh_CN" if country == "china" else "en",
        "manager": user_id(person.manager) if person.manager else None,
        "territories": [home],
        "home": home,
    }


def _title(person: Person) -> str:
    return f"{_TITLES_ZH[person.job_title]} {person.job_title}" if is_chinese(person.name) else person.job_title


def _width(country: str) -> int:
    return 3 if country == "germany" else 4

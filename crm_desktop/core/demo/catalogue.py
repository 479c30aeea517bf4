"""What the demo company sells and for how much: currencies, taxes, products and two price books."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.story import SYSTEM, Story, created, date_of, iso, moment_at
from crm_desktop.core.ids import id_from
from crm_desktop.core.money import to_scaled
from crm_desktop.core.schema import Raw

BASE = "CNY"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "JPY": "¥"}
WORTH = {"CNY": Decimal(1), "USD": Decimal("7.12"), "EUR": Decimal("7.74"), "JPY": Decimal("0.0478")}
"""What one unit was worth in CNY when the story began; the monthly rates wander from there."""

GOODS, SERVICES, EXPORT = "增值税 13 %", "增值税 6 %", "VAT 0 %"
TAXES = {GOODS: 13, SERVICES: 6, EXPORT: 0}
BOOKS = {"CNY": "Standard price list · 标准价目表", "USD": "Export price list"}
BREAKS = {1: Decimal(1), 10: Decimal("0.95"), 50: Decimal("0.9")}
"""From which quantity on which share of the list price is paid."""


class Family(NamedTuple):
    """A series of products in several sizes; worth: the list price of the smallest in CNY."""

    code: str
    english: str
    chinese: str
    category: str
    sizes: str
    worth: int
    text: str
    text_zh: str


class Item(NamedTuple):
    """One product with what quotes print; worth: this year's list price in CNY."""

    id: str
    sku: str
    english: str
    chinese: str
    unit: str
    worth: Decimal
    tax: str
    delivery: str
    is_service: bool


FAMILIES = (
    Family("LCP", "End-suction centrifugal pump", "单级离心泵", "Centrifugal pumps", "DN50 DN80 DN100 DN150 DN200", 6800, "Back pull-out design, ductile iron casing, stainless steel impeller, motor of class IE4 on a common base plate.", "后拉式结构，球墨铸铁泵体，不锈钢叶轮，配 IE4 电机，公共底座安装。"),
    Family("LMS", "Vertical multistage pump", "立式多级泵", "Centrifugal pumps", "8-60 16-80 32-100 64-120 90-140", 9200, "Inline ports, laser-welded stages, cartridge seal that is changed without removing the motor.", "进出口同一轴线，激光焊接级间结构，集装式机械密封，更换时无需拆卸电机。"),
    Family("LSW", "Submersible sewage pump", "潜水排污泵", "Submersible pumps", "4kW 7.5kW 15kW 30kW", 7900, "Non-clogging impeller with 80 mm free passage, double mechanical seal, leak sensor in the oil chamber.", "无堵塞叶轮，通径 80 mm，双机械密封，油室带泄漏传感器。"),
    Family("LMD", "Magnetic drive chemical pump", "磁力驱动化工泵", "Process pumps", "25-125 40-160 50-200 65-250", 18600, "Sealless, PFA lining, silicon carbide bearings, for acids and solvents up to 150 °C.", "无轴封，PFA 衬里，碳化硅轴承，适用于 150 °C 以内的酸类与溶剂。"),
    Family("LDM", "Diaphragm metering pump", "隔膜计量泵", "Process pumps", "20L 60L 120L 300L", 5400, "Stroke and frequency control, turndown 1:1000, 4-20 mA input, PTFE diaphragm.", "行程与频率双调节，调节比 1:1000，4-20 mA 输入，PTFE 隔膜。"),
    Family("LAD", "Air-operated diaphragm pump", "气动隔膜泵", "Process pumps", "DN15 DN25 DN40 DN50", 3200, "Runs dry without harm, lube-free air valve, bodies in polypropylene or aluminium.", "可空转运行，免润滑配气阀，泵体为聚丙烯或铝合金。"),
    Family("LGV", "Resilient seated gate valve", "软密封闸阀", "Valves", "DN50 DN100 DN150 DN200 DN300", 620, "Rubber-encapsulated wedge, full bore, epoxy coating approved for drinking water.", "全包胶闸板，全通径，饮用水级环氧涂层。"),
    Family("LBV", "Stainless steel ball valve", "不锈钢球阀", "Valves", "DN15 DN25 DN50 DN80 DN100", 380, "Three-piece body, full bore, blow-out proof stem, mounting pad for actuators.", "三片式阀体，全通径，防吹出阀杆，带执行器安装平台。"),
    Family("LBF", "Wafer butterfly valve", "对夹蝶阀", "Valves", "DN80 DN150 DN250 DN400", 540, "EPDM or FKM seat, one-piece shaft, tight in both directions up to 16 bar.", "EPDM 或 FKM 阀座，整体阀轴，双向密封至 16 bar。"),
    Family("LCV", "Pneumatic control valve", "气动调节阀", "Valves", "DN25 DN50 DN80 DN150", 11800, "Equal-percentage plug, digital positioner with self-calibration, leakage class IV.", "等百分比阀芯，数字定位器自整定，泄漏等级 IV 级。"),
    Family("LPS", "Packaged booster set", "成套增压供水设备", "Packaged systems", "2P 3P 4P", 46000, "Pumps, manifolds, vessel and controller on one frame, tested and delivered ready to connect.", "水泵、管汇、气压罐与控制柜集成于同一底座，出厂测试，接管即用。"),
    Family("LFC", "Pump frequency converter", "水泵专用变频柜", "Packaged systems", "7.5kW 22kW 55kW", 5200, "Cascade control of up to six pumps, IP55 cabinet, Modbus and Profinet.", "最多六台泵级联控制，IP55 柜体，支持 Modbus 与 Profinet。"),
    Family("LSK", "Mechanical seal kit", "机械密封备件包", "Spare parts", "22mm 33mm 48mm", 460, "Seal, gaskets and instructions; fits the pumps of the named shaft diameter.", "含机械密封、垫片与安装说明，适配对应轴径的水泵。"),
    Family("LIM", "Spare impeller", "备用叶轮", "Spare parts", "DN80 DN100 DN150", 880, "Precision cast in stainless steel, balanced to G 6.3.", "不锈钢精密铸造，动平衡等级 G6.3。"),
)  # fmt: skip
SERVICE = (
    ("LSV-COM", "Commissioning on site", "现场调试", 3600, "Alignment, first start and measured protocol by one of our engineers, per day.", "工程师到场对中、首次启动并出具测试记录，按天计。"),
    ("LSV-INS", "Annual inspection", "年度巡检", 2800, "Vibration, seals and efficiency checked once a year, with a written report.", "每年一次振动、密封与效率检查，出具书面报告。"),
    ("LSV-CON", "Maintenance contract", "年度维保合同", 18000, "Four visits a year, spare parts at 15 % off, answer within one working day.", "每年四次上门，备件八五折，一个工作日内响应。"),
    ("LSV-TRN", "Operator training", "操作培训", 5200, "One day for up to twelve people, in Chinese or English.", "一天课程，最多十二人，中文或英文授课。"),
)  # fmt: skip


def product_id(sku: str) -> str:
    """Give the id of a product of the demo company."""
    return id_from("demo", "product", sku)


def tax_id(name: str) -> str:
    """Give the id of a tax rate of the demo company."""
    return id_from("demo", "tax_rate", name)


def book_id(currency: str) -> str:
    """Give the id of the price book in a currency."""
    return id_from("demo", "price_book", currency)


def tidy(value: Decimal) -> Decimal:
    """Round a price as price lists do: to tens above 1,000, to whole units above 50, else to tenths."""
    step = Decimal(10) if value >= 1000 else Decimal(1) if value >= 50 else Decimal("0.1")
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def items() -> list[Item]:
    """List the sixty products, each family from its smallest size up."""
    found = []
    for family in FAMILIES:
        worth = Decimal(family.worth)
        for size in family.sizes.split():
            sku = f"{family.code}-{size.upper().replace('.5KW', 'K5')}"
            unit = "set" if family.category in ("Packaged systems", "Spare parts") else "pc"
            delivery = "6-8 weeks" if family.category == "Packaged systems" else "2-4 weeks"
            names = (f"{family.english} {size}", f"{family.chinese} {size}")
            found.append(Item(product_id(sku), sku, *names, unit, tidy(worth), GOODS, delivery, is_service=False))
            worth *= Decimal("1.45")
    for sku, english, chinese, price, _, _ in SERVICE:
        found.append(
            Item(product_id(sku), sku, english, chinese, "day" if sku.endswith("COM") else "pc", Decimal(price), SERVICES, "by appointment", is_service=True)
        )  # fmt: skip
    return found


def list_price(item: Item, currency: str, *, quantity: int = 1, is_old: bool = False) -> Decimal:
    """Give a list price; currencies without a book of their own are converted. is_old: before this year's rise."""
    share = next(BREAKS[least] for least in sorted(BREAKS, reverse=True) if quantity >= least)
    rise = Decimal("0.96") if is_old else Decimal(1)
    return tidy(item.worth * share * rise / WORTH[currency])


def money_and_taxes() -> list[Entry]:
    """Describe currencies and taxes."""
    return [
        *(created("currency", code, {"name": code, "symbol": symbol}) for code, symbol in SYMBOLS.items()),
        *(
            created("tax_rate", tax_id(name), {"name": name, "percent": percent * 1_000_000})
            for name, percent in TAXES.items()
        ),
    ]


def products() -> list[Entry]:
    """Describe the products; a cost is 52 to 68 percent of the list price."""
    texts = {family.code: (family.category, family.english, family.text, family.text_zh) for family in FAMILIES}
    texts |= {sku: ("Services", "Services", text, zh) for sku, _, _, _, text, zh in SERVICE}
    entries = []
    for number, item in enumerate(items()):
        category, subcategory, text, text_zh = texts[item.sku if item.is_service else item.sku.split("-")[0]]
        values: dict[str, Raw] = {
            "name": item.english,
            "name_zh": item.chinese,
            "sku": item.sku,
            "category": category,
            "subcategory": subcategory,
            "unit": item.unit,
            "tax_rate": tax_id(item.tax),
            "cost": to_scaled(tidy(item.worth * (52 + number * 7 % 17) / 100)),
            "currency": BASE,
            "description": text,
            "description_zh": text_zh,
            "delivery_time": item.delivery,
        }
        entries.append(created("product", item.id, values))
    return entries


def price_books() -> list[Entry]:
    """Describe the two price books; the one in CNY is used unless another is chosen."""
    return [
        created("price_book", book_id(code), {"name": name, "currency": code, "is_standard": code == BASE or None})
        for code, name in BOOKS.items()
    ]


def prices(*, is_old: bool, first: int, last: int | None) -> list[Entry]:
    """Describe every price between two days: the list price, and what larger quantities pay."""
    entries = []
    for currency in BOOKS:
        for item in items():
            for least in (1,) if item.is_service else BREAKS:
                id_ = id_from("demo", "price", currency, item.sku, str(least), iso(first))
                values: dict[str, Raw] = {
                    "price_book": book_id(currency),
                    "product": item.id,
                    "unit_price": to_scaled(list_price(item, currency, quantity=least, is_old=is_old)),
                    "from_quantity": least * 1_000_000 if least > 1 else None,
                    "first_day": iso(first),
                    "last_day": iso(last) if last is not None else None,
                }
                entries.append(created("price", id_, values))
    return entries


def tell_rates(story: Story) -> None:
    """Tell the exchange rates of every month, each on the first day it held."""
    chance, worth = Random(story.chance.getrandbits(32)), dict(WORTH)
    months = [day for day in range(story.first - 31, story.today) if date_of(day).day == 1]
    for day in months:
        for code in ("USD", "EUR", "JPY"):
            drift = Decimal(str(round(chance.gauss(0, 0.006), 4)))
            worth[code] = (worth[code] * (1 + drift)).quantize(Decimal("0.000001" if code == "JPY" else "0.0001"))
            raw = {"currency": code, "day": iso(day), "rate": to_scaled(worth[code])}
            when = max(moment_at(day, 8), moment_at(story.first, 8.5))
            story.create(when, SYSTEM, "rate", raw, id_from("demo", "rate", code, iso(day)))

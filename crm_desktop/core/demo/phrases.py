"""What the people of the demo company write down: names of deals, next steps, notes; in Chinese, English and German."""

from typing import NamedTuple


class Words(NamedTuple):
    """One language's phrases; {product} and {person} are filled in.

    places: parts of a customer's premises, added to most names of deals; steps: per open stage; said: activity kind -> (subject, text, outcome); lost: reason -> what happened.
    """

    projects: tuple[str, ...]
    places: tuple[str, ...]
    sources: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    said: dict[str, tuple[tuple[str, str, str], ...]]
    lost: dict[str, tuple[str, ...]]
    weekly: tuple[str, ...]
    nobody: str
    pump: str


COMPETITORS = ("Velmora Flow", "Tornbach Pumpen", "Kestring Valves")
COMPETITORS_ZH = ("峤海泵业", "珩川阀门", *COMPETITORS)

_ZH = Words(
    (
        "循环水泵改造", "污水提升泵站", "{product}采购", "{product}年度框架", "阀门更换", "冷却水系统升级", "锅炉给水泵替换",
        "加药系统配套", "供水增压", "{product}备件包", "工艺泵采购", "雨水泵站", "化学品输送线", "节能改造项目", "中试线{product}",
        "总包项目阀门清单", "纯水站配套泵组", "消防泵房更新",
    ),
    ("东区", "西区", "新厂", "老厂", "一号车间", "二号车间", "南区", "研发中心", "码头", "动力站"),
    ("老客户复购", "展会", "官网询盘", "转介绍", "招标信息", "电话拜访"),
    (
        ("电话了解工况和预算", "约时间上门勘查", "发送公司介绍和案例", "确认项目负责人"),
        ("收集流量扬程参数", "与设备部确认选型", "安排样机演示", "拜访技术总监"),
        ("提交报价单", "跟进报价反馈", "补充技术协议", "核对交货期后更新报价"),
        ("商务谈判：付款方式", "确认折扣底线并回复", "合同条款评审", "与采购经理敲定价格"),
        ("催签合同", "等待盖章，周内电话确认", "确认预付款到账时间", "安排生产排期"),
    ),
    {
        "call": (
            ("回访{product}使用情况", "与{person}通话，设备运行平稳，振动值正常。客户提到明年可能扩产。", "约下月上门"),
            ("确认技术参数", "{person}补充了介质温度和含固量，原选型偏小，需要放大一档。", "重新选型"),
            ("跟进报价", "{person}说价格在预算内，但采购要再比一家。交货期是关键。", "周五前答复"),
            ("沟通交货期", "客户希望提前两周到货，已向工厂确认可以分批发货。", "同意分批"),
            ("付款方式沟通", "{person}坚持月结60天，我方提出预付三成。", "待内部讨论"),
        ),
        "meeting": (
            ("技术交流会", "设备部和工艺部共五人参加，重点讨论{product}的密封方案和维护周期。", "方案认可"),
            ("合同条款讨论", "逐条过了质保和违约条款，质保期改为十八个月。", "法务复核中"),
            ("年度合作回顾", "去年共采购三批，无质量投诉。客户希望签年度框架价格。", "准备框架协议"),
            ("线上方案讲解", "演示了节能测算，年省电约12%，{person}比较感兴趣。", "要求书面测算"),
        ),
        "visit": (
            ("现场勘查", "泵房空间紧张，进出口方向要调整。旧泵已运行九年，密封渗漏明显。", "出改造图"),
            ("上门拜访{person}", "了解到下半年有技改预算，竞争对手上周也来过。", "尽快报价"),
            ("设备巡检陪同", "和服务工程师一起检查了四台泵，建议更换两套机械密封。", "客户同意更换"),
            ("送样并安装试用", "{product}样机已装好，试用两周后一起看数据。", "试用中"),
        ),
        "task": (
            ("整理{product}选型书", "", "已发送"),
            ("准备投标文件", "需要业绩表和型式试验报告。", "已递交"),
            ("向工厂确认交货期", "", "四周"),
            ("发送样本和案例", "", "已发送"),
            ("申请特价", "客户数量较大，申请九折。", "已批准"),
        ),
        "note": (
            ("采购流程", "十万以上需总经理签字，一般每周三上会。", ""),
            ("竞争情况", "对手报价低约8%，但交货期长一个月。", ""),
            ("客户关注点", "最看重售后响应，去年因停机损失很大。", ""),
            ("人员变动", "原设备部长已调走，{person}接手。", ""),
        ),
    },
    {
        "price": ("对手报价低15%，客户预算有限", "客户最终选了低价方案"),
        "competitor": ("总包指定了其他品牌", "对手有长期框架合同"),
        "no_budget": ("技改预算被砍，项目取消", "预算推迟到后年"),
        "no_decision": ("项目搁置，多次跟进无进展", "负责人离职，无人推进"),
        "product": ("介质腐蚀性超出我们的材质范围", "要求的压力等级我们没有"),
        "other": ("客户自行维修旧设备", "工厂搬迁，采购暂停"),
    },
    ("团队周例会：逐单过管道", "与销售一对一辅导", "审核特价申请", "提交本月预测"),
    "客户",
    "水泵",
)  # fmt: skip

_EN = Words(
    (
        "Cooling water retrofit", "Effluent lift station", "New {product}", "{product}, annual framework", "Valve replacement",
        "Boiler feed upgrade", "Dosing skid", "Water booster", "{product}, spare parts", "Process pumps", "Storm water station",
        "Acid transfer line", "Energy saving programme", "Pilot line with {product}", "Valve list for the EPC contractor", "Pure water plant",
    ),
    ("north site", "south site", "building 7", "unit 4", "tank farm", "utilities", "dock side", "research centre", "line 2"),
    ("Existing customer", "Trade fair", "Website", "Referral", "Tender", "Cold call"),
    (
        ("Call to learn duty point and budget", "Agree on a site visit", "Send company profile and references", "Find out who decides"),
        ("Collect flow, head and medium data", "Confirm the selection with maintenance", "Arrange a demonstration", "Meet the technical director"),
        ("Send the quote", "Follow up on the quote", "Add the data sheets they asked for", "Update the quote with the new delivery date"),
        ("Settle payment terms", "Answer on the discount", "Go through the contract", "Agree the final price with purchasing"),
        ("Chase the signed order", "Call on Friday about the purchase order", "Confirm the down payment", "Reserve a production slot"),
    ),
    {
        "call": (
            ("How the {product} runs", "Spoke with {person}: running smoothly, vibration within limits. They may expand next year.", "Visit next month"),
            ("Duty point checked", "{person} gave temperature and solids content; our first selection is one size too small.", "Select again"),
            ("Follow-up on the quote", "Price is within budget, but purchasing wants one more offer. Delivery will decide it.", "Answer by Friday"),
            ("Delivery date", "They need the pumps two weeks earlier; the factory can ship in two lots.", "Split delivery agreed"),
            ("Payment terms", "{person} insists on 60 days, we proposed a third with the order.", "To be discussed"),
        ),
        "meeting": (
            ("Technical meeting", "Five people from maintenance and process; most questions were about the seal of the {product}.", "Concept accepted"),
            ("Contract review", "Went through warranty and liability clause by clause; warranty becomes 18 months.", "With their lawyers"),
            ("Yearly review", "Three deliveries last year, no complaints. They would like framework prices.", "Prepare a framework"),
            ("Online presentation", "Showed the energy calculation, about 12 % less power a year. {person} liked it.", "Wants it in writing"),
        ),
        "visit": (
            ("Site survey", "Little room in the pump house, the discharge has to be turned. The old pump is nine years old and leaks.", "Draw the layout"),
            ("Visit to {person}", "There is money for upgrades in the second half of the year. A competitor was here last week.", "Quote soon"),
            ("Inspection with service", "Checked four pumps together; two seals should be replaced.", "They agree"),
            ("Trial unit installed", "The {product} is in place. We look at the data together in two weeks.", "On trial"),
        ),
        "task": (
            ("Write the selection sheet for the {product}", "", "Sent"),
            ("Prepare the tender documents", "They want a reference list and type test reports.", "Handed in"),
            ("Ask the factory for the delivery date", "", "Four weeks"),
            ("Send brochure and references", "", "Sent"),
            ("Ask for a special price", "Large quantity, 10 % requested.", "Approved"),
        ),
        "note": (
            ("How they buy", "Everything above 15,000 is signed by the managing director, the board meets on Wednesdays.", ""),
            ("Competition", "The other offer is about 8 % lower, with a month more to deliver.", ""),
            ("What matters to them", "Quick service above all: a standstill cost them dearly last year.", ""),
            ("Change of people", "The head of maintenance has left, {person} takes over.", ""),
        ),
    },
    {
        "price": ("The other offer was 15 % lower", "Bought the cheapest in the end"),
        "competitor": ("The contractor named another brand", "A competitor holds the framework contract"),
        "no_budget": ("Upgrade budget was cut", "Moved to the budget after next"),
        "no_decision": ("On hold, no answer after several calls", "Our contact left and nobody took over"),
        "product": ("Medium is too corrosive for our materials", "Needs a pressure class we do not make"),
        "other": ("They repaired the old equipment", "Plant is moving, purchases stopped"),
    },
    ("Weekly pipeline review with the team", "One-to-one coaching", "Check requests for special prices", "Hand in the forecast of the month"),
    "the customer",
    "pump",
)  # fmt: skip

_DE = Words(
    (
        "Erneuerung Kühlwasserpumpen", "Hebeanlage Abwasser", "Prozesspumpen, zweiter Abschnitt", "Rahmenvertrag Pumpen", "Armaturentausch",
        "Kesselspeisung", "Dosierstation", "Druckerhöhung", "Ersatzteilpaket", "Neue Prozesshalle", "Regenüberlauf", "Löschwasserversorgung",
    ),
    ("Werk Nord", "Werk Süd", "Bau 7", "Linie 4", "Tanklager", "Energiezentrale", "Kai 2", "Technikum"),
    ("Bestandskunde", "Messe", "Website", "Empfehlung", "Ausschreibung", "Kaltakquise"),
    (
        ("Betriebspunkt und Budget erfragen", "Ortstermin vereinbaren", "Referenzen senden"),
        ("Förderdaten einholen", "Auslegung mit der Instandhaltung abstimmen", "Vorführung planen"),
        ("Angebot abgeben", "Angebot nachfassen", "Datenblätter nachreichen"),
        ("Zahlungsziel klären", "Nachlass beantworten", "Vertrag durchgehen"),
        ("Bestellung anmahnen", "Anzahlung bestätigen lassen", "Fertigungsplatz reservieren"),
    ),
    {
        "call": (
            ("Rückfrage zur {product}", "{person} ist zufrieden, läuft ruhig. Erweiterung im nächsten Jahr möglich.", "Besuch nächsten Monat"),
            ("Angebot nachgefasst", "Preis passt ins Budget, der Einkauf holt noch ein Angebot ein.", "Antwort bis Freitag"),
            ("Liefertermin", "Zwei Wochen früher gewünscht, Teillieferung ist möglich.", "Teillieferung vereinbart"),
        ),
        "meeting": (
            ("Technisches Gespräch", "Instandhaltung und Verfahrenstechnik waren dabei, Thema war die Dichtung der {product}.", "Konzept angenommen"),
            ("Jahresgespräch", "Drei Lieferungen, keine Reklamation. Rahmenpreise gewünscht.", "Rahmenvertrag vorbereiten"),
        ),
        "visit": (
            ("Aufnahme vor Ort", "Wenig Platz im Pumpenhaus, Druckstutzen muss gedreht werden.", "Zeichnung erstellen"),
            ("Besuch bei {person}", "Mittel für Umbau im zweiten Halbjahr vorhanden. Wettbewerb war letzte Woche hier.", "Bald anbieten"),
        ),
        "task": (
            ("Auslegung {product} schreiben", "", "Gesendet"),
            ("Unterlagen für die Ausschreibung", "Referenzliste und Prüfberichte beilegen.", "Abgegeben"),
            ("Liefertermin im Werk erfragen", "", "Vier Wochen"),
        ),
        "note": (
            ("Einkaufsweg", "Ab 15.000 unterschreibt die Geschäftsführung.", ""),
            ("Wettbewerb", "Das andere Angebot liegt etwa 8 % niedriger, Lieferzeit einen Monat länger.", ""),
        ),
    },
    {
        "price": ("Wettbewerb war 15 % günstiger",),
        "competitor": ("Planer hat ein anderes Fabrikat vorgegeben",),
        "no_budget": ("Umbaumittel gestrichen",),
        "no_decision": ("Ruht, keine Antwort trotz mehrerer Anrufe",),
        "product": ("Medium zu aggressiv für unsere Werkstoffe",),
        "other": ("Altanlage wurde repariert",),
    },
    ("Wöchentliche Vertriebsrunde", "Einzelgespräch", "Sonderpreise prüfen", "Monatsprognose abgeben"),
    "dem Kunden",
    "Pumpe",
)  # fmt: skip

WORDS = {"zh": _ZH, "en": _EN, "de": _DE}

"""The word pools from which companies, people and streets of the demo company are put together; all invented."""

from typing import NamedTuple


class Sound(NamedTuple):
    """Chinese characters and how they are spelt in Latin letters."""

    text: str
    latin: str


def _sounds(pool: str) -> tuple[Sound, ...]:
    return tuple(Sound(*word.split(":")) for word in pool.split())


def _pool(pool: str) -> tuple[str, ...]:
    return tuple(pool.split(","))


class City(NamedTuple):
    """A city with what an address needs; latitude and longitude in degrees."""

    name: str
    region: str
    country: str
    postal: str
    dial: str
    latitude: float
    longitude: float


class Trade(NamedTuple):
    """A branch of industry: what it is called, and what companies in it call themselves, in three languages."""

    english: str
    chinese: str
    name_en: str
    name_zh: str
    name_de: str
    slug: str


TRADES = (
    Trade("Water utilities", "水务", "Waterworks", "水务", "Wasserwerke", "water"),
    Trade("Chemicals", "化工", "Chemicals", "化工", "Chemie", "chem"),
    Trade("Pharmaceuticals", "制药", "Pharma", "制药", "Pharma", "pharma"),
    Trade("Food and beverage", "食品饮料", "Foods", "食品", "Lebensmittel", "foods"),
    Trade("Pulp and paper", "造纸", "Paper Mills", "纸业", "Papier", "paper"),
    Trade("Steel", "钢铁", "Steel", "钢铁", "Stahl", "steel"),
    Trade("Power generation", "电力", "Power", "热电", "Energie", "power"),
    Trade("Battery materials", "新能源材料", "Battery Materials", "新能源材料", "Batterietechnik", "battery"),
    Trade("Environmental engineering", "环保工程", "Environmental", "环保工程", "Umwelttechnik", "env"),
    Trade("Semiconductors", "半导体", "Semiconductor", "半导体", "Halbleiter", "semi"),
    Trade("Shipbuilding", "船舶", "Shipyards", "船舶重工", "Schiffbau", "marine"),
    Trade("Mining", "矿业", "Mining", "矿业", "Bergbau", "mining"),
    Trade("Textiles", "纺织印染", "Textiles", "印染", "Textil", "textile"),
    Trade("Oil and gas", "石油天然气", "Petrochemical", "石化", "Petrochemie", "petro"),
    Trade("Building services", "暖通机电", "Building Services", "机电安装", "Gebäudetechnik", "hvac"),
    Trade("Machine building", "机械制造", "Machinery", "重型机械", "Maschinenbau", "machines"),
)

FIRST_CHARACTERS = _sounds(
    "霁:ji 岫:xiu 澜:lan 珩:heng 翊:yi 沁:qin 禾:he 曜:yao 淳:chun 皓:hao 祺:qi 泓:hong 璟:jing 煦:xu 峤:qiao 澄:cheng "
    "予:yu 苑:yuan 朔:shuo 筠:yun 霖:lin 岚:lan 栩:xu 砚:yan 桐:tong 樾:yue 湛:zhan 芃:peng 珞:luo 钧:jun"
)
SECOND_CHARACTERS = _sounds(
    "川:chuan 泽:ze 源:yuan 屿:yu 衡:heng 畅:chang 恒:heng 帆:fan 阳:yang 润:run 原:yuan 溪:xi 拓:tuo 舟:zhou 启:qi "
    "诚:cheng 桥:qiao 庭:ting 致:zhi 越:yue 朗:lang 驰:chi 坤:kun 融:rong 嘉:jia 祥:xiang 旭:xu 宁:ning 远:yuan 和:he"
)
FORMS_ZH = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司", "科技有限公司")
FAMILIES_ZH = _sounds(
    "王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 马:ma 朱:zhu 胡:hu 郭:guo "
    "何:he 高:gao 林:lin 罗:luo 郑:zheng 梁:liang 谢:xie 宋:song 唐:tang 许:xu 韩:han 冯:feng 邓:deng 曹:cao 彭:peng 曾:zeng "
    "肖:xiao 田:tian 董:dong 袁:yuan 潘:pan 于:yu 蒋:jiang 蔡:cai 余:yu 杜:du 叶:ye 程:cheng 苏:su 魏:wei 吕:lyu 丁:ding "
    "任:ren 沈:shen 姚:yao 卢:lu 姜:jiang 崔:cui 钟:zhong 谭:tan 陆:lu 汪:wang 范:fan 金:jin 欧阳:ouyang"
)
GIVEN_ZH = _sounds(
    "伟:wei 芳:fang 娜:na 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie 娟:juan 涛:tao 明:ming "
    "超:chao 霞:xia 平:ping 刚:gang 小明:xiaoming 建华:jianhua 志强:zhiqiang 晓东:xiaodong 雨桐:yutong 子涵:zihan 思远:siyuan "
    "佳怡:jiayi 海燕:haiyan 文博:wenbo 国栋:guodong 立新:lixin 春梅:chunmei 欣然:xinran 浩然:haoran 梦琪:mengqi 俊杰:junjie "
    "婷婷:tingting 永康:yongkang 慧敏:huimin 振宇:zhenyu 雪莹:xueying 志远:zhiyuan 晨曦:chenxi 家豪:jiahao 美玲:meiling "
    "启航:qihang 若溪:ruoxi 德胜:desheng 宏伟:hongwei 秀兰:xiulan 天宇:tianyu 诗涵:shihan 一鸣:yiming 凯:kai 鹏:peng 琳:lin "
    "玥:yue 昊:hao 颖:ying 帆:fan 斌:bin 倩:qian 楠:nan"
)
STREETS_ZH = _pool(
    "创新,科技,环湖,望江,兴业,港城,清源,新华南,人民东,工业园,临江,银杏,梧桐,宏图,长虹,滨河,学府,和平,建业,云栖"
)

STEMS_EN = (
    _pool(
        "Ald,Bram,Cald,Dun,Ells,Fern,Glen,Hollin,Iron,Kirk,Lang,Mar,North,Pem,Quar,Rams,Thorn,Wex,Wind,Beck,Crom,Dray,Sax,Tarn,Ves"
    ),
    _pool("wick,bury,stone,gate,field,well,more,croft,haven,brook,mere,dale,worth,moor,ridge,water"),
)
STEMS_DE = (
    _pool("Linden,Eichen,Birken,Stein,Mühl,Falken,Grün,Silber,Alt,Ober,Hohen,Kiesel,Erlen,Morgen,Sonnen"),
    _pool("au,bach,feld,hof,tal,brück,horst,kamp,walde,rode,moor,stein"),
)
STEMS_JP = (
    _pool("Aoba,Minato,Kiyo,Haru,Sawa,Tsuki,Kaze,Naga,Shira,Hoshi,Kuri,Asa"),
    _pool("gawa,mori,hara,shima,oka,mine,zaki,numa,tani"),
)
STEMS_SEA = (
    _pool("Meru,Seri,Lang,Permata,Nusa,Suria,Kota,Tanjung,Cahaya,Melati,Selat,Rimba"),
    _pool(" Jaya, Maju, Indah, Bay, Straits, Harbour, Delta, Utama"),
)
FORMS = {
    "China": ("Co., Ltd.",),
    "Germany": ("GmbH", "GmbH", "AG", "GmbH & Co. KG"),
    "United States": ("Inc.", "LLC", "Corp.", "Company"),
    "Singapore": ("Pte Ltd",),
    "Malaysia": ("Sdn Bhd",),
    "Thailand": ("Co., Ltd.",),
    "Vietnam": ("Co., Ltd.",),
    "Japan": ("K.K.", "Co., Ltd."),
}
GIVEN_EN = _pool(
    "James,Mary,Robert,Linda,Michael,Susan,William,Karen,Richard,Nancy,Thomas,Laura,Daniel,Megan,Paul,Rachel,Kevin,Julia,Brian,Emma,George,Olivia,Steven,Hannah,Eric,Grace,Peter,Alice,Scott,Diane"
)
FAMILIES_EN = _pool(
    "Carter,Mitchell,Reyes,Parker,Collins,Morris,Rogers,Bailey,Cooper,Ward,Torres,Peterson,Gray,Ramirez,Brooks,Bennett,Hughes,Foster,Hayes,Sullivan,Russell,Griffin,Hamilton,Graham,Wallace,Woods,Coleman,West,Jordan,Marsh"
)
GIVEN_DE = _pool(
    "Andreas,Sabine,Stefan,Claudia,Matthias,Petra,Jürgen,Anke,Tobias,Heike,Markus,Birgit,Sven,Katja,Uwe,Silke,Lars,Nadine,Jörg,Miriam"
)
FAMILIES_DE = _pool(
    "Krüger,Hofmann,Schreiber,Lorenz,Böhm,Winkler,Arnold,Seidel,Kühn,Pohl,Jansen,Brandt,Haas,Sommer,Vogt,Ziegler,Keller,Schröder,Thiel,Behrens"
)
GIVEN_SEA = _pool(
    "Wei Ling,Farid,Siti,Hui Min,Arun,Priya,Jason,Aisyah,Kavitha,Zul,Somsak,Malee,Thanh,Linh,Benedict,Shanti"
)
FAMILIES_SEA = _pool("Tan,Lim,Ong,Rahman,Ismail,Goh,Chua,Pillai,Yusof,Wongsa,Nguyen,Tran,Teo,Kumar,Abdullah,Sim")
GIVEN_JP = _pool("Haruto,Yui,Sota,Aoi,Kenji,Emi,Takeshi,Mika,Daichi,Rina,Hiroshi,Naoko")
FAMILIES_JP = _pool("Sakamoto,Fujita,Okada,Hasegawa,Ishii,Kondo,Endo,Aoki,Nishimura,Ota,Harada,Miura")
STREETS_EN = _pool(
    "Mill Lane,Foundry Street,Harbor Road,Quarry Avenue,Canal Street,Industrial Parkway,Orchard Road,Station Road,Riverside Drive,Depot Street"
)
STREETS_DE = _pool(
    "Industriestraße,Am Werkhof,Hafenstraße,Gewerbering,Lindenweg,Mühlenstraße,Bahnhofstraße,Zum Klärwerk"
)


class Post(NamedTuple):
    """A position at a customer, in three languages, with the part it plays in buying."""

    chinese: str
    english: str
    german: str
    department_zh: str
    department: str
    role: str


POSTS = (
    Post("采购经理", "Purchasing Manager", "Einkaufsleitung", "采购部", "Purchasing", "buys"),
    Post("采购工程师", "Buyer", "Einkauf", "采购部", "Purchasing", "buys"),
    Post("设备部长", "Head of Maintenance", "Leitung Instandhaltung", "设备部", "Maintenance", "influences"),
    Post("设备工程师", "Maintenance Engineer", "Instandhaltung", "设备部", "Maintenance", "uses"),
    Post("生产厂长", "Plant Manager", "Werkleitung", "生产部", "Production", "decides"),
    Post("总经理", "Managing Director", "Geschäftsführung", "总经办", "Management", "decides"),
    Post("技术总监", "Technical Director", "Technische Leitung", "技术部", "Engineering", "influences"),
    Post("工艺工程师", "Process Engineer", "Verfahrenstechnik", "技术部", "Engineering", "uses"),
    Post("项目经理", "Project Manager", "Projektleitung", "项目部", "Projects", "influences"),
    Post("财务主管", "Financial Controller", "Controlling", "财务部", "Finance", "gatekeeper"),
    Post("总经理助理", "Assistant to the Director", "Assistenz der Geschäftsführung", "总经办", "Management", "gatekeeper"),
)  # fmt: skip
TAGS_ZH = _pool("重点客户,年度框架,改造项目,以旧换新,展会,转介绍")
TERMS = {
    "zh": ("月结30天", "月结60天", "预付30%，发货前付清", "货到付款"),
    "en": ("30 days net", "45 days net", "30 % with order, rest before delivery"),
    "de": ("30 Tage netto", "14 Tage 2 % Skonto, 30 Tage netto", "30 % bei Bestellung, Rest vor Lieferung"),
}
NOTES = {
    "zh": ("进厂需提前一天报备，带安全帽。", "周三下午厂区例会，不接待来访。", "发票抬头与收货地址不同，下单前核对。", "老客户，九年前安装的首批水泵仍在运行。"),
    "en": ("Gate pass needed a day ahead, safety shoes required.", "No visits on Wednesday afternoons.", "Invoices go to the head office, goods to the plant.", "Our first pumps here have run for nine years."),
    "de": ("Anmeldung am Werktor, Sicherheitsschuhe mitbringen.", "Mittwochnachmittag keine Besuche.", "Rechnung an die Zentrale, Ware an das Werk."),
}  # fmt: skip
TAGS_EN = _pool("Key account,Framework contract,Retrofit,Trade fair,Referral,Service contract")


def _cities(pool: str) -> tuple[City, ...]:
    found = []
    for line in pool.split(";"):
        name, region, country, postal, dial, north, east = (part.strip() for part in line.split(","))
        found.append(City(name, region, country, postal, dial, float(north), float(east)))
    return tuple(found)


CITIES = {
    "shanghai-west": _cities("上海,上海市,中国,201100,21,31.17,121.38; 上海,上海市,中国,201800,21,31.38,121.26; 上海,上海市,中国,200050,21,31.22,121.42"),
    "shanghai-east": _cities("上海,上海市,中国,201200,21,31.22,121.60; 上海,上海市,中国,201306,21,30.90,121.92"),
    "jiangsu-south": _cities("苏州,江苏省,中国,215000,512,31.30,120.60; 无锡,江苏省,中国,214000,510,31.49,120.31; 常州,江苏省,中国,213000,519,31.81,119.97"),
    "nanjing": _cities("南京,江苏省,中国,210000,25,32.06,118.80; 扬州,江苏省,中国,225000,514,32.39,119.42; 徐州,江苏省,中国,221000,516,34.26,117.19"),
    "zhejiang": _cities("杭州,浙江省,中国,310000,571,30.27,120.15; 宁波,浙江省,中国,315000,574,29.87,121.54; 温州,浙江省,中国,325000,577,28.00,120.70"),
    "anhui": _cities("合肥,安徽省,中国,230000,551,31.82,117.23; 芜湖,安徽省,中国,241000,553,31.35,118.43"),
    "guangzhou": _cities("广州,广东省,中国,510000,20,23.13,113.26; 佛山,广东省,中国,528000,757,23.02,113.12"),
    "shenzhen": _cities("深圳,广东省,中国,518000,755,22.54,114.06; 东莞,广东省,中国,523000,769,23.02,113.75; 惠州,广东省,中国,516000,752,23.11,114.42"),
    "fujian": _cities("福州,福建省,中国,350000,591,26.07,119.30; 厦门,福建省,中国,361000,592,24.48,118.09; 泉州,福建省,中国,362000,595,24.87,118.68"),
    "guangxi": _cities("南宁,广西,中国,530000,771,22.82,108.37; 海口,海南省,中国,570100,898,20.04,110.34"),
    "beijing": _cities("北京,北京市,中国,100020,10,39.92,116.44; 北京,北京市,中国,102600,10,39.73,116.34"),
    "tianjin": _cities("天津,天津市,中国,300000,22,39.13,117.20; 石家庄,河北省,中国,050000,311,38.04,114.51; 唐山,河北省,中国,063000,315,39.63,118.18"),
    "shandong": _cities("济南,山东省,中国,250000,531,36.65,117.12; 青岛,山东省,中国,266000,532,36.07,120.38; 烟台,山东省,中国,264000,535,37.46,121.45"),
    "northeast": _cities("沈阳,辽宁省,中国,110000,24,41.80,123.43; 大连,辽宁省,中国,116000,411,38.91,121.61; 哈尔滨,黑龙江省,中国,150000,451,45.80,126.53"),
    "hubei": _cities("武汉,湖北省,中国,430000,27,30.59,114.31; 长沙,湖南省,中国,410000,731,28.23,112.94"),
    "sichuan": _cities("成都,四川省,中国,610000,28,30.57,104.07; 重庆,重庆市,中国,400000,23,29.56,106.55"),
    "shaanxi": _cities("西安,陕西省,中国,710000,29,34.34,108.94; 兰州,甘肃省,中国,730000,931,36.06,103.83"),
    "henan": _cities("郑州,河南省,中国,450000,371,34.75,113.63; 洛阳,河南省,中国,471000,379,34.62,112.45"),
    "singapore": _cities("Singapore,,Singapore,609000,,1.33,103.72; Singapore,,Singapore,757000,,1.44,103.81"),
    "malaysia": _cities("Johor Bahru,Johor,Malaysia,80000,7,1.49,103.74; Shah Alam,Selangor,Malaysia,40000,3,3.07,101.52; Penang,Penang,Malaysia,10000,4,5.41,100.33"),
    "thailand": _cities("Bangkok,,Thailand,10110,2,13.74,100.56; Rayong,,Thailand,21000,38,12.68,101.28; Hai Phong,,Vietnam,180000,225,20.86,106.68"),
    "kansai": _cities("Osaka,Osaka,Japan,530-0001,6,34.69,135.50; Yokohama,Kanagawa,Japan,220-0011,45,35.44,139.64"),
    "hamburg": _cities("Hamburg,Hamburg,Germany,20457,40 66969,53.54,10.00; Bremen,Bremen,Germany,28195,40 66969,53.08,8.80"),
    "ruhr": _cities("Köln,Nordrhein-Westfalen,Germany,50667,221 4710,50.94,6.96; Duisburg,Nordrhein-Westfalen,Germany,47051,221 4710,51.43,6.76"),
    "bavaria": _cities("Augsburg,Bayern,Germany,86150,89 99998,48.37,10.90; Ulm,Baden-Württemberg,Germany,89073,89 99998,48.40,9.99"),
    "chicago": _cities("Milwaukee,WI,United States,53202,414,43.04,-87.91; Gary,IN,United States,46402,219,41.60,-87.34; Toledo,OH,United States,43604,419,41.65,-83.54"),
    "houston": _cities("Houston,TX,United States,77002,713,29.76,-95.37; Baton Rouge,LA,United States,70801,225,30.45,-91.19"),
    "atlanta": _cities("Savannah,GA,United States,31401,912,32.08,-81.09; Charlotte,NC,United States,28202,704,35.23,-80.84"),
    "portland": _cities("Portland,OR,United States,97204,503,45.52,-122.68; Oakland,CA,United States,94607,510,37.80,-122.27"),
}  # fmt: skip
"""Where the customers of each patch are."""

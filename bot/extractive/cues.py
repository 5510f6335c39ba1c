"""The words by which a question shows what it asks: interrogatives, units, pointing words, scaffolding. Tables only."""

from __future__ import annotations

import re
from typing import Literal

NUMERAL = "一二两三四五六七八九十"
UNITS = (
    "个百分点|百分点|个多亿|个亿|平方公里|平方米|立方米|公顷|公里|千瓦时|千瓦|兆瓦|gwh|mwh|mw|kwh|标箱|人次|车次|个工作日|工作日|分钟|个小时|小时|日元|港元|港币|英镑|卢布|美元|欧元|亿美元|万美元|亿元|万元|"
    "千万元|块钱|元|钱|万人|万户|万吨|亿吨|吨|公斤|毫克|毫升|mg|ml|斤|亿斤|万亩|亩|米|天|日|号|年|个月|月|周岁|岁|倍|番|成|个|项|家|户|人|名|位|次|回|届|轮|条|座|所|件|起|支|篇|"
    "种|类|列|趟|班|台|辆|架|艘|头|棵|株|处|批|场|套|门|册|本|部|幅|张|份|床|间|栋|层|级|档|期|款|度|国|省|市|县|区|镇|乡|村|站|圈|大|亿|万|字"
)
HOW_MANY = re.compile(rf"(?:多少|(?<![这那十好第哪])几)(?P<unit>{UNITS})?(?!乎)")
WHEN = re.compile(
    r"几月几[号日]|几月份?|几[号日](?![指检])|哪一?天|哪一?年|何时|什么时候|啥时候|哪个?月|哪一?日|什么日子|什么时间|哪几天|几几年"
)
RANK = re.compile(
    rf"几(?P<unit3>等奖|等功)|(?:里|中)?排?(?:名|在)?第几(?P<unit>{UNITS})?|哪几?(?P<unit2>届|轮|号)|前几(?:名|位)?|排名多少|(?<!安)排多少|几[号日]检|位列多少|名次"
)
SHARE = re.compile(
    r"百分之几|百分之多少|几分之几|几成几?|(?:多大|多高|什么)(?:的)?(?:比例|比重|份额)|(?:比例|比重|占比)(?:是|有|为)?(?:多[少大高]|几)"
)
SIZE = re.compile(r"多[大长高远重宽深久快]|什么水平|什么规模")
PERSON = re.compile(r"谁|哪(?:一?位|几位|些人|个人|几个人|几名)|何人|什么人|叫(?:什么|啥)(?:名字?)?")
PLACE = re.compile(
    r"(?:在|位于|来自|去了?|地点是?)哪[里儿]|何地|何处|什么地方|啥地方|哪个(?:地方|国家(?!级|队|重点|实验|示范)|省|市|县|区|州|镇|乡|村|城市|地区)"
)
WHICH_THING = re.compile(r"哪(?:里|儿|个|家|所|座|件|项|条|部|本|种|套|款|支|类|份|句|首|些|几|一)|什么|啥|何种|何")
OPEN = re.compile(r"怎么|如何|为什么|为啥|为何|咋|怎样|吗|呢|说说|介绍|讲讲|什么样")
BARE_NOUN = re.compile(
    r"(金额|数额|总额|投资额|规模|面积|人数|数量|个数|产值|收入|产量|增速|增幅|比例|占比|比重|日期|时间|排名|名次|届数|次数)\s*[。？?]*$"
)
_BARE_KINDS = {
    "date": "日期 时间",
    "share": "增速 增幅 比例 占比 比重",
    "money": "金额 数额 总额 投资额 产值 收入",
    "rank": "排名 名次 届数",
}
BARE_KIND = {noun: kind for kind, nouns in _BARE_KINDS.items() for noun in nouns.split()}
MONEY_NOUN = re.compile(
    r"额|资金|投资|收入|产值|货值|生产总值|gdp|预算|经费|补贴|价格|工资|营收|财政|利润|税|贷款|费用?|债|资产|存款|成本|亏损|损失|盈利|罚款"
)
SHARE_NOUN = re.compile(r"[^效]率|比重|占比|比例|增速|增幅|依存度|份额|百分")
RISE = re.compile(r"(?:增长|下降|提高|提升|上升|减少|增加|降低|回落|上涨|下跌|比增)了?(?:多少|几)$")

NAMED = re.compile(  # 特色产业牌那篇、县长的那份发言：words before, a pointing word, a kind of text
    r"(?P<hint>[^，。？！；,?!;\s\d]{1,24}?)的?(?:那|这|该|哪)(?:一|次|场)?(?:篇|份|个(?=发言|讲话|材料|文章|稿)|场|次)?(?:发言|讲话|材料|文章|稿子?|提纲|报告|篇)"
    r"|(?P<hint2>[^，。？！；,?!;\s\d]{1,24}?)的?(?:那|这)(?:一)?(?:篇|份)(?:里面?|中)?"
    r"|(?:那|这)篇(?:讲|谈|说|写|关于)(?P<hint3>[^，。？！；,?!;\s\d]{2,24}?)的?(?=[，,里中])"
)
AREA = re.compile(
    r"(?P<hint>[^，。？！；,?!;\s\d]{2,20}?)的?(?:那|这)(?:个|座|位)?(?=(?:副?市长|副?县长|副?书记|副?区长|局长|主任|检察长|厅长|院长|领导|市|县|区|省|州|镇|乡|村|城市|公司|企业|集团|单位|部门|局)(?!里))"
)
ROLE = re.compile(
    r"(?P<role>(?:市委|县委|省委|区委)?(?:副?书记|副?市长|副?县长|副?区长|副?省长|副?州长|副?镇长|副?乡长|副?局长|副?主任|副?厅长|院长|检察长|部长|校长))"
)
NUMBER_OF_SPEECH = re.compile(rf"第([0-9]{{1,3}}|[{NUMERAL}]{{1,3}})(?:篇|份|个发言|个讲话)")

LIST = re.compile(
    rf"哪(?!一)[{NUMERAL}]{{1,2}}(?!年|天|月|次)|哪\d{{1,2}}(?!年|天|月)|列全|列出|列一下|各指|逐条|逐项|都有哪些|包括哪些|包含哪些|有哪些|分别是(?:什么|哪|啥)|各(?:是|指|给)了?什么|分别(?:叫|指|落|围绕|讲|为)|依次|哪几(?:个方面|项|条|点|种|类|方面)|具体是哪|包括什么|是哪些|指哪些|哪几个(?!点)"
    r"|每(?:条|项|个|点|方面)(?!字)[^，。？]{0,6}(?:什么|啥)"
)
WHICH = re.compile(
    r"哪(?:几|些|一)?篇|哪些?(?:发言|讲话|材料|文章|领导)|有没有(?:哪|讲|提|谈|说|一?篇|发言|材料|涉及|关于)|(?:谁|哪里|哪儿)(?:讲|提|谈)(?:到|过)"
)
# 共多少篇讲到…: the speeches are named; how many of them the reader sees
SPEECHES_COUNTED = re.compile(
    r"(?:一共|总共|共)?有?(?:多少|(?<![哪第])几)篇(?:讲话|发言|材料|文章)?(?:里|中)?(?:都|曾)?(?=讲|提|谈|说|涉及)"
)
COMPARE = re.compile(r"异同|对比|比较|对照|比一[下比]|区别|有何不同|有什么不同|差别|差异|相同|一样吗")
# Words of a question that compare, and say nothing of what is compared.
COMPARING = re.compile(
    r"异同|对比|比较|对照|比一[下比]|区别|差别|差异|不?相同|不?同(?=之处|在哪|吗|[，。？]|$)|不?一样|放(?:在)?一起|看看|各自|分别|两边|二者|两者"
    r"|招数|做法|提法|抓手|说法|侧重点?|重点|强调|怎么(?:用|说|讲|做|抓|看|提|写)|都(?:讲|说|提|谈|有|是)|有(?:啥|什么|何|哪些)|各(?=[㐀-鿿])|列个?|表格?"
)
EACH_SAYS = re.compile(r"分别(?:怎么|如何|是怎么|是什么)|各(?:是|自|有|怎么|强调)|两边")
AND = re.compile(
    r"(?P<a>[^，。？！；、,?!;\s]{2,24}?)(?:和|跟|与|同|以及|、)(?P<b>[^，。？！；、,?!;\s]{2,24}?)(?=两篇|两个|两位|两市|两县|这两|那两|二者|两者|都|各|分别|，|,|对|的|在|关于|提到|讲|谈)"
)

SCAFFOLD = re.compile(
    r"(?:提高|上升|上涨|涨|增加|增长|下降|降低|降|压缩|压|升|提|打|扩大|突破|达|减少|减|缩短|缩)(?:到|至)了?|"
    rf"(?:[{NUMERAL}]{{1,3}}|\d{{1,2}})(?:个?字|个?四字词)(?:的)?|开头|开篇|结尾|末尾|看法|观点|引用了?|引的|引了|请问|请|帮我|帮忙|告诉我|我想知道|想问|一下|列全|列出|列个?(?:对照)?表?|分别|各自|各是|各有|一共|总共|共计|合计|具体|到底|究竟|大概|大约|左右|原文|原话|文中|文里|材料(?:里面?|中)?|"
    r"(?:发言|讲话|文章|报告)(?:材料)?(?:里面?|中)|那?一?长?段?排比|那?一?部分|里面|里头|提到|讲到|说到|谈到|提出|说法|讲的|说的|写的|提的|点名|叫做|叫什么|叫啥|名字|是不是|有没有|是否|哪几|哪些|哪个|哪家|哪位|哪里|哪儿|哪一|"
    r"什么样|什么|怎么样|怎么|怎样|如何|为什么|为啥|为何|多少|几个|第几|百分之几|异同|对比|比较|对照|比一比|比一下|放一起|两边|这个|那个|这些|那些|那篇|这篇|那段|这段|那句|这句|那次|"
    r"那位|这位|那会儿|的时候|时候|打算|准备|想要|需要|应该|可以|能够|以及|还有|同时|另外|对了|告诉|知道|包括|属于|就是|还是|或者|其中|要求|咋办|咋样|得咋"
)
_STOP_WORDS = """
的 了 是 在 有 和 与 跟 同 及 或 而 也 都 就 还 又 再 把 被 给 让 向 对 从 到 由 按 要 想 会 能 可 得 该 将 我
你 他 她 它 我们 你们 他们 它们 这 那 哪 啥 咋 谁 何 几 多 少 不 没 吗 呢 啊 吧 呀 么 之 其 此 个 里 中 上 下
内 外 时 后 前 说 讲 谈 问 答 一 二 两 三 些 各 每 某 另 并 且 但 却 则 若 如 因 为 以 于 所 等 去 来 做 用 拿
叫 请 帮 列 出 全 过 着 很 最 更 比 今年 去年 明年 当时 现在 目前 方面 情况 内容 问题 部分 东西 事情 地方 那里
这里 文章 讲话 发言 稿子 材料 一个 这样 那样 那么 这么 然后 所以 因为 如果 但是 不过 已经 正在 可能 必须 最后 最终
the of and in is are
was what which who how many much does did do to for a an with has have been that this it by on at from as its
one times name named called said say says there their his her had were will would can could should about into
than then also which whom whose where when why be being during before after over under between among per each
any all some more most other such only own same so too very just not no nor but if or because until while
against again further once here both few us we you he she they them our your according accordingly please tell
give list speech speeches material materials document documents text paragraph
"""
STOP = frozenset(_STOP_WORDS.split())
PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
NOUN_TAGS = frozenset({"n", "vn", "nz", "j", "l", "i"})
# just before a noun that says what kind of answer is wanted: 哪座城市, 什么关系
ASKS_KIND = re.compile(
    r"(?:多少|几|哪|什么|啥|何|谁)[一二三四五六七八九十]?(?:个|家|座|条|种|项|位|类|些|所|部|本|句|支|件|名)?$"
)
NAME_TAGS = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
TAG_WEIGHT = {
    "v": 0.6,
    "d": 0.3,
    "p": 0.2,
    "c": 0.2,
    "r": 0.15,
    "u": 0.15,
    "a": 0.7,
    "ad": 0.4,
    "t": 0.6,
    "m": 0.5,
    "q": 0.4,
    "y": 0.1,
}

CHARACTERS = re.compile(rf"(?P<n>[{NUMERAL}]{{1,3}}|\d{{1,2}})(?:个?字|个?四字词?)")
DURATION = re.compile(r"多久|多长时间|多少时间|几年几月|几个月")
FOCUS = 1.5  # what is counted, against the other words
EMPTY_AFTER = re.compile(r"(?:是|了|呢|吗|的|来|左右|以上|以内|和|跟|与|同|才|就|都|又|再|钱)+|(?:亿|万)?元")
INTERROGATIVE = re.compile(r"多少|几|哪|谁|什么|啥|何|怎么|如何|多[大长高远]")
PERSON_NOUN = re.compile(
    r"人|书记|董事长|总?经理|秘书长|组长|会长|镇长|乡长|厂长|所长|站长|队长|市长|县长|省长|区长|局长|主任|部长|院长|馆长|校长|厅长|主席|总理|歌手|冠军|代表|专家|教授|院士|领导|负责人|同志|作者|先生|女士|劳模|模范"
)
# what kind of thing a name is asked of: 哪家公司, 什么项目
KIND_NOUN = re.compile(
    r"(?:哪(?:个|家|座|所|条|些|几个)|什么|啥)(?:[^，。？的]{0,6}?)(市|县|区|省|州|镇|乡|村|大学|学院|公司|企业|集团|园区|项目|实验室|河|路|山|湖|医院|学校|单位|部门)"
)
NO_HINT = re.compile(r"哪|什么|多少|谁|怎么|^(?:有没有|有|请问|请|在|的|和|跟)$|(?:给|对|把|被|为|在|从)$")
DETAIL = re.compile(r"怎么|如何|具体(?!是哪|叫)|抓手|措施|举措|干什么|做什么|做法|内容|展开|详细|各给|主抓|重点")
TWO = re.compile(r"两(?:篇|个|位|市|县|区|地|边|份|家)|二者|两者")
ASKED_COUNT = re.compile(rf"哪(?P<n>[{NUMERAL}]{{1,3}}|\d{{1,2}})(?:个|条|项|种|大|类|点|方面|句|家|处|步|招|套)?")
COUNTED = re.compile(
    rf"(?<![第几\d{NUMERAL}十百])(?P<n>[{NUMERAL}]{{1,3}}|\d{{1,2}})(?:(?:个|项|条|种|大|类|点|招|步|仗|句|套|样|处|家|张|块|件|座|对|组|道)(?!月)|(?=[“‘\"])|方面)"
)
COUNTED_WISH = re.compile(
    rf"(?:[{NUMERAL}]|\d)(?:个|项|条|种|大|类|方面|点|招|步|仗|套|样|处)?[^，。？]{{0,12}}?(?:是哪|有哪|是什么|指什么|分别|各是|包括|都是|叫什么)"
)
EACH = re.compile(
    r"(?P<a>[^、]{2,30}?)(?P<link>和|与|跟|、|以及)(?P<b>[^、]{2,20}?)(?P<tail>(?:分别|各自|各)(?:是|叫|有|为|占|达|增|减|下|上|提|投|完|涨|降|多|压|做|新).*)$"
)

# What a question in English asks for; its words are found through the thesaurus.
ENGLISH: tuple[tuple[re.Pattern[str], Literal["quantity", "person", "place", "name"], str, str], ...] = (
    (re.compile(r"\bhow many times\b"), "quantity", "count", "次"),
    (re.compile(r"\bhow many (?:people|persons|workers)\b"), "quantity", "count", "人"),
    (re.compile(r"\bhow many\b"), "quantity", "count", "个"),
    (re.compile(r"\bhow much (?:money)?\b"), "quantity", "any", ""),
    (re.compile(r"\bwhat (?:percentage|percent|share|proportion)\b|\bgrowth rate\b"), "quantity", "share", "%"),
    (re.compile(r"\bwhen\b|\bwhat date\b|\bwhich day\b"), "quantity", "date", ""),
    (re.compile(r"\b(?:in )?(?:which|what) year\b"), "quantity", "date", "年"),
    (re.compile(r"\bwho\b"), "person", "", ""),
    (re.compile(r"\bwhere\b"), "place", "", ""),
    (re.compile(r"\b(?:what|which)\b"), "name", "", ""),
)

# 青禾市、临江区、澄湖市…分别…: one thing asked of several places or companies
SEVERAL = re.compile(
    r"(?P<all>(?:[\u3400-\u9fff]{1,6}(?:市|县|区|镇|乡|省|州|村|公司|集团|大学)(?:、|和|与|跟|以及)){1,5}[\u3400-\u9fff]{1,6}?(?:市|县|区|镇|乡|省|州|村|公司|集团|大学))(?P<rest>.{2,60}?(?:分别|各).{1,30})$"
)
WHICH_CHARACTERS = re.compile(r"哪[二两三四五六七八]个?字")
EACH_CHARACTER = re.compile(r"每个?字|各个?字|每句")
# A difference is asked: both figures answer it.
DIFFERENCE = re.compile(
    r"(?:相差|差距|差|多|少|高|低)(?:了|出|是|有)?(?:多少|几)|(?:增加|减少)了(?:多少|几)(?!%|个?百分)"
)
OTHER_TIME = re.compile(r"后来|当初|此前|现在|如今|目前|原来|上一次")
# One figure as it stands in several speeches, or at several times.
ACROSS = re.compile(
    r"前后(?:两|几|三)?(?:次|年|篇|回)?|这[几两些]年|历年|各篇|(?:两|几)篇[^，。？]{0,6}(?:说|写|提|给)|怎么变|有(?:什么|何|啥)变化|排一排|不一样|不一致|对不上|出入"
    r"|还是\d[^，。？]{0,12}[？?]"
)
EITHER = re.compile(r"\d[\d.,]*(?:%|[万亿]?[㐀-鿿])")
PLACE_NAME = re.compile(r"[\u3400-\u9fff]{2,}(?:市|县|区|镇|乡|省|州|村)$")
# What is only meant to be reached, in a question or in a sentence.
PLAN = re.compile(r"力争|争取|计划|目标|打算|准备|预计|预期|确保|建议|将|要|拟|今后|到20\d\d年|下一步")
CAUSE = re.compile(
    r"因为|由于|原因|为的是|之所以|根子在|难在|在于|缘于|归根|关键在|导致|使得|因此|所以|为什么|担心|怕的?是|弊端|教训|的结果"
)
# A post that one person holds: who holds it is told where the post is named.
POST = re.compile(
    r"书记|董事长|总?经理|秘书长|组长|会长|镇长|乡长|厂长|所长|站长|队长|市长|县长|省长|区长|局长|主任|部长|院长|馆长|校长|厅长|主席|总理"
)
# A private datum, and what a sentence that gives it must hold.
PRIVATE = (
    (
        re.compile(r"手机号|电话号码|联系电话|电话是(?:多少|几)|联系方式|微信号?|qq号?|phone number"),
        re.compile(r"\d{7,}|\d{3,4}-\d{6,}"),
    ),
    (re.compile(r"住址|家庭地址|住在(?:哪|什么)|home address"), re.compile(r"住(?:在|址)|\d+(?:号|室|单元)")),
    (re.compile(r"身份证|银行卡|密码|护照"), re.compile(r"\d{8,}")),
    (
        re.compile(r"年龄(?:是|有|多)|(?:多大|几|多少)岁|多大(?:年纪|岁数|年龄)|how old"),
        re.compile(r"岁|年龄|生于|出生"),
    ),
    (re.compile(r"生日|出生(?:日期|年月|于)?|哪年生|birth"), re.compile(r"生于|出生|生日")),
    (
        re.compile(r"家里有?几口|婚姻|配偶|(?:妻子|丈夫|老婆|老公)(?:叫|是谁)|几个孩子"),
        re.compile(r"口人|妻|夫|孩子|子女|爱人"),
    ),
    (re.compile(r"学历|毕业于|哪所大学毕业|什么专业毕业"), re.compile(r"毕业|学历|学位|博士|硕士|本科|大学")),
)
# Words of everyday speech that no speech of an office uses: the answer will be in other words than the question.
EVERYDAY = re.compile(
    r"啥|咋|哪儿|俩|娃|爹妈|当爹|当妈|大伙|乡亲|公家|衙门|上头|头头|老板|小老板|掏钱|掏腰包|扯皮|撑腰|兜着|折腾|别光|老毛病|得靠"
    r"|伺候|瘫|喘口气|歇(?:会|几|一|口)|省下|白花花|没人管|翻身|网开一面|老赔|赔钱|赚头|念书|撒钱|上了?岁数|三天两头|甩锅|被坑|捡回|家底|串门"
    r"|帮衬|张罗|凑合|过日子|开销|花销|打工人|干活|活儿|手头|腰包|熬|摊上|碰上|荒着|门道|名堂|法子|辙|老汉|老太太|小姑娘|丫头|老两口|后生|伙计"
    r"|管事的|当官的|管钱的|搭把手|靠谱|工夫|花大价钱|大把|勒紧|挪走|半夜|打交道|吵架|告状|打官司|抓人|摆摊|盖房|种地|打鱼|厂子"
    r"|咱|俺|老外|巴望|头儿|甭|琢磨|寻思|捣鼓|倒腾|兜里|口袋里|老底|穷地方|出岔子|瞎|打水漂|靠边站|犯愁|发愁|添堵|糊弄|掉链子|撂挑子|眼红|闹腾"
    r"|(?:要不要|让不让|帮不帮|给不给|管不管|行不行|成不成|肯不肯)"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[-.~—至]|\b)")  # as a text names it
DISPUTED = re.compile(r"不一样|不一致|对不上|矛盾|出入|有变化|前后|还是[^，。？]{0,12}[？?]|哪个(?:对|准)")
TAKEN_OUT = (DIFFERENCE, WHEN, RANK, SHARE, DURATION, HOW_MANY, SIZE, ASKED_COUNT, SCAFFOLD)

"""A follow-up made to stand alone, by rule: what it leaves out is carried over from the turn before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extractive import cues
from bot.extractive.carrying import anchor_of, anchors, place_of, places_of, topic_of
from bot.extractive.naming import class_of, is_name, things_in
from bot.extractive.spans import norm_of
from bot.extractive.terms import plain
from bot.extractive.turning import other, resolved, turns
from bot.extractive.wishes import is_wish, limits, wish_of, wished, without_forms
from bot.types import Turn
from vectorstore import tokens

TURNS = 6  # earlier turns that are looked back at
_LIMIT = 300  # characters carried over

_AND_WHAT = re.compile(
    r"^\s*(?:那么?|还有|至于|换成|如果是|再说说?)?(?P<what>[^，。？！?!]{1,24}?)(?:呢|怎么样|又如何|又怎样|又是多少)?\s*[？?。！!]*\s*$"
)
_REST = re.compile(r"剩下|其余|其他|另外(?:的|那)?(?:几|两|三|四|五)|还有(?:哪些|别的|几个)?(?:呢)?[？?]*$|别的")
_NTH = re.compile(r"第(?P<n>[一二三四五六七八九十]|\d{1,2})(?:个|条|项|点|方面|种|招|步)")
_LEANS = re.compile(
    r"^(?:那么?|还有|另外|其中|这|它|他|她|再|又|接着|剩下|其余|上面|前面|刚才|后者|前者|为什么|为啥|怎么|具体|详细|展开|用原话|只要|列个|换个)"
    r"|它|他们|她|其(?![中他实余它])|该(?:市|县|区|省|项目|公司|企业|书记|市长)|这个(?!市|县|区|省)|那个(?!市|县|区|省)|这些|那些|上述|前面|刚才|这块|那块|[呢]\s*[？?]*$"
)
_ONLY_STYLE = re.compile(
    r"^\s*(?:请|再|能)?(?:用原话|用原文|列个?(?:对照)?表|再?详细(?:一?点|些)|展开(?:说说|讲讲)?|具体(?:说说|讲讲)?|简短(?:一?点|些)|只要第[^，。]{1,6}篇)[^，。]{0,8}[。？！?]*\s*$"
)
_THAT = re.compile(
    r"(?:这|那|该)(?:一)?(?:个|個|项|座|条|家|位|件|种|些)?(?=[\u3400-\u9fff])|(?:它|他|她)们?的?|上述|前面(?:说|提)的|刚才的?"
)
_ASPECT = re.compile(
    r"资金|经费|钱|责任|牵头|单位|部门|困难|问题|原因|措施|办法|举措|目标|任务|进展|效果|成效|结果|时间|地点|依据|标准|"
    r"范围|对象|规模|人数|面积|价格|好处|意义|重点|难点|短板|经验|教训|打算|计划|安排|下一步|现状|背景|影响|"
    r"情况|做法|思路|步骤|数字|数据|例子|案例|细节|负责|负责人|谁|今后|以后|后来|接下来"
)
_PRONOUN = re.compile(r"它们?|他们?|她们?|该(?=市|县|区|省)|其(?![中他实余它])|这块|那块|又|那么?(?=，)")
_FIRST = re.compile(r"(?:头|第)一个|首个|头一?个|第[一二三四五六七八九十]个")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves out; the question itself when it needs nothing."""
    asked = question.strip()
    if not asked or not history:
        return asked
    turns = list(history[-TURNS:])
    before = cues.SPEECHES_COUNTED.sub("哪几篇", standalone(turns[-1].question, turns[:-1])[:_LIMIT])
    answer = turns[-1].answer
    if before and is_wish(asked) and wish_of(asked).next != "why":
        return wished(asked, before, answer)
    if not before or not _leans(asked):
        return asked
    if _ONLY_STYLE.match(asked):
        return f"{before.rstrip('？?。！! ')}，{asked}"
    if turned := other(asked, before):
        return turned
    before = without_forms(before)  # a table that was wished for the last answer is not one of the next
    if nth := _NTH.search(asked):
        return _nth_item(asked, nth, before, answer)
    if _REST.search(asked):
        return _rest(before)
    whole, asked = asked, resolved(asked, before, answer)
    what = _AND_WHAT.match(asked)
    if what and asked != whole and places_of(what["what"]) and not cues.INTERROGATIVE.search(what["what"]):
        return f"{what['what']}{'是多少' if class_of(what['what']) == 'measure' else '怎么样'}？"  # 该市的财政收入呢
    if what and class_of(what["what"]) != "measure" and _ASPECT.fullmatch(what["what"]):
        return f"{topic_of(before)}，{what['what']}怎么样？"
    if what and not cues.INTERROGATIVE.search(what["what"]):
        return _substitute(before, _PRONOUN.sub("", what["what"]).strip())
    return _carry(asked, before)


def _leans(asked: str) -> bool:
    """Whether the question depends on the turn before: it points back, or it is too short to stand."""
    if turns(asked):
        return True
    if len(asked) <= 14 and not places_of(asked) and not anchor_of(asked) and _only_aspects(asked):
        return True
    if _names_speech(asked):
        return bool(re.match(r"\s*(?:那|还有|它|他)", asked)) and len(asked) < 14
    if _LEANS.search(asked) or _NTH.search(asked):
        return True
    return not cues.WHICH.search(norm_of(asked)) and not _names_things(asked)


def _names_speech(asked: str) -> bool:
    return any(
        m.group(0)
        for p in (cues.NAMED, cues.AREA)
        for m in p.finditer(norm_of(asked))
        if not cues.NO_HINT.search(m.group(0))
    )


def _only_aspects(asked: str) -> bool:
    """Whether all nouns are aspects of something that is not named: 资金从哪来, 有哪些困难, 谁负责."""
    rest = _ASPECT.sub(" ", asked)
    return rest != asked and not _names_things(rest)


def _names_things(text: str) -> bool:
    """Whether a noun says what the question is about."""
    tagged = [(w, tag) for w, tag in tokens.tagged(plain(norm_of(text))) if len(w) > 1 and w not in cues.STOP]
    return any(tag[:1] in "nj" or tag in {"vn", "eng", "l"} for _, tag in tagged)


def _pointer(before: str) -> str:
    """The words of an earlier question that name the speech, as they stood (沿海大省那篇, 国际大都市那位市长)."""
    norm = norm_of(before)
    for pattern in (cues.NAMED, cues.AREA):
        m = pattern.search(norm)
        if m and not cues.NO_HINT.search(m.group(0)):
            end = m.end()
            if pattern is cues.AREA:
                kind = re.match(
                    r"副?市长|副?县长|副?书记|副?区长|局长|主任|检察长|厅长|院长|领导|市|县|区|省|州|镇|乡|村|城市|公司|企业|集团|单位|部门",
                    norm[end:],
                )
                end += len(kind.group()) if kind else 0
            return before[m.start() : end]
    role = cues.ROLE.match(norm)
    return before[: role.end()] if role else ""


def _carry(asked: str, before: str) -> str:
    """The speech of the last turn, or what it was about, put before the question."""
    bare = _THAT.sub("", _PRONOUN.sub("", asked)).lstrip("，, 的") or asked
    pointer = anchor_of(before) or _pointer(before)
    topic = topic_of(before)
    if anchor_of(before) or (pointer and _names_things(bare) and not _only_aspects(bare)):
        return f"{pointer}，{bare}" if _names_things(bare) and not _only_aspects(bare) else f"{topic}，{bare}"
    return f"{topic}，{bare}" if topic else bare


def _nth_item(asked: str, nth: re.Match[str], before: str, answer: str) -> str:
    """第三个…: the third thing that the last answer names."""
    number = "一二三四五六七八九十".find(nth["n"]) + 1 or int(nth["n"])
    plain = re.sub(r"\[\d+\]|[①-⑳]", "", answer)
    items = [i.strip(" ，。；") for i in re.split(r"[。；;\n]", plain) if i.strip(" ，。；")]
    if len(items) < number:
        items = [i.strip(" ，。；") for i in re.split(r"[、。；;\n]|(?:和|以及)", plain) if i.strip(" ，。；")]
    if 0 < number <= len(items):
        pointer = _pointer(before)
        return (
            f"{pointer + '，' if pointer else ''}{items[number - 1][:60]}，{asked[: nth.start()]}{asked[nth.end() :]}"
        )
    return _carry(asked, before)


def _rest(before: str) -> str:
    """剩下那两个呢: the earlier question asked for one of several; now it asks for all of them."""
    everything = _FIRST.sub("各个", before)
    return re.sub(r"是(?:什么|哪一?个|啥)", "分别是什么", everything)


def _substitute(before: str, what: str) -> str:
    """那龙工呢: the earlier question with the thing of the same kind replaced."""
    if not what:
        return before
    year = re.fullmatch(r"((?:19|20)\d\d年?|去年|今年|前年|明年|上半年|下半年|[一二三四]季度)的?", what)
    if year and (old := re.search(r"(?:19|20)\d\d年?|去年|今年|前年|明年|上半年|下半年|[一二三四]季度", before)):
        return before[: old.start()] + year[1] + before[old.end() :]
    what = re.sub(r"(?:那边|那里|那个|那|这边)?的?$", "", what) or what
    kind = class_of(what)
    if kind == "measure":
        return _other_measure(before, what)
    level = next((of for name, of in places_of(what) if name == what), "")
    if level and (place := place_of(before, level)):
        return before.replace(place, what)
    if like := _alike(before, what):
        return before[: like[0]] + what + before[like[1] :]
    if cues.WHICH.search(norm_of(before)) and not (level or kind):
        return _other_topic(before, what)
    spans = [s for s in things_in(before) if before[slice(*s)] != what]
    same = [s for s in spans if kind and class_of(before[slice(*s)]) == kind]
    others = [s for s in spans if class_of(before[slice(*s)]) != "measure"]
    if not (same or others):
        return f"{what}，{before}"
    asked = cues.INTERROGATIVE.search(norm_of(before))
    after = [s for s in others if asked and s[0] >= asked.start()]
    if after and not same and not is_name(what):
        start, end = after[0]  # a common noun takes the place of what was asked about: 多少座桥
    else:
        start, end = max(same or others, key=lambda s: (is_name(before[slice(*s)]), s[1] - s[0]))
    return before[:start] + what + before[end:]


def _other_topic(before: str, what: str) -> str:
    """哪几篇讲到… of something else, in the same speeches."""
    return f"哪几篇讲到了{what}{limits(before) and '，' + limits(before)}？"


def _alike(before: str, what: str) -> tuple[int, int] | None:
    """The span that ends as `what` does and is as long: 城镇居民 for 农村居民; None when there is none."""
    at = before.rfind(what[-2:])
    start = at + 2 - len(what)
    if len(what) < 3 or at < 0 or start < 0 or what in before or class_of(what):
        return None
    edges = {0}
    for word, _ in tokens.tagged(before):
        edges.add(max(edges) + len(word))
    inside = any(low < at + 2 and start < high for low, high in anchors(before))
    return (start, at + 2) if {start, at + 2} <= edges and not inside else None


def _other_measure(before: str, what: str) -> str:
    """总投资呢 after 签约项目多少个: the same thing, another measure."""
    number = cues.HOW_MANY.search(norm_of(before))
    if not number:
        return f"{before.rstrip('？?。 ')}，{what}呢"
    head = before[: number.start()].rstrip("是有为达到共了 ")
    for start, end in reversed(things_in(head)):
        if class_of(head[start:end]) == "measure":
            names = [before.rfind(name) + len(name) for name, _ in places_of(before) if name in head[start:end]]
            start = max([start, *names])
            head = head[:start] + head[end:]
            break
    return f"{head}{what}多少？"

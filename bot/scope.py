"""What a question limits itself to: 第3篇, a 《title》, a file, the speaker's role, the year of a speech.

What is named without doubt becomes a filter; what only points (a role, a year, words of a title) puts its speeches
first. Nothing is limited to what the library does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.numerals import chinese_number
from vectorstore import lookups
from vectorstore.types import Filters

if TYPE_CHECKING:
    from vectorstore.store import Store

MANY = 20  # speeches that hold the words of a title: more, and the words are no title
_BOOK = re.compile(r"《([^《》]{2,60})》")
_NUMBER = re.compile(r"第\s*([0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s*(?:篇|份讲话|份发言|个讲话|个发言|份材料)")
_FILE_CUE = re.compile(r"汇编|选编|文件|\.(?:txt|md|docx?|pdf|html?|wps|rtf|epub)", re.IGNORECASE)
_POINTED = re.compile(r"([^，。？！；,?!;\s《》]{3,24}?)的?(?:那|这|哪)(?:一)?(?:篇|份)")
_ASKING = re.compile(r"哪|什么|怎么|如何|多少|请问|有没有")
_POST = (
    "(?:(?:省|市|州|县|区|旗|镇|乡|街道|村|开发区)?(?:委|党委|党工委)?(?:副)?书记|(?:常务)?副?(?:省|市|州|县|区|镇|乡|旗)长|"
    "副?(?:局|厅|部|处|校|院|台|站|村|所)长|(?:副)?(?:主任|主席|检察长|董事长|总经理|行长|秘书长|镇长|乡长))"
)
_SPEAKER = re.compile(
    rf"(?<![总习家近])({_POST})(?:们)?(?:[、和与跟]({_POST}))?(?:们)?"
    r"(?:的?(?:那|这)?(?:篇|份|次|场)?(?:讲话|发言|致辞|交流材料|汇报)|(?:在[^，。？]{0,16})?"
    r"(?:都|各|各自|分别|又|还|也|是|对[^，。？]{1,14}|就[^，。？]{1,14})*"
    r"(?:怎么|如何|咋|怎样)?(?:说|讲|谈|提到|提出|强调|要求|认为|打算|表态|看待|看[的呢]?[？?]?$))"
)
_HELD = re.compile(
    r"((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:份|的|那次|那场|那篇|召开的|举行的|在[^，。？]{1,12})*"
    r"(?:[^，。？的\d]{0,8})?(?:讲话|发言|报告|会上|会议上|大会)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a question with those that were given, and what the user is told of them.

    `limited`: the question itself left something out, so a search that finds nothing is tried again without it.
    """

    filters: Filters
    notes: tuple[str, ...] = ()
    limited: bool = False


def scope_of(store: Store, question: str, given: Filters) -> Scope:
    """What the question limits itself to, within the filters that were given."""
    scope = Scope(given)
    if given.file is None and (_FILE_CUE.search(question) or _BOOK.search(question)):
        scope = _file(store, question, scope)
    scope = _numbers(store, question, _books(store, question, scope))
    if not scope.limited or scope.filters.speech_ids == given.speech_ids:
        scope = _speakers(store, question, _held(store, question, _pointed(store, question, scope)))
    return scope


def _file(store: Store, question: str, scope: Scope) -> Scope:
    """A file that is named: wholly, or without its folder, number and ending."""
    with store.reading() as db:
        names = lookups.file_names(db)
    books = _BOOK.findall(question)
    found = [
        name
        for name, title in names
        if name in question
        or (len(stem := _stem(name)) >= 4 and stem in question)
        or any(len(book) >= 4 and (book in name or book == title) for book in books)
    ]
    if len(found) != 1 or len(names) == 1:
        return scope
    filters = replace(scope.filters, file=found[0])
    return Scope(filters, (*scope.notes, f"按问题里写的文件，只在《{found[0]}》里找。"), limited=True)


def _stem(name: str) -> str:
    return re.sub(r"^[\d_\-.、\s]+", "", PurePath(name).stem)


def _books(store: Store, question: str, scope: Scope) -> Scope:
    """《title》: the speeches whose title holds the words; of two titles both come to the front."""
    groups, named = [], []
    for book in _BOOK.findall(question):
        with store.reading() as db:
            found = lookups.titled(db, book)
        ids = tuple(dict.fromkeys(t.speech_id for t in found))
        if 0 < len(ids) <= MANY:
            groups.append(ids)
            named.append(book)
    return _only(scope, groups, "、".join(f"《{name}》" for name in named)) if groups else scope


def _numbers(store: Store, question: str, scope: Scope) -> Scope:
    """第3篇: that speech where the file is known or the only one; of several files their third ones come first."""
    numbers = [int(n) if n.isdigit() else int(chinese_number(n) or 0) for n in _NUMBER.findall(question)]
    if not numbers or scope.filters.speech_ids is not None:
        return scope
    groups, said, sure = [], [], True
    for number in dict.fromkeys(numbers):
        with store.reading() as db:
            found = lookups.numbered(db, number, scope.filters.file)
        if not found:
            return replace(scope, notes=(*scope.notes, f"没有第{number}篇，按整个问题来找。"))
        groups.append(tuple(dict.fromkeys(t.speech_id for t in found)))
        said.append(f"《{found[0].file}》第{number}篇《{found[0].title}》" if len(found) == 1 else f"第{number}篇")
        sure = sure and len(found) == 1
    if sure:
        return _only(scope, groups, "、".join(said))
    note = f"库里有几个文件都有{'、'.join(said)}，它们排在前面；写明文件名会更准。"
    return _ahead(scope, groups, note)


def _pointed(store: Store, question: str, scope: Scope) -> Scope:
    """打好制造牌那篇: words that stand in few titles."""
    groups, named = [], []
    for match in _POINTED.finditer(question):
        words = match[1]
        if _ASKING.search(words) or _NUMBER.search(match[0]):
            continue
        with store.reading() as db:
            ids = tuple(
                dict.fromkeys(t.speech_id for t in lookups.titled(db, words.removeprefix("讲").removesuffix("的")))
            )
        if 0 < len(ids) <= MANY // 4:
            groups.append(ids)
            named.append(words)
    return _ahead(scope, groups, f"标题里有“{'”“'.join(named)}”的讲话排在前面。") if groups else scope


def _held(store: Store, question: str, scope: Scope) -> Scope:
    """2022年的讲话: speeches dated so."""
    match = _HELD.search(question)
    if match is None:
        return scope
    date = f"{match[1]}-{int(match[2]):02d}" if match[2] else match[1]
    ids = store.speech_ids(Filters(date_from=date, date_to=date)) or frozenset()
    return _ahead(scope, [tuple(sorted(ids))], f"日期是{date}的讲话排在前面。") if ids else scope


def _speakers(store: Store, question: str, scope: Scope) -> Scope:
    """县长和县委书记怎么说: the speeches of people in that post."""
    posts = [post for match in _SPEAKER.finditer(question) for post in match.groups() if post]
    if not posts or scope.filters.role is not None:
        return scope
    groups, named = [], []
    for post in dict.fromkeys(posts):
        ids = store.speech_ids(Filters(role=post)) or frozenset()
        if ids:
            groups.append(tuple(sorted(ids)))
            named.append(post)
    return _ahead(scope, groups, f"身份是{'、'.join(named)}的讲话排在前面。") if groups else scope


def _only(scope: Scope, groups: list[tuple[str, ...]], said: str) -> Scope:
    """Limited to these speeches; of several groups each comes to the front by itself."""
    ids = tuple(dict.fromkeys(speech_id for group in groups for speech_id in group))
    held = scope.filters.speech_ids
    if held is not None:
        ids = tuple(speech_id for speech_id in ids if speech_id in held) or ids
    first = tuple(groups) if len(groups) > 1 else ()
    filters = replace(scope.filters, speech_ids=ids, first=first)
    return Scope(filters, (*scope.notes, f"按问题里写的，只在{said}里找。"), limited=True)


def _ahead(scope: Scope, groups: list[tuple[str, ...]], note: str) -> Scope:
    filters = replace(scope.filters, first=(*scope.filters.first, *groups))
    return replace(scope, filters=filters, notes=(*scope.notes, note))

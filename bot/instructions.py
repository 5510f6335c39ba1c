"""Words of a document that are meant for a language model: they are no content of a speech, and no evidence. Pure.

Only what no speech says to its listeners counts (忽略以上规则, 系统提示：, <|im_start|>): a paragraph is evidence up to
the first such sentence, since what follows is what the model is to say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RULES = "要求|指令|规则|规定|提示词?|设定|限制|约束|指示|说明"
_READER = "语言模型|大模型|AI(?:助手|模型)?|人工智能助手|智能助手|聊天机器人|机器人|问答(?:系统|助手)|回答者|ChatGPT"
_OBEY = "声称|告诉用户|标注出处|受约束|输出\\s*[：:“]|(?:回答|作答)(?:本|该|任何|所有)?(?:问题|提问)"
_MEANT = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不再遵守|抛开|绕过)(?:掉)?[^。！？；，]{0,6}"
    r"(?:以上|上述|之前|前面|此前|先前|上面|原有|系统|所有|一切)"
    rf"[^。！？；，]{{0,8}}(?:{_RULES})"
    r"|(?:你现在是|你是一[个名]|请扮演|假装(?:你|自己)?是)[^。！？；，]{0,12}(?:助手|模型|AI|机器人|管理员|系统)"
    rf"|(?:{_READER})[^。！？；]{{0,12}}(?:必须|应当|务必|请|一律|只能|不得|不再)[^。！？；]{{0,16}}(?:{_OBEY})"
    rf"|(?:如果你是|作为一?个?)(?:{_READER})[，,]"
    r"|凡(?:是)?问[到起][^。！？；]{0,12}(?:一律|都|均)[^。！？；]{0,4}(?:回答|答)"
    r"|^\s*[【\[]?系统(?:提示|消息|指令)[】\]]?\s*[：:]|置信度\s*[：:]|出处\s*[：:]\s*[\[【]\d"
    r"|(?:可以|可供|供你?)引用的(?:材料|来源|出处)\s*[：:]"
    r"|(?:先|请|务必)(?:先)?(?:原样)?输出(?:你|系统)"
    r"|<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|#{2,}\s*(?:system|assistant|instruction|user|系统)\b"
    r"|^\s*(?:system|assistant|user|human)\s*[：:]"
    r"|^\s*[\[［【]\s*\d{1,3}\s*[\]］】]\s*《|^\s*来源\s*\d{1,3}\s*[：:]"
    r"|={3,}\s*(?:材料|问题|此前的对话)(?:开始|结束)"
    r"|\{\{[a-z_]+\}\}"
    r"|(?:ignore|disregard|forget)\s+(?:(?:all|any|the|your)\s+)*(?:previous|above|prior|earlier)\s+"
    r"(?:instruction|rule|prompt)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]+|[^。！？\n]+$")


@lru_cache(maxsize=8192)
def content(text: str) -> str:
    """The paragraph up to the first sentence that is meant for a model; "" when it begins with one."""
    for found in _SENTENCE.finditer(text):
        if _MEANT.search(_visible(found[0])):
            return text[: found.start()].rstrip()
    return text


def _visible(sentence: str) -> str:
    """Without hidden characters, which may be strewn into the words."""
    return "".join(c for c in sentence if unicodedata.category(c)[0] != "C")


def addressed(text: str) -> bool:
    """Whether a paragraph holds words meant for a model."""
    return content(text) != text

"""Words of the settings tab. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "tab_settings": ("设置", "Settings"),
    "set_now": ("现在的设置", "What is set"),
    "set_version": ("版本", "Version"),
    "set_store": ("资料库", "Library"),
    "set_model": ("大模型", "Model"),
    "set_no_model": ("不用大模型（从原文摘录）", "none (extracts from the source)"),
    "set_url": ("大模型地址", "Model address"),
    "set_key": ("密钥", "Key"),
    "set_yes": ("已设置", "set"),
    "set_no": ("未设置", "not set"),
    "set_embedding": ("向量模型", "Embedding"),
    "set_of_library": ("{name}（资料库自己的）", "{name} (the library's own)"),
    "set_reranker": ("重排模型", "Reranker"),
    "set_chroma": ("Chroma 服务", "Chroma server"),
    "set_auth": ("登录", "Login"),
    "set_auth_no": ("不用登录，只有本机能访问", "none, this machine only"),
    "set_unknown": ("不认识的设置", "Unknown settings"),
    "set_change": ("更改", "Change"),
    "set_about": (
        "写入运行 yanju chat 的文件夹里的 .env，重新启动 yanju chat 后生效。密钥只写入，不显示。",
        "Written to .env in the folder where yanju chat runs; it takes effect when yanju chat is started again. "
        "Keys are written, never shown.",
    ),
    "set_not_yours": (
        "只有第一个账号（{name}）可以更改设置。",
        "Only the first account ({name}) may change the settings.",
    ),
    "set_key_kept": ("留空则不变", "empty: as it is"),
    "set_no_key": ("去掉密钥", "Remove the key"),
    "set_try": ("试连大模型", "Try the model"),
    "set_save": ("保存", "Save"),
    "set_strictness": ("核查宽严", "Strictness"),
    "strict_standard": ("标准", "standard"),
    "strict_strict": ("从严", "strict"),
    "strict_lenient": ("从宽", "lenient"),
    "set_grades": (
        "一句话的内容要有多少落在所引的段落里，才不划掉。数字、单位、隐去、引文、名称、否定、升降、出处编号不受它影响："
        "对不上的，哪一档都划掉。下面的数是在 230 条人工标注的断言（有据、无据各 115 条）上量的。",
        "How much of a sentence must stand in the paragraphs it cites for it not to be struck. Figures, units, masks, "
        "quotations, names, negation, direction and marks are not touched by it: what does not agree is struck at "
        "every grade. The numbers below are of 230 claims labelled by hand, 115 of them supported.",
    ),
    "grade_of_standard": (
        "标准：有据的误划 14 条，无据的漏过 6 条；把有据的话安到不相干的段落上，漏过 1.0%。",
        "standard: 14 supported ones struck, 6 unsupported ones passed; of supported ones held against a paragraph "
        "that is not theirs 1.0 % pass.",
    ),
    "grade_of_strict": (
        "从严，适合要签字的稿子：误划 33 条，漏过 3 条；安错段落的漏过 0.8%。",
        "strict, for what will be signed: 33 struck, 3 passed; 0.8 % held against a wrong paragraph pass.",
    ),
    "grade_of_lenient": (
        "从宽，适合先看个大概：误划 10 条，漏过 7 条；安错段落的漏过 1.3%。",
        "lenient, for a first look: 10 struck, 7 passed; 1.3 % held against a wrong paragraph pass.",
    ),
    "set_tried": ("连上了：{model}，用时 {seconds} 秒。", "Connected: {model}, {seconds} s."),
    "set_nothing": ("没有改动。", "Nothing was changed."),
    "set_saved": (
        "已保存：{names}。重新启动 yanju chat 后生效。",
        "Saved: {names}. Start yanju chat again for it to take effect.",
    ),
    "set_environment": (
        "注意：环境变量里也设了 {names}，以环境变量为准。",
        "Note: the environment sets {names} too, and wins.",
    ),
}

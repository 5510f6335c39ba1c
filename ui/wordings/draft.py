"""Words of the tab that checks a user's own draft. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "tab_draft": ("核对文稿", "Check a draft"),
    "draft_about": (
        "贴入自己的文稿，或选一个 txt、md、docx 文件。每个数字、每处引文都会与资料库核对：在哪一段、有没有走样。"
        "文稿不保存。",
        "Paste your own text, or choose a txt, md or docx file. Every figure and quotation is compared with the "
        "library: where it stands, and whether it was altered. The draft is not kept.",
    ),
    "draft_label": ("文稿", "Draft"),
    "draft_placeholder": ("把文稿贴在这里", "Paste the draft here"),
    "draft_file": ("选文件", "Choose a file"),
    "draft_check": ("核对", "Check"),
    "draft_empty": ("请先贴入文稿或选一个文件。", "Paste a draft or choose a file first."),
    "draft_long": (
        "文稿有 {count} 字，一次最多核对 {limit} 字，请分段核对。",
        "The draft has {count} characters; at most {limit} are checked at once. Please check it in parts.",
    ),
    "draft_nothing": (
        "文稿里没有数字，也没有引文，没有可核对的内容。",
        "No figure and no quotation to check in this draft.",
    ),
    "draft_to_check": ("要看的 {count} 处", "{count} to look at"),
    "draft_fine": ("与原文一致的 {count} 处", "{count} as in the source"),
    "draft_marked": ("标注后的文稿", "The draft, marked"),
    "trace_found": ("一致", "as in the source"),
    "trace_altered": ("有出入", "altered"),
    "trace_masked": ("原文隐去", "hidden in the source"),
    "trace_misattributed": ("张冠李戴", "wrong attribution"),
    "trace_not_found": ("没有找到", "not found"),
    "trace_wording": ("原文：", "Source: "),
    "trace_not_wrong": (
        "资料库里没有，不等于写错了。",
        "Not in the library, which does not mean that it is wrong.",
    ),
}

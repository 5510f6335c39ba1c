"""Words of the source panel, and of the address of a paragraph. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "mark_label": ("出处 {number}：{place}，打开原文", "Source {number}: {place}, open the text"),
    "mark_unknown": ("没有编号为 {number} 的出处", "There is no source {number}"),
    "place": ("《{file}》第{speech}篇第{paragraph}段", "“{file}”, speech {speech}, paragraph {paragraph}"),
    "on_page": ("（第{page}页）", " (page {page})"),
    "no_place": ("位置不详", "place unknown"),
    "panel": ("原文", "Source text"),
    "close": ("关闭", "Close"),
    "previous_source": ("上一处出处", "Previous citation"),
    "next_source": ("下一处出处", "Next citation"),
    "copy_gbt": ("按 GB/T 7714 复制", "Copy as GB/T 7714"),
    "copy_quote": ("复制引文", "Copy quotation"),
    "role": ("讲话人", "Speaker"),
    "role_missing": ("未注明", "not stated"),
    "inferred": ("推断", "inferred"),
    "date": ("日期", "Date"),
    "occasion": ("场合", "Occasion"),
    "place_field": ("地点", "Place"),
    "file": ("文件", "File"),
    "speech_number": ("篇", "Speech"),
    "nth_speech": ("第{number}篇", "speech {number}"),
    "nth_paragraph": ("第{number}段", "paragraph {number}"),
    "all_places": ("同一篇讲话共见于 {count} 处", "The same speech stands in {count} places"),
    "mask_hint": ("原文隐去", "hidden in the source"),
    "quote_hint": ("支持回答的原文", "supports the answer"),
    "speech_gone": (
        "这个文件已从资料库移除，下面是回答时留存的原文。",
        "This file has been taken out of the library; this is the text kept with the answer.",
    ),
    "paragraph_changed": (
        "这一段在资料库里已经改动，下面是回答时留存的原文。",
        "This paragraph has changed in the library; this is the text kept with the answer.",
    ),
    "speech_changed": (
        "这篇讲话在资料库里已有改动；这一段没有变。",
        "This speech has changed in the library; this paragraph is still the same.",
    ),
    "paragraphs_left_out": ("…… 略去 {count} 段 ……", "…… {count} paragraphs left out ……"),
    "characters_left_out": ("…（略去 {count} 字）…", "…({count} characters left out)…"),
}

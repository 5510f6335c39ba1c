"""Every word the web page shows, in one table: key -> (Chinese, English). `{name}` fields are filled by `word`."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]

TABLE: dict[str, tuple[str, str]] = {
    # page
    "title": ("言据 Yanju", "Yanju 言据"),
    "motto": ("言必有据：每句话都指向原文的一段", "Every sentence points at the paragraph that carries it"),
    "tab_chat": ("问答", "Ask"),
    "tab_library": ("资料库", "Library"),
    "switch_language": ("English", "中文"),
    "switch_theme": ("明 / 暗", "Light / dark"),
    "login": ("请用管理员给您的用户名和口令登录。", "Log in with the name and password you were given."),
    "new_talk": ("新对话", "New chat"),
    # composer
    "ask_label": ("问题", "Question"),
    "ask_placeholder": ("问问资料库里的讲话…", "Ask about the speeches…"),
    "ask": ("提问", "Ask"),
    "stop": ("停止", "Stop"),
    "filter_file": ("文件", "File"),
    "filter_role": ("讲话人身份", "Speaker's role"),
    "all_files": ("全部文件", "All files"),
    "all_roles": ("全部身份", "All roles"),
    "filtered": ("范围：{what}", "Within: {what}"),
    # notices
    "empty_question": ("请先输入问题。", "Please type a question first."),
    "long_question": (
        "问题太长：{length} 字，最多 {limit} 字。已保留在输入框里，请缩短后再问。",
        "The question has {length} characters, at most {limit} are taken. It is kept in the box; please shorten it.",
    ),
    "busy": (
        "上一个问题还在回答，请稍候，或先按“停止”。",
        "The last question is still being answered. Wait, or press Stop.",
    ),
    "crowded": (
        "同时提问的人太多，请过一会儿再试。问题已保留。",
        "Too many questions at once. Try again shortly; yours is kept.",
    ),
    "failed": ("没有答成：{reason}", "No answer: {reason}"),
    "failed_unknown": (
        "程序内部出错，详情见服务日志。可以点“重新回答”再试。",
        "An internal error; the server log has the details. You can try again.",
    ),
    "stopped": ("已停止。以下是停止前的草稿，未经核查。", "Stopped. What follows is an unchecked draft."),
    "stopped_early": ("已停止，还没有写出内容。", "Stopped before anything was written."),
    # status
    "status_answered": ("已回答", "Answered"),
    "status_partial": ("部分回答", "Partly answered"),
    "status_masked": ("原文隐去", "Hidden in the source"),
    "status_conflicting": ("说法不一", "Sources disagree"),
    "status_not_found": ("未找到", "Not found"),
    "about_answered": ("每句话都对照出处核查过。", "Every sentence was checked against its source."),
    "about_partial": (
        "只有一部分能在资料里找到依据，其余没有回答。",
        "Only part of it has support in the library; the rest is not answered.",
    ),
    "about_masked": (
        "原文此处用 xx、× 等符号隐去了具体内容，不作补填。",
        "The source hides the value here; it is not filled in.",
    ),
    "about_conflicting": ("不同出处的说法不一样，都列在下面。", "The sources differ; each version is given."),
    "about_not_found": ("资料库里没有能回答这个问题的段落。", "No paragraph of the library answers this question."),
    # an answer
    "searching": ("正在检索资料库…", "Searching the library…"),
    "writing": ("找到 {count} 段，正在写…", "{count} paragraphs found, writing…"),
    "draft": ("草稿 · 未核查", "Draft · not checked yet"),
    "searched_as": ("检索用的问题", "Searched as"),
    "edit_searched": ("改写后再问", "Edit and ask"),
    "struck": ("未通过核查，已划去", "Struck: failed the check"),
    "struck_no_reason": ("出处不支持这句话", "the source does not support it"),
    "notes": ("说明", "Notes"),
    "sources": ("出处", "Sources"),
    "nearest": ("最接近的段落", "Nearest paragraphs"),
    "other_sources": ("另外检索到 {count} 段（回答没有引用）", "{count} more paragraphs found, not cited"),
    "checked": ("{count} 句已核查", "{count} sentences checked"),
    "checked_struck": ("{count} 句中 {struck} 句未通过核查", "{struck} of {count} sentences failed the check"),
    "seconds": ("用时 {seconds} 秒", "{seconds} s"),
    "tokens": ("输入 {into}、输出 {out} 个词元", "{into} tokens in, {out} out"),
    "extractive": ("摘录（不用模型）", "extractive, no model"),
    "followups": ("接着问", "Ask next"),
    "copy": ("复制回答和出处", "Copy with references"),
    "copied": ("已复制", "Copied"),
    "again": ("重新回答", "Answer again"),
    "edit": ("修改问题", "Edit question"),
    "you_asked": ("提问", "Question"),
    # a source
    "mark_label": ("出处 {number}：{place}，打开原文", "Source {number}: {place}, open the text"),
    "mark_unknown": ("没有编号为 {number} 的出处", "There is no source {number}"),
    "place": ("《{file}》第{speech}篇第{paragraph}段", "“{file}”, speech {speech}, paragraph {paragraph}"),
    "no_place": ("位置不详", "place unknown"),
    "panel": ("原文", "Source text"),
    "close": ("关闭", "Close"),
    "previous_source": ("上一处", "Previous"),
    "next_source": ("下一处", "Next"),
    "copy_gbt": ("复制为 GB/T 7714", "Copy as GB/T 7714"),
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
        "这篇讲话已不在资料库里，下面是回答时留存的原文。",
        "This speech is no longer in the library; this is the text kept with the answer.",
    ),
    "paragraph_changed": (
        "这一段在资料库里已经改动，下面是回答时留存的原文。",
        "This paragraph has changed in the library; this is the text kept with the answer.",
    ),
    "paragraphs_left_out": ("…… 略去 {count} 段 ……", "…… {count} paragraphs left out ……"),
    "characters_left_out": ("…（略去 {count} 字）…", "…({count} characters left out)…"),
    # start page
    "welcome": ("问一个问题，回答里的每句话都带出处。", "Ask a question: every sentence of the answer has its source."),
    "library_size": (
        "资料库现有 {files} 个文件、{speeches} 篇讲话、{paragraphs} 段。",
        "The library holds {files} files, {speeches} speeches, {paragraphs} paragraphs.",
    ),
    "examples": ("可以这样问", "For example"),
    "empty_library": (
        "资料库还是空的。请先在命令行运行：yanju ingest 文件或文件夹",
        "The library is empty. Run first: yanju ingest PATH…",
    ),
    # library tab
    "files": ("文件", "Files"),
    "speeches": ("讲话", "Speeches"),
    "paragraphs": ("段落", "Paragraphs"),
    "masks": ("隐去", "Masks"),
    "removed": ("剔除", "Removed"),
    "declared": ("标称 {declared} 篇，实有 {speeches} 篇", "claims {declared} speeches, holds {speeches}"),
    "n_speeches": ("{count} 篇讲话", "{count} speeches"),
    "n_paragraphs": ("{count} 段", "{count} paragraphs"),
    "n_masks": ("隐去 {count} 处", "{count} masks"),
    "removal_log": ("剔除记录", "Removal log"),
    "removal_about": (
        "读入时剔除的广告、水印、目录、页码等，原样留存；正文加剔除记录等于原文件。",
        "Adverts, watermarks, contents pages and page numbers taken out when reading, kept verbatim: "
        "text and log together are the file.",
    ),
    "removal_empty": ("这个文件没有剔除任何内容。", "Nothing was removed from this file."),
    "more_removed": ("另有 {count} 条未列出。", "{count} more are not listed."),
    "warnings": ("读入时的提示", "Warnings when reading"),
    "back_files": ("全部文件", "All files"),
    "file_gone": ("这个文件已不在资料库里。", "This file is no longer in the library."),
    "untitled": ("（无标题）", "(untitled)"),
    "ask_in_file": ("只在此文件中提问", "Ask within this file"),
    "find_label": ("在资料库里找", "Find in the library"),
    "find_placeholder": ("找文件名、标题或内容，按回车", "Find by name, title or content, press Enter"),
    "found_files": ("名称相符的文件", "Files by name"),
    "found_passages": ("内容相近的段落", "Passages by content"),
    "found_nothing": ("没有找到“{asked}”。", "Nothing found for “{asked}”."),
    "more_files": ("另有 {count} 个文件没有列出，请用上面的查找。", "{count} more files: use the search above."),
    "outline": ("提纲", "Outline"),
    "figures": ("数字一览", "Figures"),
    # copied text
    "copy_sources": ("出处：", "Sources:"),
    "copy_title": ("《{title}》", "“{title}”"),
}


def word(lang: Lang, key: str, **values: object) -> str:
    """The wording of `key` in `lang`, its fields filled. Plain text: escape it like any other before it enters HTML."""
    chosen = TABLE[key][1 if lang == "en" else 0]
    return chosen.format(**values) if values else chosen

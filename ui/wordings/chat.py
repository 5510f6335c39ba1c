"""Words of the conversation: composer, notices, answers, start page, copied text. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
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
    "often": (
        "您问得太快了，请稍等片刻再问。问题已保留。",
        "You are asking too fast. Wait a moment; the question is kept.",
    ),
    "failed": ("没有答成：{reason}", "No answer: {reason}"),
    "failed_unknown": (
        "程序内部出错，详情见服务日志。可以点“重新回答”再试。",
        "An internal error; the server log has the details. You can try again.",
    ),
    "stopped": ("已停止。以下是停止前的草稿，未经核查。", "Stopped. What follows is an unchecked draft."),
    "interrupted": (
        "服务中途停过，这个回答没有写完。可以点“重新回答”。",
        "The server stopped meanwhile, so this answer was not finished. You can have it answered again.",
    ),
    "stopped_early": ("已停止，还没有写出内容。", "Stopped before anything was written."),
    # status
    "status_answered": ("已回答", "Answered"),
    "status_partial": ("部分回答", "Partly answered"),
    "status_masked": ("原文隐去", "Hidden in the source"),
    "status_conflicting": ("说法不一", "Sources disagree"),
    "status_not_found": ("未找到", "Not found"),
    "about_answered": ("留下的每句话都对照出处核查过。", "Every sentence kept was checked against its source."),
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
    "draft_checked": ("草稿 · 灰字还未核查", "Draft · grey is not checked yet"),
    "sentence_good": ("这一句已核查", "this sentence has been checked"),
    "sentence_bad": ("这一句没有通过核查：{reason}", "this sentence failed the check: {reason}"),
    "feedback": ("这个回答", "This answer"),
    "fb_good": ("好", "good"),
    "fb_figure": ("数字有误", "wrong figure"),
    "fb_source": ("出处有误", "wrong source"),
    "fb_refuse": ("本该说没有", "should have refused"),
    "to_case": ("复制为评测题", "Copy as a test case"),
    "case_copied": ("评测题已复制，一行 JSON。", "The test case is on the clipboard: one line of JSON."),
    "not_kept": ("没有存下来：{reason}", "Not kept: {reason}"),
    "editing": (
        "正在改第 {number} 问：改后另开一个对话，原来的问答都留着。",
        "Changing question {number}: it goes on in a new chat, the old one stays.",
    ),
    "editing_off": ("不改了", "Cancel"),
    "searched_as": ("检索的是", "Searched as"),
    "edit_searched": ("不对？改一改", "Not right? Change it"),
    "search_again": ("按这句检索", "Search for this"),
    "why_these": ("为什么是这些段落", "Why these paragraphs"),
    "why_beside": (
        "检索没有直接排到它：由相邻段落或同一组列举带出，或用模型改写的说法找到。",
        "Not ranked by this search itself: it came with its neighbours or its list, or by the model's wording.",
    ),
    "struck": ("未通过核查，已划去", "Struck: failed the check"),
    "struck_no_reason": ("出处不支持这句话", "the source does not support it"),
    "notes": ("说明", "Notes"),
    "sources": ("出处", "Sources"),
    "nearest": ("最接近的段落", "Nearest paragraphs"),
    "other_sources": ("另外检索到 {count} 段（回答没有引用）", "{count} more paragraphs found, not cited"),
    "other_sources_first": (
        "另外检索到 {count} 段（回答没有引用），列出前 {shown} 段",
        "{count} more paragraphs found, not cited; the first {shown}",
    ),
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
    # start page
    "welcome": ("问一个问题，回答里的每句话都带出处。", "Ask a question: every sentence of the answer has its source."),
    "library_size": (
        "资料库现有 {files} 个文件、{speeches} 篇讲话、{paragraphs} 段。",
        "The library holds {files} files, {speeches} speeches, {paragraphs} paragraphs.",
    ),
    "examples": ("可以这样问", "For example"),
    "empty_title": ("资料库还是空的", "The library is empty"),
    "empty_about": (
        "先放进几篇讲话：Word、PDF、网页、文本，或整个压缩包。放好就能提问，每句回答都指到原文的一段。",
        "Put speeches in first: Word, PDF, web pages, text, or a zip. Every answer then points at its paragraphs.",
    ),
    "empty_fill": ("去放文件", "Add files"),
    "empty_command": ("也可以在命令行运行：yanju ingest 文件或文件夹", "Or on the command line: yanju ingest PATH…"),
    "empty_library": (
        "资料库还是空的。请在“资料库”页拖入文件，或在命令行运行：yanju ingest 文件或文件夹",
        "The library is empty. Drop files into the Library tab, or run: yanju ingest PATH…",
    ),
    # copied text
    "copy_sources": ("出处：", "Sources:"),
    "copy_title": ("《{title}》", "“{title}”"),
}

"""Words of the library tab. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
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
    "restore": ("放回选中的…", "Put the ticked ones back…"),
    "restore_one": ("选中第 {number} 处", "Tick piece {number}"),
    "restore_none": ("请先选中要放回的。", "Tick what is to be put back first."),
    "restore_sure": (
        "把下面 {count} 处放回正文？所在的整行都会留下，文件会重新读一次，以后再收入也照此办理。",
        "Put these {count} back into the text? Their whole lines stay, the file is read again, and so it will be "
        "at every later reading.",
    ),
    "restore_yes": ("确定放回", "Put back"),
    "restore_no": ("不放", "Cancel"),
    "restore_done": ("已放回，剔除记录现有 {left} 处。", "Put back; the log now has {left} pieces."),
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
}

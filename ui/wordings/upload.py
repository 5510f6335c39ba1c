"""Words of the upload in the library tab. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "upload": ("收入文件：拖到这里，或点击选择", "Add files: drop them here, or click to choose"),
    "upload_limits": (
        "docx、pdf、txt、md、html、csv、doc、wps、rtf、epub，或装着它们的 zip。每个文件最多 {file} MB；"
        "一次最多 {files} 个文件，解压后共 {total} GB。先看拆分结果，确认后才收入。",
        "docx, pdf, txt, md, html, csv, doc, wps, rtf, epub, or a zip of these. At most {file} MB a file; at most "
        "{files} files at once, {total} GB unpacked. You see the split first; nothing is stored before you confirm.",
    ),
    "upload_reading": ("正在读 {name}（{done}/{total}）…", "Reading {name} ({done}/{total})…"),
    "upload_receiving": ("已收到 {count} 个文件，正在读…", "{count} files received, reading…"),
    "upload_large": (
        "没有上传：有文件超过 {file} MB。请拆成几个再传。",
        "Not uploaded: a file is larger than {file} MB. Please split it.",
    ),
    "upload_busy": ("上一批文件还在处理，请等它结束。", "The last files are still being worked on. Please wait."),
    "upload_stale": (
        "没有收入：这一批文件已经有了别的结果，或者一个也没有选。",
        "Nothing taken in: these files have had another outcome meanwhile, or none is chosen.",
    ),
    "upload_found": (
        "读出 {files} 个文件、{speeches} 篇讲话。请核对，再确认收入。",
        "{files} files with {speeches} speeches. Check them, then confirm.",
    ),
    "upload_refused": ("不能收入的 {count} 个", "{count} that cannot be taken in"),
    "upload_none": ("没有能收入的文件。", "No file here can be taken in."),
    "upload_take": ("收入《{name}》", "Take in “{name}”"),
    "upload_known": ("库里已有内容相同的文件：《{name}》", "The library has a file of the same content: “{name}”"),
    "upload_split": ("{count} 篇讲话：核对、更正", "{count} speeches: check and correct"),
    "upload_chars": ("{count} 字", "{count} characters"),
    "upload_removed": ("剔除 {count} 处：{rules}", "{count} pieces removed: {rules}"),
    "upload_title": ("第 {number} 篇的标题", "Title of speech {number}"),
    "upload_role": ("第 {number} 篇的讲话人身份", "Speaker's role of speech {number}"),
    "upload_date": ("第 {number} 篇的日期", "Date of speech {number}"),
    "upload_join": ("不是讲话，并入上一篇", "Not a speech: join it to the one before"),
    "upload_more_speeches": (
        "另有 {count} 篇没有列出，照此收入。",
        "{count} more speeches are not listed and are taken in as read.",
    ),
    "upload_more_files": (
        "另有 {count} 个文件没有列出，照此收入。",
        "{count} more files are not listed and are taken in as read.",
    ),
    "upload_confirm": ("确认收入", "Confirm"),
    "upload_drop": ("放弃", "Discard"),
    "upload_taking": ("正在收入：{done}/{total} 个文件", "Taking in: {done} of {total} files"),
    "upload_speed": ("{count} 字，每秒 {speed} 字", "{count} characters, {speed} a second"),
    "upload_indexing": ("正在建索引：{done}/{total}", "Indexing: {done} of {total}"),
    "upload_done": (
        "收入完成：新增 {added} 个文件，更新 {changed} 个，已有 {unchanged} 个；用时 {seconds} 秒。",
        "Done: {added} files added, {changed} changed, {unchanged} already there; {seconds} s.",
    ),
    "upload_failed_files": ("没有收入的 {count} 个", "{count} not taken in"),
    "upload_failed": ("没有收入：{reason}", "Not taken in: {reason}"),
    "upload_failed_unknown": (
        "程序内部出错，没有收完，详情见服务日志。已收入的文件都完整。",
        "An internal error; the server log has the details. Files that came in are whole.",
    ),
    "upload_close": ("知道了", "OK"),
}

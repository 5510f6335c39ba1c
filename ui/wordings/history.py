"""Words of the list of conversations. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "talks_find": ("查找对话", "Find a conversation"),
    "talks_none": ("还没有对话。", "No conversations yet."),
    "talks_found_none": ("没有含“{asked}”的对话。", "No conversation holds “{asked}”."),
    "talks_older": (
        "只列出最近的 {count} 个，更早的请用上面的查找。",
        "Only the last {count} are listed; find older ones with the search above.",
    ),
    "talks_short": (
        "资料库只能读：对话只保留到服务停止。",
        "The library is read-only: conversations last until the server stops.",
    ),
    "talks_trouble": ("最近的对话没有存下来：{reason}", "The last conversation could not be kept: {reason}"),
    "day_today": ("今天", "Today"),
    "day_yesterday": ("昨天", "Yesterday"),
    "day_week": ("近七天", "Last seven days"),
    "day_older": ("更早", "Older"),
    "talk_rename": ("改名", "Rename"),
    "talk_delete": ("删除", "Delete"),
    "talk_delete_sure": ("删除这个对话？删后不能恢复。", "Delete this conversation? It cannot be undone."),
    "talk_keep": ("不删", "Keep"),
    "talk_tools": ("对于“{name}”", "For “{name}”"),
    "talk_new_name": ("对话的新名字", "New name of the conversation"),
}

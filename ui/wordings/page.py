"""Words of the page around its tabs. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "title": ("言据 Yanju", "言据 Yanju"),
    "motto": ("言必有据：每句话都指向原文的一段", "Every sentence points at the paragraph that carries it"),
    "lost": (
        "连不上服务，正在重新连接；连上以后页面会自己恢复，对话和正在写的问题都留着。",
        "The server does not answer. The page will come back by itself; nothing of the conversation is lost.",
    ),
    "tab_chat": ("问答", "Ask"),
    "tab_library": ("资料库", "Library"),
    "switch_language": ("English", "中文"),
    "switch_theme": ("明暗", "Theme"),
    "login": ("请用管理员给您的用户名和口令登录。", "Log in with the name and password you were given."),
    "login_name": ("用户名", "Name"),
    "login_password": ("口令", "Password"),
    "login_enter": ("登录", "Log in"),
    "login_wrong": ("用户名或口令不对，请再试。", "Wrong name or password. Please try again."),
    "told_403": (
        "打不开：没有设登录口令时，只能在本机用 127.0.0.1 或 localhost 打开；也不接受从别的网页来的请求。",
        "Refused: without a login this page opens on this machine only, as 127.0.0.1 or localhost, and it takes no "
        "requests from other pages.",
    ),
    "told_404": ("没有这个页面。", "There is no such page."),
    "told_413": ("送来的内容太大。", "What was sent is too large."),
    "told_429": ("登录太频繁，请等 {seconds} 秒再试。", "Too many logins. Please wait {seconds} s, then try again."),
    "told_other": (
        "没有成功，详情见服务端的日志。请稍后再试。",
        "That did not work; the server's log has the details. Please try again later.",
    ),
    "told_back": ("返回", "Go back"),
    "menu": ("对话记录", "History"),
    "logout": ("退出", "Log out"),
    "busy_library": ("资料库正忙，请稍后再试", "the library is busy, try again shortly"),
    "new_talk": ("新对话", "New chat"),
}

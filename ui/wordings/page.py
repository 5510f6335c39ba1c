"""Words of the page around its tabs. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "title": ("言据 Yanju", "言据 Yanju"),
    "motto": ("言必有据：每句话都指向原文的一段", "Every sentence points at the paragraph that carries it"),
    "tab_chat": ("问答", "Ask"),
    "tab_library": ("资料库", "Library"),
    "switch_language": ("English", "中文"),
    "switch_theme": ("明暗", "Theme"),
    "login": ("请用管理员给您的用户名和口令登录。", "Log in with the name and password you were given."),
    "login_name": ("用户名", "Name"),
    "login_password": ("口令", "Password"),
    "login_enter": ("登录", "Log in"),
    "login_wrong": ("用户名或口令不对，请再试。", "Wrong name or password. Please try again."),
    "menu": ("对话记录", "History"),
    "logout": ("退出", "Log out"),
    "busy_library": ("资料库正忙，请稍后再试", "the library is busy, try again shortly"),
    "new_talk": ("新对话", "New chat"),
}

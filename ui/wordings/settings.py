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

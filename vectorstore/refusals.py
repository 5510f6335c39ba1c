"""Why the operating system, or a reader of files, refused, in the user's language."""

from __future__ import annotations

import errno

from vectorstore.types import YanjuError

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def refusal(error: OSError) -> str:
    """A few words; what is not in the list keeps the system's own wording."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def unread(error: Exception, name: str) -> str:
    """Why a file could not be read, without its name: whoever tells it shows that already."""
    if isinstance(error, YanjuError):
        return str(error).removeprefix(f"{name}：")
    if isinstance(error, OSError):
        return f"不能读取：{refusal(error)}"
    if isinstance(error, MemoryError):
        return "文件太大，内存不足"
    return f"读取时程序出错（{type(error).__name__}：{error}），请报告此文件"

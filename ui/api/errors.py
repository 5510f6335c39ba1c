"""What a program is told when a request cannot be met: one JSON form for every door, the one that OpenAI's has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import JSONResponse

from vectorstore.types import StoreError, YanjuError

Json = dict[str, Any]
OVERLOADED = "overloaded"
INTERNAL = "程序内部出错，详情见服务端的日志"
_TYPES = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}
_WRONG = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为字符串",
    "string_unicode": "有不能用的字符",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "不能为空",
    "too_short": "不能为空",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为数组",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
}
_BOUNDS = {"greater_than_equal": ("ge", "不能小于"), "less_than_equal": ("le", "不能大于")}


class ApiError(Exception):
    """A request that is refused: HTTP status, a Chinese message, the field that is wrong."""

    def __init__(self, status: int, message: str, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.param, self.code = status, message, param, code


def body(error: ApiError) -> Json:
    """{"error": {"message", "type", "param", "code"}}."""
    kind = _TYPES.get(error.status, "server_error" if error.status >= 500 else "invalid_request_error")
    return {"error": {"message": error.message, "type": kind, "param": error.param, "code": error.code}}


def response(error: ApiError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    after = {"Retry-After": "1"} if error.code == OVERLOADED else {}
    return JSONResponse(body(error), error.status, {**after, **(headers or {})})


def known(error: Exception, file: str | None = None) -> ApiError:
    """The refusal for whatever broke. `file` is the file filter of the request: a StoreError is then about it."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, StoreError) and file is not None:
        return ApiError(400, str(error), "file")
    if isinstance(error, YanjuError):
        return ApiError(503, str(error))
    return ApiError(500, INTERNAL)


def invalid(errors: Sequence[Any]) -> ApiError:
    """The refusal for the first of pydantic's complaints."""
    first = errors[0]
    kind, place = str(first["type"]), [str(p) for p in first["loc"] if p not in ("body", "query", "path")]
    if kind == "json_invalid":
        return ApiError(400, "请求体不是 JSON")
    context = first.get("ctx") or {}
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        reason = f"{words} {context.get(key)}"
    elif kind == "literal_error":
        reason = "只能是 " + str(context.get("expected", "")).replace(" or ", " 或 ")
    elif kind == "value_error":
        reason = str(context.get("error", "不能用"))
    else:
        reason = _WRONG.get(kind, "不能用")
    param = ".".join(place)
    if not param:
        return ApiError(
            400, reason if kind == "value_error" else "请求体应为 JSON 对象（Content-Type: application/json）"
        )
    return ApiError(400, f"{param[:100]}：{reason}", param[:100])

"""What a program may ask for: the forms of the requests, the same for REST and MCP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.types import Turn
from vectorstore.types import Filters

Question = Annotated[str, Field(pattern=r"\S", description="问题；超过 2000 字只取前 2000 字")]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class Form(BaseModel):
    """A field of another name is refused: a filter that is spelt wrong must not be passed over."""

    model_config = ConfigDict(strict=True, extra="forbid")


class TurnForm(Form):
    question: str
    answer: str = ""


class Scope(Form):
    """What a search is limited to."""

    file: Annotated[str | None, Field(description="只在这个文件里找：文件名，或其中唯一的一部分")] = None
    role: Annotated[str | None, Field(description="只找这种身份的讲话，例如 市长")] = None

    def filters(self) -> Filters:
        return Filters(file=self.file or None, role=self.role or None)


class SearchForm(Scope):
    question: Question
    k: Annotated[int, Field(ge=1, le=1000, description="给出几个片段")] = 10
    history: Annotated[list[TurnForm], Field(description="此前的对话")] = []

    def turns(self) -> tuple[Turn, ...]:
        return turns(self.history)


class AskForm(Scope):
    question: Question
    history: Annotated[list[TurnForm], Field(description="此前的对话")] = []

    def turns(self) -> tuple[Turn, ...]:
        return turns(self.history)


class StreamedAskForm(AskForm):
    stream: Annotated[bool, Field(description="用 SSE 事件回答：found、draft（未核查）、answer")] = False


class EvidenceForm(Form):
    """A quotation, or the id of a paragraph of the library."""

    model_config = ConfigDict(strict=True, extra="ignore")
    quote: str | None = None
    paragraph_id: str | None = None

    @model_validator(mode="after")
    def _one(self) -> EvidenceForm:
        if (self.quote is None) == (self.paragraph_id is None):
            raise ValueError("每条依据要有 quote（原文）或 paragraph_id（段落号），二者取其一")
        return self


class VerifyForm(Form):
    """A line of `yanju verify`; labels and the like are passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")
    id: Any = None
    claim: Annotated[str, Field(description="要核查的一句话")]
    evidence: Annotated[list[EvidenceForm], Field(max_length=100, description="依据")]


class SpeechesForm(Form):
    file: Annotated[str | None, Field(description="只列这个文件的讲话")] = None
    limit: Annotated[int, Field(ge=1, le=500, description="最多列几篇")] = 100
    offset: Annotated[int, Field(ge=0, description="从第几篇起（0 起）")] = 0


class ParagraphForm(Form):
    id: Annotated[Id, Field(description="段落号，见 search 和 ask 的结果")]
    around: Annotated[int, Field(ge=0, le=5, description="一并给出前后各几段")] = 0


class MessageForm(BaseModel):
    """A message of the OpenAI protocol."""

    model_config = ConfigDict(strict=True, extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Any = None

    @model_validator(mode="after")
    def _text_only(self) -> MessageForm:
        parts = self.content if isinstance(self.content, list) else []
        if not (self.content is None or isinstance(self.content, str | list)):
            raise ValueError("content 应为字符串，或由文字组成的数组")
        if not all(isinstance(p, dict) and isinstance(p.get("text", p.get("refusal")), str) for p in parts):
            raise ValueError('content 的每一项应是 {"type": "text", "text": "…"}；图片、声音和文件不能处理')
        return self

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(p.get("text", p.get("refusal")) for p in self.content)
        return self.content or ""


class StreamOptionsForm(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")
    include_usage: bool | None = None


class ChatForm(BaseModel):
    """The OpenAI protocol: unknown fields are passed over, as are those that steer a model's sampling."""

    model_config = ConfigDict(strict=True, extra="allow")
    model: Annotated[str, Field(description="yanju")]
    messages: Annotated[list[MessageForm], Field(min_length=1, description="最后一条 user 消息是问题，此前的是对话")]
    stream: bool | None = None
    stream_options: StreamOptionsForm | None = None
    n: Literal[1] | None = None
    temperature: Annotated[float | None, Field(ge=0, le=2, description="不起作用")] = None
    top_p: Annotated[float | None, Field(ge=0, le=1, description="不起作用")] = None
    max_tokens: Annotated[int | None, Field(ge=1, description="不起作用：截断的回答没有核查")] = None
    max_completion_tokens: Annotated[int | None, Field(ge=1, description="不起作用")] = None
    logprobs: Literal[False] | None = None
    response_format: dict[str, Any] | None = None
    tool_choice: str | dict[str, Any] | None = None
    yanju: Annotated[Scope | None, Field(description="本程序自己的字段：限定文件和身份")] = None

    @model_validator(mode="after")
    def _can_be_done(self) -> ChatForm:
        if self.response_format and self.response_format.get("type", "text") != "text":
            raise ValueError("response_format 只能是 text；结构化的结果在 yanju 字段里，或用 POST /api/ask")
        if not (self.tool_choice is None or self.tool_choice in ("none", "auto")):
            raise ValueError("tool_choice 只能是 none 或 auto：这里不会调用工具")
        return self


def turns(history: list[TurnForm]) -> tuple[Turn, ...]:
    return tuple(Turn(t.question, t.answer) for t in history)

"""Words of the evaluation tab. Key -> (Chinese, English)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "tab_eval": ("评测", "Evaluation"),
    "eval_about": (
        "每次在这个资料库上运行 yanju eval，报告都留在这里。",
        "Every run of yanju eval over this library leaves its report here.",
    ),
    "eval_none": ("还没有报告。在命令行运行：", "No reports yet. Run on the command line:"),
    "eval_again": ("再评一次的命令", "The command for another run"),
    "eval_when": ("时间", "Time"),
    "eval_questions": ("问题集（题数）", "Questions (cases)"),
    "eval_model": ("模型 · 向量 · 版本", "Model · embedding · commit"),
    "eval_right": ("答对", "right answer"),
    "eval_hit": ("前5段找到", "hit@5"),
    "eval_precision": ("出处准", "citation precision"),
    "eval_false_answer": ("不该答而答", "false answer"),
    "eval_false_refusal": ("该答而未答", "false refusal"),
    "eval_before": ("先前的", "Before"),
    "eval_after": ("后来的", "After"),
    "eval_compare": ("比较", "Compare"),
    "eval_report": ("报告 {name}", "Report {name}"),
    "eval_compared": (
        "逐题相减（{count} 题；区间不含 0 的用粗体）",
        "Paired differences ({count} cases; bold where the interval excludes 0)",
    ),
    "eval_score": ("分数", "Score"),
    "eval_difference": ("后来 − 先前", "After − before"),
    "eval_interval": ("95% 区间", "95% interval"),
    "eval_n": ("题数", "Cases"),
    "eval_won": ("变好 {count}", "Won {count}"),
    "eval_lost": ("变差 {count}", "Lost {count}"),
}

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
    "eval_judged": (
        '对话里评过的回答有 {count} 个，可以存成评测题；每题看过、补全，再删去 "proposed": true，yanju eval 就收。',
        "{count} judged answer of your conversations can be saved as a case; look through it, complete it and take "
        'out "proposed": true, then yanju eval takes it.|'
        "{count} judged answers of your conversations can be saved as cases; look through each, complete it and take "
        'out "proposed": true, then yanju eval takes it.',
    ),
    "eval_save_cases": ("存成评测题（jsonl）", "Save as cases (jsonl)"),
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
    "eval_drawn": ("图（中线是 0）", "Drawn (0 in the middle)"),
    "eval_same": ("没有变化：{names}", "Unchanged: {names}"),
    "eval_name_hit": ("前{k}段找到", "hit@{k}"),
    "eval_name_recall": ("前{k}段找全", "recall@{k}"),
    "eval_name_MRR": ("首个出处的位次", "MRR"),
    "eval_name_nDCG": ("前{k}段的排序", "nDCG@{k}"),
    "eval_name_right answer": ("答对", "right answer"),
    "eval_name_citation precision": ("所引皆是出处", "citation precision"),
    "eval_name_citation recall": ("出处都引到", "citation recall"),
    "eval_name_cited sentences": ("句句有引用", "cited sentences"),
    "eval_name_supported share": ("通过核查", "supported share"),
    "eval_name_figure fidelity": ("数字皆有据", "figure fidelity"),
    "eval_name_invented figures": ("编了数字", "invented figures"),
    "eval_name_masked honesty": ("隐去如实说", "masked honesty"),
    "eval_name_false answer": ("不该答而答", "false answer"),
    "eval_name_false refusal": ("该答而未答", "false refusal"),
    "eval_n": ("题数", "Cases"),
    "eval_won": ("变好 {count} 题", "Won {count}"),
    "eval_lost": ("变差 {count} 题", "Lost {count}"),
}

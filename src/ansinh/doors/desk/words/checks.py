"""What a check did not find, by its stable reason: one sentence each, for a clerk. A reason without words is shown by its code."""

WORDS: dict[str, tuple[str, str]] = {
    "checks.reason_code": ("Mã: {code}", "Code: {code}"),
}

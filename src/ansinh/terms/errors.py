"""What is said when a text is not the term it should be."""


class TermError(ValueError):
    """`field` names the term, `reason` says what is wrong with it; neither repeats the text, which may be personal."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason

"""What the portal says, in Vietnamese and English side by side, so that neither can be forgotten. No page's logic."""

from typing import Literal, get_args

from ansinh.doors.portal.words import access, frame, home, problems, record, standing

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}

WORDS: dict[str, tuple[str, str]] = {
    **frame.WORDS,
    **home.WORDS,
    **record.WORDS,
    **access.WORDS,
    **problems.WORDS,
    **standing.WORDS,
}


def say(language: Language, key: str, **values: object) -> str:
    """The text of `key` in that language, its {names} filled in. Raises KeyError for a key nobody wrote: a defect of ours."""
    text = WORDS[key][LANGUAGES.index(language)]
    return text.format(**values) if values else text

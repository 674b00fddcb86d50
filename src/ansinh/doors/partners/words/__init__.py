"""What the console says, in Vietnamese and English side by side, so that neither can be forgotten. No page's logic."""

from ansinh.doors.partners.words import faults, form, frame, problems, shown, steps

WORDS: dict[str, tuple[str, str]] = {**frame.WORDS, **form.WORDS, **faults.WORDS, **shown.WORDS, **steps.WORDS, **problems.WORDS}

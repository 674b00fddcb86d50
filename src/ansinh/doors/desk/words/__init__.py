"""What the counter's page says, in Vietnamese and English side by side, so that neither can be forgotten. No page's logic.

What checks, outcomes, levels and verdicts are called stands with `chip.verification`.
"""

from ansinh.doors.desk.words import checks, faults, frame, problems, stages, verdicts, visits

WORDS: dict[str, tuple[str, str]] = {
    **frame.WORDS,
    **stages.WORDS,
    **faults.WORDS,
    **checks.WORDS,
    **verdicts.WORDS,
    **visits.WORDS,
    **problems.WORDS,
}

"""What the portal says, in Vietnamese and English side by side, so that neither can be forgotten. No page's logic."""

from ansinh.doors.portal.words import access, frame, home, linking, problems, record, representation, standing

WORDS: dict[str, tuple[str, str]] = {
    **frame.WORDS,
    **home.WORDS,
    **record.WORDS,
    **access.WORDS,
    **problems.WORDS,
    **standing.WORDS,
    **linking.WORDS,
    **representation.WORDS,
}

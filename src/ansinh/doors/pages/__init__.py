"""What the doors for people share: frame, style, languages, dates in words, forms. Knows neither who is logged in nor any rule."""

from ansinh.doors.pages import spoken
from ansinh.doors.pages.assets import Assets
from ansinh.doors.pages.failures import BY_STATUS, error_pages
from ansinh.doors.pages.forms import read_form
from ansinh.doors.pages.language import LANGUAGE_COOKIE, LANGUAGES, Language, language_of, switched
from ansinh.doors.pages.press import Press, Words, say

__all__ = [
    "BY_STATUS",
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "Assets",
    "Language",
    "Press",
    "Words",
    "error_pages",
    "language_of",
    "read_form",
    "say",
    "spoken",
    "switched",
]

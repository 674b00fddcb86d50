"""Words of the navigation and of the first pages."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.overview": ("Tổng quan", "Overview"),
    "overview.title": ("Tổng quan", "Overview"),
}

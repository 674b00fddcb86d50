"""Paths that hold a name which others choose: slashes and line ends too, so that every path gets an answer of this interface."""

from starlette.convertors import Convertor, register_url_convertor

VISIT, DESK = "{visit_id:any_text}", "{desk_id:any_text}"


class _AnyText(Convertor[str]):
    """What stands for a name in a path: `{name:any_text}`."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any_text", _AnyText())

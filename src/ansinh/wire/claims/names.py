"""How the JSON interfaces of the gateway spell the fields that the files spell in capitals."""


def pascal(name: str) -> str:
    """MA_LK as MaLk, T_BHTT as TBhtt: each part between underscores with one capital (seen in several public clients)."""
    return "".join(part.capitalize() for part in name.split("_"))

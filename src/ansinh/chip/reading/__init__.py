"""Reading a card: opening it, taking its files as they are, letting it prove itself. Judges nothing: that is verification's."""

from ansinh.chip.reading.files import Progress
from ansinh.chip.reading.kept import load, save
from ansinh.chip.reading.model import Active, Reading, Way, of_another_time, of_files
from ansinh.chip.reading.plan import USUAL_GROUPS, AccessPolicy, Budget, Keys
from ansinh.chip.reading.read import read

__all__ = [
    "USUAL_GROUPS",
    "AccessPolicy",
    "Active",
    "Budget",
    "Keys",
    "Progress",
    "Reading",
    "Way",
    "load",
    "of_another_time",
    "of_files",
    "read",
    "save",
]

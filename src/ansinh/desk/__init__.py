"""A hospital's counter with a card reader: what lies on the reader, what it says, what it is worth, and the visit that is opened with it.

Everything is in memory and is forgotten; nothing here knows a page, a socket or a setting.
"""

from ansinh.desk.counter import Counter, Laid, News, NotRead, WasRead
from ansinh.desk.examine import Examiner
from ansinh.desk.gateway import Gateway, NotTaken
from ansinh.desk.line import Account, Line
from ansinh.desk.model import Admission, Cover, Fault, Found, Progress, SeenElsewhere, Stage, Trouble, View, VisitAsked
from ansinh.desk.stations import Reader, Slot, Station

__all__ = [
    "Account",
    "Admission",
    "Counter",
    "Cover",
    "Examiner",
    "Fault",
    "Found",
    "Gateway",
    "Laid",
    "Line",
    "News",
    "NotRead",
    "NotTaken",
    "Progress",
    "Reader",
    "SeenElsewhere",
    "Slot",
    "Stage",
    "Station",
    "Trouble",
    "View",
    "VisitAsked",
    "WasRead",
]

"""A hospital's counter with a card reader: what lies on the reader, what it says, what it is worth, and the visit that is opened with it.

Everything is in memory and is forgotten; nothing here knows a page, a socket or a setting.
"""

from ansinh.desk.counter import Counter, Laid, News, NotRead, WasRead
from ansinh.desk.examine import Examiner
from ansinh.desk.gateway import Gateway, NotTaken
from ansinh.desk.line import Account, Line
from ansinh.desk.model import Admission, Cover, Fault, Found, Opinion, Progress, SeenElsewhere, Stage, Standing, Trouble, View, VisitAsked
from ansinh.desk.second_opinion import WITHIN_S as SERVICE_WITHIN_S
from ansinh.desk.second_opinion import SecondOpinion
from ansinh.desk.stations import Reader, Slot, Station

__all__ = [
    "SERVICE_WITHIN_S",
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
    "Opinion",
    "Progress",
    "Reader",
    "SecondOpinion",
    "SeenElsewhere",
    "Slot",
    "Stage",
    "Standing",
    "Station",
    "Trouble",
    "View",
    "VisitAsked",
    "WasRead",
]

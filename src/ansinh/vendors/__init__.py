"""For the developers of hospital software: test facilities, the last calls of their client without the people in them, and what was wrong.

Holds no account, no officer and no person: those are set up by the rooms that own them.
"""

from ansinh.vendors.facilities import MOST_FACILITIES, officers_of, register_facility, registered_facility
from ansinh.vendors.masking import mask
from ansinh.vendors.model import BodyForm, Finished, KeptCall, Label, NewFacility, Oddity, Part, RegisteredFacility
from ansinh.vendors.reading import Dropped, call_of, calls_of, dropped_of, report_on
from ansinh.vendors.recorder import KEPT, KEPT_CLAIMED, Recorder, keep
from ansinh.vendors.report import EndpointReport, Finding, Report, State, Ticked, judge
from ansinh.vendors.rules import CHECKS, Check, Severity
from ansinh.vendors.scenarios import SCENARIOS, Group, Scenario, scenarios_in
from ansinh.vendors.shapes import Form, Note, Shape, shape_of
from ansinh.vendors.transport import CONSOLE_AGENT

__all__ = [
    "CHECKS",
    "CONSOLE_AGENT",
    "KEPT",
    "KEPT_CLAIMED",
    "MOST_FACILITIES",
    "SCENARIOS",
    "BodyForm",
    "Check",
    "Dropped",
    "EndpointReport",
    "Finding",
    "Finished",
    "Form",
    "Group",
    "KeptCall",
    "Label",
    "NewFacility",
    "Note",
    "Oddity",
    "Part",
    "Recorder",
    "RegisteredFacility",
    "Report",
    "Scenario",
    "Severity",
    "Shape",
    "State",
    "Ticked",
    "call_of",
    "calls_of",
    "dropped_of",
    "judge",
    "keep",
    "mask",
    "officers_of",
    "register_facility",
    "registered_facility",
    "report_on",
    "scenarios_in",
    "shape_of",
]

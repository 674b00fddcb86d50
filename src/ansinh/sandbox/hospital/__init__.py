"""A hospital: its programs of every generation, its desk, and what it does while the gateway is down. Another institution than ours."""

from ansinh.sandbox.hospital.delivering import Delivered, deliver, wait_before
from ansinh.sandbox.hospital.desk import Admission, Desk, Welcome, send_status
from ansinh.sandbox.hospital.line import Account, Line
from ansinh.sandbox.hospital.patient import Evidence, Patient, evidence_of, from_scan
from ansinh.sandbox.hospital.program import PROGRAMS, Program, TokenHabit, program
from ansinh.sandbox.hospital.queue import Entry, Queue
from ansinh.sandbox.hospital.telling import open_visit, tell_outage

__all__ = [
    "PROGRAMS",
    "Account",
    "Admission",
    "Delivered",
    "Desk",
    "Entry",
    "Evidence",
    "Line",
    "Patient",
    "Program",
    "Queue",
    "TokenHabit",
    "Welcome",
    "deliver",
    "evidence_of",
    "from_scan",
    "open_visit",
    "program",
    "send_status",
    "tell_outage",
    "wait_before",
]

"""Who asks: the officer of the facility. Generations before August 2024 name none, and are not asked."""

from ansinh.checkin.model import Question
from ansinh.checkin.rules.table import rule
from ansinh.register import Enquiry
from ansinh.terms import names
from ansinh.wire import gateway

ResultCode = gateway.ResultCode


@rule(ResultCode.OFFICER_NOT_REGISTERED, assumed="that an officer not yet approved, or of another facility, counts as not registered")
def officer_not_registered(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """054: the officer's citizen number is not among those the facility registered and the agency approved."""
    return ResultCode.OFFICER_NOT_REGISTERED if enquiry.officer is None and question.officer_number else None


@rule(ResultCode.OFFICER_NAME_WRONG, assumed="that diacritics and case do not count")
def officer_name_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """055: the officer's name is not the one registered with that number."""
    officer = enquiry.officer
    if officer is None or question.officer_name == officer.full_name or names.same(question.officer_name, officer.full_name):
        return None
    return ResultCode.OFFICER_NAME_WRONG

"""The generations of the card look-up, as data: one engine answers all of them, and what differs stands here.

| generation | published in | known from |
| --- | --- | --- |
| 2016 | - | public client programs |
| 595 | Decision 595/QD-BHXH, 2017 | public client programs |
| 2018 | - | public client programs |
| 2019 | dispatch 497/BHXH-CNTT of 2019-02-21 | public client programs |
| 2024 | dispatch 1923/BHXH-CNTT of 2024-06-20, annex 03 | the annex |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ansinh.wire.gateway.codes import ResultCode
from ansinh.wire.gateway.lookup_requests import OFFICER, ON_THE_CARD, PERSON, LookupRequest, read_lookup_request
from ansinh.wire.gateway.lookups import LookupReply, render_lookup, render_lookup_refusal
from ansinh.wire.gateway.old_lookups import render_lookup_595, render_lookup_2016, render_refusal_595, render_refusal_2016


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One generation. `name` is the word developers know it by; `paths` by the name its counters go by, each in its official spelling.

    `required` and `optional` are the fields that are read. `is_retired`: answered only where the old generations are switched on.
    `is_superseded`: off since 2024-08-01 by the dispatch, though still called. `carries_stays`: the reply has the history of visits.
    `credentials_in_body`: the credentials may stand in the body where the query has none.
    """

    name: str
    paths: Mapping[str, str]
    required: tuple[str, ...] = PERSON
    optional: tuple[str, ...] = ()
    is_retired: bool = False
    is_superseded: bool = True
    carries_stays: bool = True
    credentials_in_body: bool = False
    render: Callable[[LookupReply], bytes] = render_lookup
    render_refusal: Callable[[ResultCode, str], bytes] = render_lookup_refusal

    def read(self, body: bytes) -> LookupRequest:
        """See `read_lookup_request`; of the optional fields none need be there."""
        return read_lookup_request(body, required=self.required, names=(*self.required, *self.optional) if self.optional else ())


GENERATIONS: tuple[Generation, ...] = (
    Generation(
        name="2016",
        paths={"lookup_2016": "/api/egw/nhanLichSuKCB"},
        optional=ON_THE_CARD,
        is_retired=True,
        credentials_in_body=True,
        render=render_lookup_2016,
        render_refusal=render_refusal_2016,
    ),
    Generation(
        name="595",
        paths={"lookup_595": "/api/egw/KQNhanLichSuKCB595"},
        optional=ON_THE_CARD,
        is_retired=True,
        render=render_lookup_595,
        render_refusal=render_refusal_595,
    ),
    Generation(name="2018", paths={"lookup_2018": "/api/egw/NhanLichSuKCB2018", "lookup_2018_results": "/api/egw/KQNhanLichSuKCB2018"}),
    Generation(name="2019", paths={"lookup_2019": "/api/egw/KQNhanLichSuKCB2019"}),
    Generation(
        name="2024",
        paths={"lookup_2024": "/api/egw/KQNhanLichSuKCB2024"},
        required=(*PERSON, *OFFICER),
        is_superseded=False,
        carries_stays=False,
    ),
)

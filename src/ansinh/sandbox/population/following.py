"""Reading the agency's feed of insurance records: page by page, the chain checked at every record, acknowledged at the end."""

import orjson

from ansinh import oidc
from ansinh.kit import db, http
from ansinh.kit.errors import Conflict, CounterpartDown
from ansinh.sandbox.population.store import shares as store
from ansinh.wire import shares as wire


def follow(database: db.Database, url: str, api_key: str, line: http.Sends, *, limit: int = wire.LARGEST_PAGE) -> int:
    """Takes what is new in the feed at `url` (no slash at the end) and acknowledges it; returns how many changes that was.

    A page is kept in one transaction with the position behind it, so that a kill repeats or skips nothing. Raises
    Conflict("feed_broken") for a page whose signature, numbers or chain are not what they must be, CounterpartDown where there is none.
    """
    headers = {"authorization": f"Bearer {api_key}"}
    keys = oidc.read_jwks(line.get(f"{url}/v1/keys").json())
    taken = 0
    while True:
        with database.transaction() as conn:
            seq, chain = store.position(conn)
            page = _page(line.get(f"{url}{wire.FEED_PATH}?after={seq}&limit={limit}", headers=headers), keys)
            for record in page.records:
                chain = wire.chained(chain, seq + 1, wire.values_of(record))
                if record.seq != seq + 1 or record.chain != chain:
                    raise Conflict("feed_broken", f"after change {seq} the feed does not go on as it was")
                seq += 1
            store.keep(conn, [each.seq for each in page.records], [wire.values_of(each) for each in page.records])
            store.move_to(conn, seq, chain)
            taken += len(page.records)
        if seq >= page.last:
            break
    receipt = orjson.dumps({"cursor": seq, "chain": chain})
    answer = line.post(f"{url}{wire.RECEIPTS_PATH}", receipt, headers={**headers, "content-type": "application/json"})
    if answer.status != 204:
        raise Conflict("feed_broken", f"the agency does not agree with what is kept here up to change {seq}")
    return taken


def _page(answer: http.Heard, keys: oidc.PublicKeys) -> wire.FeedPage:
    if answer.status != 200:
        raise CounterpartDown("feed_unavailable", f"the agency's feed answered HTTP {answer.status}")
    try:
        signed = oidc.read_signed(answer.headers.get(wire.SIGNATURE_HEADER, ""), keys)
    except oidc.ProtocolError:
        raise Conflict("feed_broken", "the page is not signed by the agency") from None
    if signed.header.get("typ") != wire.PAGE_TYPE or signed.claims.get("sha256") != wire.claims_of(answer.body)["sha256"]:
        raise Conflict("feed_broken", "the page is not the one that was signed")
    return wire.FeedPage.model_validate_json(answer.body)

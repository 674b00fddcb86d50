"""The login bench: whole logins through the real servers, every answer of theirs judged as a relying party would.

CPU time is that of the servers that take part and of PostgreSQL; the browsers and relying parties run in this process on the same
cores and are not counted, so rates by wall clock are lower bounds.
"""

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from joserfc.jwk import ECKey

from ansinh import oidc, provider
from ansinh.cli.bench import login_peer
from ansinh.cli.bench.agent import Wire
from ansinh.cli.bench.load import percentile
from ansinh.cli.bench.result import Result, Side, busy_s, cpu_s, postmaster, share_of_machine
from ansinh.cli.bench.visitors import ACCOUNTS, CALLBACK, COSTS, PASSWORD, Cost, Kind, Visitor, account
from ansinh.kit import clock, crypto, db
from ansinh.sandbox import eid
from ansinh.wire import eid as claims
from ansinh.wiring import installation

_WARM_UP_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`seconds` for each kind of login, over so many browsers at once."""

    seconds: float
    browsers: int


@dataclass(slots=True)
class Loop:
    """What came of one kind; CPU in milliseconds a login."""

    logins: int = 0
    wall_s: float = 0.0
    requests: int = 0
    server_ms: float = 0.0
    postgresql_ms: float = 0.0
    others_share: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.postgresql_ms

    def as_dict(self) -> dict[str, Any]:
        return {
            "n": self.logins,
            "errors": self.wrong.total(),
            "wrong": dict(self.wrong.most_common(5)),
            "wall_s": round(self.wall_s, 3),
            "per_s_wall": round(self.logins / self.wall_s, 1),
            "requests_each": round(self.requests / max(1, self.logins), 2),
            "cpu_ms": round(self.cpu_ms, 3),
            "server_cpu_ms": round(self.server_ms, 3),
            "postgresql_cpu_ms": round(self.postgresql_ms, 3),
            "per_core_second": round(1000 / self.cpu_ms, 1) if self.cpu_ms else None,
            "latency_ms": {name: round(1000 * percentile(self.latencies, share), 1) for name, share in (("p50", 0.5), ("p99", 0.99))},
            "others_share_of_cpu": round(self.others_share, 3),
        }


def measure(plan: Plan) -> Result:
    """Each kind of login for `plan.seconds`, the peer's between ours, and what any server would have to do."""
    key = oidc.PartyKey(crypto.new_ec_key())
    secret = crypto.random_token()
    with (
        _system() as system,
        login_peer.running(
            redirect_uri=CALLBACK,
            basic={"client_id": "bench", "client_secret": secret},
            secure={"client_id": "bench-secure", "jwks": {"keys": [key.public()]}},
        ) as peer,
    ):
        bench = _Bench(plan, system, peer, key, secret)
        bench.prepare()
        kinds = _kinds(system, peer)
        loops = {}
        for kind in kinds:
            _say(f"{kind.name}: {kind.unit}")
            bench.run(kind, min(_WARM_UP_S, plan.seconds))
            loops[kind.name] = bench.run(kind, plan.seconds)
        limit_ms = _limit_ms(system.dsn, bench.postmaster)
    ours, beside = loops["code"], loops.get("peer_code")
    return Result(
        name="login",
        unit="login at the eID provider on PostgreSQL: code flow and userinfo, password hash left out",
        n=ours.logins,
        wall_s=ours.wall_s,
        cpu_ms_per_unit=ours.cpu_ms,
        peer=Side(login_peer.MISSING, None) if beside is None or peer is None else Side(f"{peer.name}, the same flow", beside.cpu_ms),
        limit=Side("one ES256 signature, one verified, two commits of one row each: client and PostgreSQL", limit_ms),
        at=clock.utc_now(),
        details={
            "server_cpu_ms": round(ours.server_ms, 4),
            "postgresql_cpu_ms": round(ours.postgresql_ms, 4),
            "errors": sum(loop.wrong.total() for loop in loops.values()),
            "password_logins_per_core_second": loops["password"].as_dict()["per_core_second"],
            "hash_ms": {cost: round(_hash_ms(cost), 4) for cost in COSTS},
            "browsers": plan.browsers,
            "loops": {kind.name: {"unit": kind.unit, **loops[kind.name].as_dict()} for kind in kinds},
        },
    )


def _kinds(system: installation.Running, peer: login_peer.Peer | None) -> list[Kind]:
    at, here = f"{system.settings.institutions_url}{eid.REALM}", system.settings.exchange_url
    both = ("exchange", "institutions")
    kinds = [
        Kind("code", "login page, password, code, userinfo; hash left out", at, ("institutions",)),
        Kind("secure", "the same with PAR, DPoP, private_key_jwt and a proof at userinfo", at, ("institutions",), secure=True),
        Kind("password", "code flow with the hash of Argon2id, 7 MiB, 5 passes", at, ("institutions",), cost="full"),
        Kind("again", "a person who is logged in at the exchange: code, userinfo", here, ("exchange",), again=True, number_in="SoDinhDanh"),
        Kind("again_secure", "the same in the secure profile", here, ("exchange",), again=True, secure=True, number_in="SoDinhDanh"),
        Kind("chain", "relying party, exchange and eID provider, all anew; hash left out", here, both, number_in="SoDinhDanh"),
    ]
    if peer is not None:
        kinds.insert(1, Kind("peer_code", f"{peer.name}: login page, code, userinfo; no hash", peer.issuer, ()))
        kinds.insert(3, Kind("peer_secure", f"{peer.name}: with PAR, DPoP and private_key_jwt", peer.issuer, (), secure=True))
    return kinds


@contextmanager
def _system() -> Iterator[installation.Running]:
    """The whole installation with a database of its own, and nobody in it but the bench's own people."""
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o755)  # as root the database server runs as another user, who must pass through here
        with installation.kept(Path(folder), say=_say, fill=lambda _dsn: None) as system:
            yield system


class _Bench:
    """Runs one kind of login after another against one system."""

    def __init__(self, plan: Plan, system: installation.Running, peer: login_peer.Peer | None, key: oidc.PartyKey, secret: str) -> None:
        self._plan = plan
        self._system = system
        self._peer = peer
        self._key = key
        self._secret = secret
        self._addresses = count(1)
        self.postmaster = postmaster(system.dsn)

    def prepare(self) -> None:
        """Registers the relying parties and opens the accounts, half of them with a hash that costs next to nothing."""
        settings, now = self._system.settings, clock.utc_now()
        with db.connect(self._system.dsn) as conn:
            for issuer in (f"{settings.institutions_url}{eid.REALM}", settings.exchange_url):
                names = claims.CLAIMS_OF_PROVIDER if issuer.endswith(eid.REALM) else claims.CLAIMS_OF_EXCHANGE
                common = {"redirect_uris": (CALLBACK,), "scopes": ("openid",), "claims": names}
                basic = oidc.Client("bench", "Đo lường", token_endpoint_auth_method="client_secret_basic", **common)  # type: ignore[arg-type]  # noqa: S106
                provider.register_client(conn, issuer, basic, secret=self._secret, now=now)
                secure = oidc.Client(
                    "bench-secure",
                    "Đo lường",
                    profile=oidc.SECURE,
                    token_endpoint_auth_method="private_key_jwt",  # noqa: S106 - the name of a method
                    jwks={"keys": [self._key.public()]},
                    **common,  # type: ignore[arg-type]
                )
                provider.register_client(conn, issuer, secure, secret=None, now=now)
            for cost in COSTS:
                accounts = [account(cost, nth, each) for nth in range(self._plan.browsers) for each in range(ACCOUNTS)]
                eid.open_accounts(conn, accounts, cost=cost)
            conn.commit()

    def run(self, kind: Kind, seconds: float) -> Loop:
        """As many logins as `seconds` hold, over all browsers."""
        loop, lock, end = Loop(), threading.Lock(), [0.0]
        ready = threading.Barrier(self._plan.browsers + 1)

        def work(nth: int) -> None:
            with self._visitor(kind, nth) as visitor:
                ready.wait()
                while perf_counter() < end[0]:
                    begun = perf_counter()
                    wrong = visitor.log_in()
                    with lock:
                        loop.logins += wrong is None
                        loop.latencies.append(perf_counter() - begun)
                        loop.wrong.update([wrong] if wrong is not None else [])
                with lock:
                    loop.requests += visitor.wire.requests

        threads = [threading.Thread(target=work, args=(nth,), daemon=True) for nth in range(self._plan.browsers)]
        for thread in threads:
            thread.start()
        end[0] = perf_counter() + 60 + seconds
        ready.wait(60)
        before, busy, driver, started = self._cpu_s(kind), busy_s(), process_time(), perf_counter()
        end[0] = started + seconds
        for thread in threads:
            thread.join()
        loop.wall_s = perf_counter() - started
        server_s, postgresql_s = (after - at_start for after, at_start in zip(self._cpu_s(kind), before, strict=True))
        others_s = busy_s() - busy - server_s - postgresql_s - (process_time() - driver)
        loop.server_ms, loop.postgresql_ms = (1000 * each / max(1, loop.logins) for each in (server_s, postgresql_s))
        loop.others_share = share_of_machine(others_s, loop.wall_s)
        return loop

    @contextmanager
    def _visitor(self, kind: Kind, nth: int) -> Iterator["Visitor"]:
        visitor = Visitor(kind, nth, self._addresses, self._party)
        try:
            if kind.again:
                visitor.arrive()
            yield visitor
        finally:
            visitor.wire.close()

    def _party(self, kind: Kind, wire: Wire) -> oidc.RelyingParty:
        if kind.secure:
            registration = oidc.Registration(kind.issuer, "bench-secure", "", CALLBACK)
            return oidc.SecureParty(registration, wire, key=self._key, random=crypto.random_token)
        return oidc.RelyingParty(oidc.Registration(kind.issuer, "bench", self._secret, CALLBACK), wire)

    def _cpu_s(self, kind: Kind) -> tuple[float, float]:
        """Of the servers and of PostgreSQL; the peer has none."""
        if not kind.parts:
            return cpu_s(self._peer.pid if self._peer is not None else os.getpid()), 0.0
        return sum(cpu_s(self._system.chain.pid(part)) for part in kind.parts), cpu_s(self.postmaster)


def _limit_ms(dsn: str, postmaster: int) -> float:
    """CPU of the signature and the check that no server can leave out, and of two durable commits, with their client."""
    key = ECKey.generate_key("P-256")
    signer = oidc.SigningKey(key.as_pem(private=True))
    known, rounds = oidc.own_keys([signer]), 300
    with db.connect(dsn) as conn:
        for nth in range(2 * rounds + 20):
            if nth == 20:  # prepared by then
                before = time.process_time() + cpu_s(postmaster)
            provider.first_time(conn, f"bench|{crypto.random_token()}", until=clock.utc_now() + timedelta(minutes=1))
            conn.commit()
            if nth % 2:
                oidc.read_signed(signer.sign({"sub": "person", "nonce": str(nth)}), known)
        return 1000 * (time.process_time() + cpu_s(postmaster) - before) / rounds


def _hash_ms(cost: Cost) -> float:
    verifier = crypto.hash_password(PASSWORD, cost=cost)
    rounds, started = 20 if cost == "full" else 500, process_time()
    for _ in range(rounds):
        assert crypto.verify_password(verifier, PASSWORD)
    return 1000 * (process_time() - started) / rounds


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

"""Issues cards: personalises the chip of an invented person, good or with a trouble, and says what is printed on it."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ansinh.chip import lds
from ansinh.kit import crypto
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import chip_files, chip_keys, country, papers, pictures
from ansinh.sandbox.cards.certificates import Holder
from ansinh.sandbox.cards.country import Country, Signer
from ansinh.sandbox.cards.model import ActiveKind, CardTrouble, PaceName, PortraitKind, Printed, RecordName, SignerName
from ansinh.sandbox.model import Person

_OURS = Holder(letters="VN", icao="VNM", organisation="Sandbox (invented)", common_name="CSCA Sandbox")
_FOREIGN = Holder(letters="UT", icao="UTO", organisation="Utopia (invented)", common_name="CSCA Utopia")  # Doc 9303's own example country
_PACE_FAILS = 0x6FFF
_WITHOUT_KEYS = frozenset({CardTrouble.COPY, CardTrouble.STRIPPED_COM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Factory:
    """The ministry's card factory. `trust` is a folder with what the agency trusts: the authority's certificate and its revocation list.

    `foreign_authority` is the certificate (DER) behind FOREIGN_SIGNER, for whoever wants to see what happens when it is trusted.
    """

    home: Path
    trust: Path
    foreign_authority: bytes = field(repr=False)
    _today: date
    _secret: bytes = field(repr=False)
    _countries: Mapping[str, Country] = field(repr=False)

    @classmethod
    def open(cls, home: Path, *, today: date) -> "Factory":
        """The factory kept in `home`, made there on first use (about half a second); its revocation list is fresh on `today`.

        Whoever holds the folder can issue this invented country's cards: the files are 0600, `trust` may be given away.
        """
        secret = crypto.load_or_create_secret(home / "people.secret")
        ours = country.kept(home / "authority", _OURS, signers=tuple(country.SCHEMES))
        foreign = country.kept(home / "foreign", _FOREIGN, signers=("ecdsa",))
        impostor = country.kept(home / "impostor", _OURS, signers=("ecdsa",))
        _publish(home / "trust", ours, today=today)
        return cls(
            home=home,
            trust=home / "trust",
            foreign_authority=foreign.certificate,
            _today=today,
            _secret=secret,
            _countries={"ours": ours, "foreign": foreign, "impostor": impostor},
        )

    def personalise(
        self,
        person: Person,
        *,
        household: Iterable[Person] = (),
        signer: SignerName = "ecdsa",
        portrait: PortraitKind = "jpeg",
        portrait_record: RecordName = "010",
        active: ActiveKind = "ecdsa",
        pace: PaceName = "gm",
        trouble: CardTrouble | None = None,
    ) -> virtual_card.Chip:
        """The chip of a person's card, the same every time but for the signature. Names of family come from `household`.

        `signer` is another one where the trouble lies in the signer, `active` where it lies in that key.
        """
        true = papers.of(person, household, year=self._today.year, is_expired=trouble is CardTrouble.EXPIRED)
        held = chip_keys.of(
            person.citizen_number.value, secret=self._secret, shared_rsa=self.home / "active.pem", active=active, trouble=trouble
        )
        groups = chip_files.groups(
            true,
            pictures.drawn(person.citizen_number.value, portrait, portrait_record),
            chip_key_info=held.told_info,
            active_key_info=held.active_info,
            active_is_ecdsa=held.active_is_ecdsa,
            pace=pace,
        )
        listed = {number: raw for number, raw in groups.items() if trouble is not CardTrouble.INJECTED_GROUP or number != 13}
        signs, issued_on = self._signer(signer, trouble), true.printed.issued_on
        security_object = chip_files.security_object(listed, signs, on=issued_on)
        there = _after_signing(groups, true, person, trouble)
        files = {lds.File.of_group(number).fid: raw for number, raw in there.items()}
        files[lds.File.CARD_ACCESS.fid] = chip_files.card_access(pace)
        files[lds.File.COM.fid] = chip_files.common(there)
        files[lds.File.SOD.fid] = security_object
        has_keys, beside = trouble not in _WITHOUT_KEYS, {}
        if pace == "cam":
            beside[lds.File.CARD_SECURITY.fid] = chip_files.card_security(held.told_info, held.mapping_info, signs, on=issued_on)
        return virtual_card.Chip(
            files=files,
            beside=beside,
            mapping_key=held.mapping_key if has_keys and beside else None,
            can=true.printed.can,
            bac_key=true.lines.key(),
            chip_key=held.chip_key if has_keys else None,
            active_key=held.active_private if has_keys else None,
            quirks=virtual_card.Quirks(pace_status=_PACE_FAILS if trouble is CardTrouble.DOWNGRADE else None),
        )

    def printed(self, person: Person, *, trouble: CardTrouble | None = None) -> Printed:
        """What stands on the same card for everybody's eyes."""
        true = papers.of(person, (), year=self._today.year, is_expired=trouble is CardTrouble.EXPIRED)
        return papers.with_another_name(true, person).printed if trouble is CardTrouble.ALTERED_NAME else true.printed

    def _signer(self, name: SignerName, trouble: CardTrouble | None) -> Signer:
        match trouble:
            case CardTrouble.CLONE:
                return self._countries["impostor"].signers["ecdsa"]
            case CardTrouble.FOREIGN_SIGNER:
                return self._countries["foreign"].signers["ecdsa"]
            case CardTrouble.REVOKED_SIGNER:
                return self._countries["ours"].signers[country.REVOKED]
            case _:
                return self._countries["ours"].signers[name]


def _after_signing(groups: Mapping[int, bytes], true: papers.Papers, person: Person, trouble: CardTrouble | None) -> dict[int, bytes]:
    """The data groups as they are on the card: those of the security object, or what somebody made of them."""
    if trouble is CardTrouble.ALTERED_NAME:
        return {**groups, **chip_files.names(papers.with_another_name(true, person))}
    if trouble is CardTrouble.STRIPPED_COM:
        return {number: raw for number, raw in groups.items() if number not in {14, 15}}
    return dict(groups)


def _publish(folder: Path, ours: Country, *, today: date) -> None:
    """Puts the authority's certificate into the folder, and a revocation list where there is none that is fresh."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, listed = folder / "csca.cer", folder / "vnm.crl"
    if not certificate.exists() or certificate.read_bytes() != ours.certificate:
        _put(certificate, ours.certificate)
    if not listed.exists() or country.is_due(listed.read_bytes(), today=today):
        _put(listed, ours.revocation_list(today=today))


def _put(file: Path, content: bytes) -> None:
    """Whole or not at all: others may be reading, or doing the same."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    draft.write_bytes(content)
    draft.replace(file)

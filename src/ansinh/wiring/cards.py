"""The card factory of this installation, and the cards of its invented people. Its keys are in the folder `cards` of the home."""

from dataclasses import dataclass, field

from ansinh import sandbox
from ansinh.kit import clock
from ansinh.kit.errors import NotFound
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import ActiveKind, CardTrouble, Factory, PortraitKind, Printed, SignerName
from ansinh.settings import Settings
from ansinh.wiring import crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: what is in its chip, and what is printed on it."""

    chip: virtual_card.Chip = field(repr=False)
    printed: Printed


def factory(settings: Settings) -> Factory:
    """The factory, made on first use; its revocation list is fresh today."""
    return Factory.open(settings.home / "cards", today=clock.vietnam_day(clock.utc_now()))


def person(settings: Settings, number: str) -> sandbox.Person:
    """The invented person with this citizen number. Raises NotFound("person_unknown")."""
    for each in _everybody(settings):
        if each.citizen_number.value == number.strip():
            return each
    raise NotFound(
        "person_unknown",
        "no invented person has this citizen number; `ansinh sandbox people` lists them (ANSINH_PEOPLE says how many there are)",
        field="citizen_number",
    )


def card(
    settings: Settings,
    number: str,
    *,
    signer: SignerName = "ecdsa",
    portrait: PortraitKind = "jpeg",
    active: ActiveKind = "ecdsa",
    trouble: CardTrouble | None = None,
) -> Card:
    """The card of the invented person with this citizen number, family and all. Raises NotFound("person_unknown")."""
    holder, maker = person(settings, number), factory(settings)
    household = [each for each in _everybody(settings) if each.household_code == holder.household_code]
    chip = maker.personalise(holder, household=household, signer=signer, portrait=portrait, active=active, trouble=trouble)
    return Card(chip=chip, printed=maker.printed(holder, trouble=trouble))


def _everybody(settings: Settings) -> tuple[sandbox.Person, ...]:
    return crowd.invented(settings.people, clock.vietnam_day(clock.utc_now()))

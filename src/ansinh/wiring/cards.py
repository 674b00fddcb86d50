"""The card factory of this installation, and the cards of its invented people. Its keys are in the folder `cards` of the home."""

from dataclasses import dataclass, field

from ansinh import sandbox
from ansinh.kit import clock
from ansinh.kit.errors import NotFound, Refused
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import ActiveKind, CardTrouble, Factory, PaceName, PortraitKind, Printed, RecordName, SignerName
from ansinh.settings import Settings
from ansinh.wiring import crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: what is in its chip, and what is printed on it."""

    chip: virtual_card.Chip = field(repr=False)
    printed: Printed


def factory(settings: Settings) -> Factory:
    """The factory, made on first use; its revocation list is fresh today. Raises Refused("card_factory_unusable") for a folder gone wrong."""
    folder = settings.home / "cards"
    try:
        return Factory.open(folder, today=clock.vietnam_day(clock.utc_now()))
    except (OSError, ValueError, TypeError) as wrong:
        raise Refused(
            "card_factory_unusable",
            f"the card factory's folder {folder} cannot be used ({wrong}); without it, a new one is made and every card gets new keys",
            field="home",
        ) from wrong


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
    portrait_record: RecordName = "010",
    active: ActiveKind = "ecdsa",
    pace: PaceName = "gm",
    trouble: CardTrouble | None = None,
) -> Card:
    """The card of the invented person with this citizen number, family and all. Raises NotFound("person_unknown")."""
    holder, maker = person(settings, number), factory(settings)
    household = [each for each in _everybody(settings) if each.household_code == holder.household_code]
    chip = maker.personalise(
        holder,
        household=household,
        signer=signer,
        portrait=portrait,
        portrait_record=portrait_record,
        active=active,
        pace=pace,
        trouble=trouble,
    )
    return Card(chip=chip, printed=maker.printed(holder, trouble=trouble))


def _everybody(settings: Settings) -> tuple[sandbox.Person, ...]:
    return crowd.invented(settings.people, clock.vietnam_day(clock.utc_now()))

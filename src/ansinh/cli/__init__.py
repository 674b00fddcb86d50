"""`ansinh`: the command line. `ansinh --help` is the manual; each group of commands has a file of its own."""

import sys

import click
from pydantic import ValidationError

import ansinh
from ansinh import settings as settings_module
from ansinh.chip import errors as chip_errors
from ansinh.cli import (
    alerts,
    apply,
    audit,
    bench,
    card,
    cases,
    daily_changes,
    database,
    desk,
    doctor,
    fuzz,
    hospital,
    journey,
    keys,
    partners,
    people,
    population,
    population_report,
    population_serve,
    review,
    run,
    share,
    staff,
    stats,
    upstreams,
    verify,
)
from ansinh.kit import db, log
from ansinh.kit.errors import RoomError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ansinh.__version__, prog_name="ansinh")
def cli() -> None:
    """A national social-security agency on the electronic identity of its citizens.

    Start with `ansinh dev` (or `make run`): the portal, the gateway, the identity exchange and the sandbox institutions
    on this machine. Settings are environment variables ANSINH_...; `ansinh doctor` lists them and says what is missing.
    """


for command in (
    run.dev,
    run.serve,
    run.worker,
    database.migrate,
    database.seed,
    journey.journey,
    people.sandbox,
    population.population,
    audit.audit,
    cases.cases,
    staff.staff,
    upstreams.exchange_commands,
    keys.keys,
    share.share,
    hospital.hospital,
    desk.desk,
    alerts.alerts,
    stats.stats,
    verify.verify,
    card.card,
    bench.bench,
    fuzz.fuzz,
    doctor.doctor,
):
    cli.add_command(command)
upstreams.exchange_commands.add_command(partners.appoint)
for command in (
    daily_changes.sync,
    daily_changes.changes_command,
    daily_changes.settle,
    daily_changes.births,
    daily_changes.places_group,
):
    population.population.add_command(command)
for command in (daily_changes.happen, daily_changes.feed_trouble, daily_changes.wards):
    people.sandbox.add_command(command)
population.population.add_command(apply.apply)
population.population.add_command(review.cases)
population.population.add_command(review.review)
population.population.add_command(population_serve.serve)
population.population.add_command(population_report.report)
population.population.add_command(population_report.explain)
people.sandbox.add_command(share.follow)


def main() -> None:
    """Entry point of the `ansinh` command: errors are sentences on standard error, exit status 1."""
    log.configure()
    try:
        cli.main(standalone_mode=False)
    except ValidationError as wrong:
        _fail(settings_module.explain(wrong))
    except RoomError as refused:
        _fail(refused.detail)
    except chip_errors.ChipError as wrong:
        _fail(wrong.detail)
    except db.Error as broken:
        _fail(f"the database answered: {str(broken).splitlines()[0]}")
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except BrokenPipeError:
        sys.exit(141)


def _fail(sentence: str) -> None:
    click.echo(f"ansinh: {sentence}", err=True)
    sys.exit(1)

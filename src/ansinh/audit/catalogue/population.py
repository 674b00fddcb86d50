"""The population register: questions, runs of verification, the feed of changes, the review desk."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "population.answered",
        who=("agency", "officer", "system"),
        why="What the population register said of a person is a look at that person, however little it tells.",
        detail={"reference": "our number of the question", "result": "verified, not_verified, or no_answer and why"},
    ),
    Kind(
        "population.asked",
        who=("agency", "officer", "system"),
        why="A question that leaves the house is recorded before it does, so that none is asked unseen.",
        detail={"reference": "our number of the question"},
    ),
    Kind(
        "population.case_decided",
        who=("officer", "system"),
        why="Somebody in the agency found who an insured person is at the population register, or that nobody can tell yet.",
        detail={
            "case": "number of the case",
            "finding": "what was found, in a stable word; empty where the case was overtaken",
            "state": "in force, passed on, waits for a second officer or for papers, turned down, undone, reopened, overtaken",
        },
    ),
    Kind(
        "population.case_details_viewed",
        who=("officer",),
        why="Name, address and parents are kept back at the review desk: who asked for them gave a reason.",
        detail={"because": "which of the listed reasons", "case": "number of the case", "verdict": "why people have to look"},
    ),
    Kind(
        "population.case_opened",
        who=("system",),
        why="What the population register says and what is insured do not fit, and people must look.",
        detail={"case": "number of the case", "verdict": "why people have to look"},
    ),
    Kind(
        "population.case_viewed",
        who=("officer",),
        why="Whoever opens a case sees particulars of an insured person, and of people who may be somebody else.",
        detail={"case": "number of the case", "part": "to decide, or to agree to a decision", "verdict": "why people have to look"},
    ),
    Kind(
        "population.cases_loaded",
        who=("system",),
        why="Many cases came to the review desk at once: the participants in them are told when somebody looks.",
        detail={"cases": "how many", "source": "number of the run"},
    ),
    Kind(
        "population.cases_released",
        who=("officer",),
        why="Until when an officer alone could decide these cases.",
        detail={"cases": "how many"},
    ),
    Kind(
        "population.cases_taken",
        who=("officer",),
        why="Who had which part of an office's work, and how much of it.",
        detail={"cases": "how many", "office": "province code of the office"},
    ),
    Kind(
        "population.change_left_open",
        who=("system",),
        why="The population register said something that contradicts the record; until a person decided, nothing was changed by it.",
        detail={"change": "its number in the feed", "code": "stable word for the contradiction", "kind": "what had happened there"},
    ),
    Kind(
        "population.change_settled",
        who=("agency", "officer"),
        why="Somebody decided that what the population register said of the record needs nothing more.",
        detail={"because": "stable word for the reason", "problem": "our number of what was left open"},
    ),
    Kind(
        "population.feed_stopped",
        who=("system",),
        why="From when on deaths and corrections were not followed, and why: a number was missing, or a page was not the register's.",
        detail={"after": "number of the last change that was taken", "code": "stable word for what stopped it"},
    ),
    Kind(
        "population.record_unmasked",
        who=("system",),
        why="Why a record got its verdict is shown masked; whoever had it shown in the clear on the machine of a run is on record.",
        detail={
            "insured": "head of the digest of the run's insured records",
            "row": "row of the record in them, counted from 0",
            "verdict": "what the run found",
        },
    ),
    Kind(
        "population.run_applied",
        who=("system",),
        why="Many records came to count as verified at once, and some got a number, each of which is an event of its own.",
        detail={
            "cases": "how many came to the review desk",
            "changed": "how many were left because they are not what the run saw any more",
            "fingerprint": "digest of the run's files",
            "numbers": "how many got a number that was found",
            "rows": "which rows of the run's verdicts, counted from 0",
            "run": "number of the run",
            "verified": "how many count as verified now",
        },
    ),
)

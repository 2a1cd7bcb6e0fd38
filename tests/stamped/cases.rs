//! What is proven: every pattern alone, with what it needs; entities of every shape; all patterns together.

use crate::case::{
    CORNERS, Case, Database, EVERY, MODES, Mode, ON_POSTGRESQL, PLAIN, Stamp, Variant, both,
};
use crate::stamps::{
    BOOKED_ROOMS, EVERY_TYPE, FIVE, INT_IDS, LONG_NAMES, LONG_REFERENCE, MARKED, MIGRATIONS,
    MODEL_OF_THE_MIGRATIONS, NAMES, ON_SQLITE, ORDER, REFERENCES, THIRTY_FIELDS, TOGETHER, USER,
    stamp,
};

const fn case(name: &'static str, stamps: &'static [Stamp], variants: &'static [Variant]) -> Case {
    Case {
        name,
        stamps,
        by_hand: &[],
        variants,
    }
}

/// Stamps in two variants that have both modes and both databases. In all four: `crud`, which is made of most of them.
const fn corners(name: &'static str, stamps: &'static [Stamp]) -> Case {
    case(name, stamps, CORNERS)
}

/// The answers that make a variant.
const VARIANT: &[&str] = &["--{mode}", "--db-url", "{db_url}"];

/// The longest first: what is short fills what is left of the time at the end.
pub const CASES: &[Case] = &[
    case(
        "together",
        ON_SQLITE,
        &[both(Mode::Async, Database::Sqlite)],
    ),
    case(
        "together-on-a-server",
        TOGETHER,
        &[both(Mode::Sync, Database::Postgresql)],
    ),
    case("project", &[stamp("project", &[])], PLAIN),
    case("settings", &[stamp("settings", &[])], PLAIN),
    case("app", &[stamp("app", &["--{mode}"])], MODES),
    corners("database", &[stamp("database", VARIANT)]),
    corners("alembic", &[stamp("alembic", VARIANT)]),
    corners("fixtures", &[stamp("fixtures", VARIANT)]),
    corners(
        "model",
        &[stamp(
            "model",
            &[
                "--entity",
                "User",
                "--{mode}",
                "--db-url",
                "{db_url}",
                "email:email:unique",
            ],
        )],
    ),
    case(
        "schema",
        &[stamp(
            "schema",
            &[
                "--entity",
                "User",
                "email:email:unique",
                "age:int:null:min=0",
            ],
        )],
        PLAIN,
    ),
    corners(
        "repository",
        &[stamp(
            "repository",
            &["--entity", "User", "--{mode}", "--db-url", "{db_url}"],
        )],
    ),
    corners(
        "service",
        &[stamp(
            "service",
            &["--entity", "User", "--{mode}", "--db-url", "{db_url}"],
        )],
    ),
    corners(
        "endpoint",
        &[stamp(
            "endpoint",
            &["--entity", "User", "--{mode}", "--db-url", "{db_url}"],
        )],
    ),
    case("crud", &[USER], EVERY),
    corners("two-entities", &[USER, ORDER]),
    // Entities of another shape: each kind of service and database takes them as it takes the others.
    case(
        "five-entities",
        FIVE,
        &[both(Mode::Async, Database::Postgresql)],
    ),
    case(
        "default-fields",
        &[stamp(
            "crud",
            &["--entity", "Tag", "--{mode}", "--db-url", "{db_url}"],
        )],
        &[both(Mode::Async, Database::Postgresql)],
    ),
    corners("every-type", &[USER, EVERY_TYPE]),
    corners("int-ids", INT_IDS),
    case(
        "thirty-fields",
        &[THIRTY_FIELDS],
        &[both(Mode::Sync, Database::Sqlite)],
    ),
    case(
        "long-names",
        &[LONG_NAMES, LONG_REFERENCE],
        &[both(Mode::Sync, Database::Postgresql)],
    ),
    corners("references", REFERENCES),
    case("names", NAMES, &[both(Mode::Async, Database::Sqlite)]),
    Case {
        name: "migration-kinds",
        stamps: MIGRATIONS,
        by_hand: MODEL_OF_THE_MIGRATIONS,
        variants: EVERY,
    },
    case("async-tests", &[stamp("async-tests", &[])], PLAIN),
    case("retry", &[stamp("retry", &["--{mode}"])], MODES),
    case(
        "bounded-concurrency",
        &[stamp("bounded-concurrency", &["--{mode}"])],
        MODES,
    ),
    case("time-limit", &[stamp("time-limit", &["--{mode}"])], MODES),
    case("timezone", &[stamp("timezone", &[])], PLAIN),
    case("input-validation", &[stamp("input-validation", &[])], PLAIN),
    case("request-id", &[stamp("request-id", &[])], PLAIN),
    case("error-envelope", &[stamp("error-envelope", &[])], PLAIN),
    case("security-headers", &[stamp("security-headers", &[])], PLAIN),
    case(
        "structured-logging",
        &[stamp("structured-logging", &[])],
        PLAIN,
    ),
    case("monitoring", &[stamp("monitoring", &[])], PLAIN),
    case(
        "registry",
        &[stamp("registry", &["--of", "Exporter"])],
        PLAIN,
    ),
    case(
        "module",
        &[stamp("module", &["--of", "PriceCalculator"])],
        PLAIN,
    ),
    corners("response-format", &[stamp("response-format", VARIANT)]),
    case("quality-gate", &[stamp("quality-gate", &[])], PLAIN),
    case(
        "layered-architecture",
        &[stamp("layered-architecture", &[])],
        PLAIN,
    ),
    case(
        "docker-compose",
        &[stamp("docker-compose", &["--{mode}"])],
        MODES,
    ),
    case("load-test", &[stamp("load-test", &[])], PLAIN),
    corners(
        "feature",
        &[stamp(
            "feature",
            &[
                "--entity",
                "Invoice",
                "--{mode}",
                "--db-url",
                "{db_url}",
                "number:str=20:unique",
                "total:decimal=10,2:min=0",
            ],
        )],
    ),
    case(
        "agent",
        &[stamp("agent", &["--called", "Researcher"])],
        PLAIN,
    ),
    case(
        "guarded",
        &[stamp(
            "crud",
            &[
                "--entity",
                "Note",
                "--auth",
                "--soft-delete",
                "--{mode}",
                "--db-url",
                "{db_url}",
            ],
        )],
        &[both(Mode::Async, Database::Sqlite)],
    ),
    case(
        "cached",
        &[stamp(
            "crud",
            &[
                "--entity", "Note", "--cache", "--{mode}", "--db-url", "{db_url}",
            ],
        )],
        &[both(Mode::Sync, Database::Sqlite)],
    ),
    case("marked", MARKED, &[both(Mode::Async, Database::Postgresql)]),
    corners("webhook-receiver", &[stamp("webhook-receiver", VARIANT)]),
    corners("jwt-auth", &[stamp("jwt-auth", VARIANT)]),
    corners("transaction", &[stamp("transaction", VARIANT)]),
    corners("soft-delete", &[stamp("soft-delete", VARIANT)]),
    case("redis", &[stamp("redis", &[])], PLAIN),
    case("rate-limit", &[stamp("rate-limit", &[])], PLAIN),
    case("redis-cache", &[stamp("redis-cache", &["--{mode}"])], MODES),
    case("streaming-upload", &[stamp("streaming-upload", &[])], PLAIN),
    case(
        "http-client",
        &[stamp("http-client", &["--api", "Payments", "--{mode}"])],
        MODES,
    ),
    case(
        "email-service",
        &[stamp("email-service", &["--{mode}"])],
        MODES,
    ),
    corners("overlap-check", &[stamp("overlap-check", VARIANT)]),
    corners("overlap-check-of-references", BOOKED_ROOMS),
    case("background-task", &[stamp("background-task", &[])], PLAIN),
    case("celery-worker", &[stamp("celery-worker", &[])], PLAIN),
    case("file-pipeline", &[stamp("file-pipeline", &[])], PLAIN),
    corners("sql-migration", &[stamp("sql-migration", VARIANT)]),
    case(
        "row-locking",
        &[stamp("row-locking", VARIANT)],
        ON_POSTGRESQL,
    ),
    case(
        "connection-pool",
        &[stamp("connection-pool", VARIANT)],
        ON_POSTGRESQL,
    ),
    corners("batch-insert", &[stamp("batch-insert", VARIANT)]),
    corners("eager-loading", &[stamp("eager-loading", VARIANT)]),
];

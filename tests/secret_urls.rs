//! The password of a database URL goes into `.env`, and nowhere else.

mod common;

use common::Sandbox;
use common::hidden::expect_hidden;

const PASSWORD: &str = "p@hush";
const ENCODED: &str = "p%40hush";

const URLS: [(&str, &[&str]); 5] = [
    (
        "postgresql://me:p%40hush@host:5432/db",
        &[ENCODED, PASSWORD, "hush"],
    ),
    (
        "postgresql+psycopg://me:p%40hush@host/db",
        &[ENCODED, PASSWORD, "hush"],
    ),
    (
        "postgres://me:p%40h%75sh@host/db",
        &["p%40h%75sh", PASSWORD, "hush"],
    ),
    (
        "postgresql://host/db?user=me&password=p%40hush",
        &[ENCODED, PASSWORD, "hush"],
    ),
    (
        "postgresql:///db?host=/var/run/postgresql&user=me&password=hush",
        &["hush"],
    ),
];

#[test]
fn the_password_of_a_database_url() {
    for (url, secrets) in URLS {
        for more in ["--dry-run", "--dry-run --json", "--check", "--json", ""] {
            let sandbox = Sandbox::new();
            let words = ["new", "database", "--db-url", url];
            let run = sandbox
                .patgen(words.into_iter().chain(more.split_whitespace()))
                .run();
            assert!(
                run.status.is_some_and(|code| code < 2),
                "{}: {}",
                run.line,
                run.err
            );
            expect_hidden(&sandbox, &run, secrets);
        }
    }
}

#[test]
fn the_same_command_again_has_nothing_to_do() {
    let sandbox = Sandbox::new();
    let words = ["new", "connection-pool", "--yes", "--db-url", URLS[0].0];
    sandbox.patgen(words).run().code(0);
    let again = sandbox.untouched(|| sandbox.patgen(words).run());
    again.code(0).says(["nothing to do"]);
    let other = URLS[0].0.replace("host", "elsewhere");
    let words = ["new", "connection-pool", "--yes", "--db-url", &other];
    let run = sandbox.patgen(words).run();
    run.code(2).says(["settled by the stamp `database`"]);
}

#[test]
fn it_is_in_the_env_file_for_its_owner_alone() {
    let sandbox = Sandbox::new();
    sandbox
        .patgen(["new", "database", "--db-url", URLS[0].0])
        .run()
        .code(0);
    let env = sandbox.read(".env");
    assert!(env.contains("me:p%40hush@host:5432/db"), "{env}");
    assert_eq!(sandbox.tree().mode(".env"), 0o600);
    assert!(
        sandbox
            .read(".gitignore")
            .lines()
            .any(|line| line == ".env"),
        "{}",
        sandbox.read(".gitignore")
    );
    let example = sandbox.read(".env.example");
    assert!(example.contains("host:5432/db"), "{example}");
    sandbox.program("git", ["init", "-q"]).run().code(0);
    sandbox
        .program("git", ["check-ignore", "-q", ".env"])
        .run()
        .code(0);
}

/// Every later run reads the record, and says no more.
#[test]
fn later_runs() {
    let sandbox = Sandbox::new();
    let secrets = URLS[0].1;
    sandbox
        .patgen(["new", "database", "--db-url", URLS[0].0])
        .run()
        .code(0);
    for line in [
        "new database",
        "new database --json",
        "facts",
        "facts --json",
        "new alembic --dry-run",
        "new alembic",
    ] {
        let run = sandbox.run(line);
        assert!(
            run.status.is_some_and(|code| code < 2),
            "{line}: {}",
            run.err
        );
        expect_hidden(&sandbox, &run, secrets);
    }
    let same = sandbox
        .patgen(["new", "database", "--db-url", URLS[0].0])
        .run()
        .code(0);
    same.says(["nothing to do"]);
    // Another database is another answer: an update, and nobody can be asked. The message names no password.
    let other = sandbox.untouched(|| {
        sandbox
            .patgen([
                "new",
                "database",
                "--db-url",
                "postgresql://me:other@elsewhere/db",
            ])
            .run()
            .code(1)
    });
    expect_hidden(&sandbox, &other, &["hush", "other@"]);
}

/// A secret in a run that stops for a person: the command to run again leaves it out.
#[test]
fn a_run_that_stops() {
    for (url, secrets) in URLS {
        let sandbox = Sandbox::new();
        sandbox.write(".gitignore", "mine\n");
        for flag in [&["--db-url", url][..], &[&format!("--db-url={url}")]] {
            let words = [&["new", "database"], flag].concat();
            let run = sandbox.untouched(|| sandbox.patgen(words).run().code(1));
            expect_hidden(&sandbox, &run, secrets);
            run.says(["--yes"]);
        }
    }
}

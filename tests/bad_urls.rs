//! Database URLs that cannot be: exit 2, nothing touched, and never a part of the password in the message.

mod common;

use common::Sandbox;
use common::transcript::Transcript;

/// A pattern that asks for a database URL.
const PATTERN: &str = "database";

#[track_caller]
fn refused(name: &str, urls: &[&str]) {
    let mut transcript = Transcript::default();
    let sandbox = Sandbox::new();
    for url in urls {
        for more in [&[][..], &["--json"], &["--dry-run"]] {
            let words = ["new", PATTERN, "--db-url", url];
            let words = words.iter().chain(more);
            let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
            let said = format!("{}{}", String::from_utf8_lossy(&run.out), run.err);
            assert!(!said.contains("hush") && !said.contains("h%75sh"), "{said}");
            if more.is_empty() {
                assert!(
                    run.err.contains("`--db-url`") && run.err.contains("tip: "),
                    "{}",
                    run.err
                );
                transcript.add(&sandbox, run);
            }
        }
    }
    assert_stored!(name, transcript.text());
}

#[test]
fn malformed() {
    refused(
        "malformed",
        &[
            "",
            " ",
            "app.db",
            "./data/app.sqlite3",
            "/srv/app.db",
            "sqlite",
            "sqlite:",
            "sqlite:app.db",
            "sqlite://",
            "sqlite:///",
            "sqlite://app.db",
            "sqlite:///data/",
            "sqlite:///:memory:",
            ":memory:",
            "sqlite:///file.db?mode=memory",
            "postgresql:/host/db",
            "postgresql://",
            "postgresql://host",
            "postgresql://host/",
            "postgresql:///",
            "postgresql://host:port/db",
            "postgresql://host:0/db",
            "postgresql://host:99999/db",
            "postgresql://[::1/db",
            "postgresql://a b/db",
            "sqlite:///a\nb.db",
            "sqlite:///a\u{1b}[31m.db",
            "postgresql://h/db?=x",
        ],
    );
}

#[test]
fn unsupported() {
    refused(
        "unsupported",
        &[
            "mysql://host/db",
            "mariadb+pymysql://host/db",
            "oracle://host/db",
            "mongodb://host/db",
            "sqlite4:///app.db",
            "postgre://host/db",
            "postgresq://host/db",
            "https://example.com/db",
            "sqlite+pysqlcipher:///app.db",
            "sqlite+aiosqlit:///app.db",
            "postgresql+asynpg://host/db",
            "postgresql+psycopg4://host/db",
            "postgresql+mysql://host/db",
        ],
    );
}

#[test]
fn with_a_password_in_it() {
    refused(
        "with_a_password_in_it",
        &[
            "postgresql://me:hush",
            "postgresql://me:hush@",
            "postgresql://me:hush@host",
            "postgresql://me:hush@host:port/db",
            "postgresql://me:hu@sh@host:99999/db",
            "mysql://me:hush@host/db",
            "me:hush@host/db",
            "postgresql//me:hush@host/db",
            "postgresql:me:hush@host/db",
            "postgresql://me:hush/db",
            "postgresql://me:hush\u{1b}@host/db",
            "postgresql://me:hush@ho st/db",
            "postgresql://host/?password=hush",
        ],
    );
}

//! What is proven: every pattern alone, with what it needs, and all of them together.

use crate::case::{Case, EVERY, MODES, PLAIN, Stamp};

/// A pattern alone, with the answers of the variant.
const fn alone(name: &'static str, stamps: &'static [Stamp]) -> Case {
    Case {
        name,
        stamps,
        variants: EVERY,
    }
}

const fn stamp(pattern: &'static str, answers: &'static [&'static str]) -> Stamp {
    Stamp { pattern, answers }
}

const DATABASE: &[&str] = &["--{mode}", "--db-url", "{db_url}"];

pub const CASES: &[Case] = &[
    Case {
        name: "project",
        stamps: &[stamp("project", &[])],
        variants: PLAIN,
    },
    Case {
        name: "settings",
        stamps: &[stamp("settings", &[])],
        variants: PLAIN,
    },
    Case {
        name: "app",
        stamps: &[stamp("app", &["--{mode}"])],
        variants: MODES,
    },
    alone("database", &[stamp("database", DATABASE)]),
    alone("alembic", &[stamp("alembic", DATABASE)]),
    alone("fixtures", &[stamp("fixtures", DATABASE)]),
];

//! The plan that every fault is tried on: twenty files created, replaced, removed, and given another mode.

use super::project::{Project, plan, rel};
use crate::change::{Change, Content, Plan};

/// Files in directories that stay, go and come: path, text, mode.
pub(crate) const FILES: [(&str, &str, u32); 12] = [
    ("a.py", "old a", 0o644),
    ("app/b.py", "old b", 0o664),
    ("app/c.py", "old c", 0o600),
    ("app/gone.py", "old gone", 0o644),
    ("app/win.txt", "old\r\nlines\r\n", 0o644),
    ("bin/both", "old both", 0o644),
    ("bin/tool", "old tool", 0o755),
    ("bystander", "left alone", 0o640),
    ("docs/long.md", "short", 0o644),
    ("emptied/dir/d.py", "old d", 0o644),
    ("emptied/e.py", "old e", 0o600),
    ("run.sh", "old run", 0o644),
];

/// The project that [`changes`] is made for.
pub(crate) fn project() -> Project {
    let files: Vec<_> = FILES.iter().map(|(path, text, _)| (*path, *text)).collect();
    let project = Project::quick(&files);
    for (path, _, mode) in FILES {
        project.mode(path, mode);
    }
    project
}

/// Five files replaced, three removed, three with another mode, nine created.
pub(crate) fn changes() -> Plan {
    let long = "a long line\n".repeat(20);
    let mut plan = plan(&[
        ("a.py", Some("old a"), Some("new a")),
        ("app/b.py", Some("old b"), Some("new b, which is longer")),
        ("app/c.py", Some("old c"), Some("")),
        (
            "app/win.txt",
            Some("old\r\nlines\r\n"),
            Some("new\r\nlines\r\n"),
        ),
        ("docs/long.md", Some("short"), Some(&long)),
        ("app/gone.py", Some("old gone"), None),
        ("emptied/dir/d.py", Some("old d"), None),
        ("emptied/e.py", Some("old e"), None),
        ("first.py", None, Some("new first")),
        ("app/new.py", None, Some("new new")),
        ("docs/new/z.md", None, Some("new z")),
        ("fresh/x.py", None, Some("new x")),
        ("fresh/deep/y.py", None, Some("new y")),
        (".patgen/stamps/s.toml", None, Some("version = 1")),
        (".patgen/stamps/t.toml", None, Some("version = 1")),
    ]);
    let secret = Content {
        private: true,
        ..Content::new("KEY=1")
    };
    for change in [
        Change::new(
            rel("run.sh"),
            Some(Content::new("old run")),
            Some(run("old run")),
        ),
        Change::new(
            rel("bin/both"),
            Some(Content::new("old both")),
            Some(run("new both")),
        ),
        Change::new(
            rel("bin/tool"),
            Some(run("old tool")),
            Some(Content::new("old tool")),
        ),
        Change::new(rel("bin/made"), None, Some(run("new made"))),
        Change::new(rel(".env"), None, Some(secret)),
    ] {
        plan.insert(change).expect("one change for a path");
    }
    assert_eq!(plan.iter().count(), 20);
    plan
}

fn run(text: &str) -> Content {
    Content {
        executable: true,
        ..Content::new(text)
    }
}

/// The part of the plan that a new root can take.
pub(crate) fn creations() -> Plan {
    let all = changes().into_iter();
    let new = all.filter(|change| change.before.is_none());
    new.map(|change| (change.path.clone(), change)).collect()
}

/// One step of each kind.
pub(crate) fn few(plan: Plan) -> Plan {
    const FEW: [&str; 6] = [
        ".env",
        "a.py",
        "emptied/dir/d.py",
        "fresh/deep/y.py",
        "fresh/x.py",
        "run.sh",
    ];
    let all = plan.into_iter();
    let few = all.filter(|change| FEW.contains(&change.path.as_str()));
    few.map(|change| (change.path.clone(), change)).collect()
}

/// A place to apply a plan to: a project, or one that does not exist yet.
pub(crate) type Case = (fn() -> Project, fn() -> Plan);

pub(crate) const CASES: [Case; 2] = [(project, changes), (Project::quick_missing, creations)];

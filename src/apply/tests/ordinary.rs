//! Plans that are applied.

use std::fs;
use std::os::unix::fs::MetadataExt;

use super::project::{FAST, Project, create, plan, rel};
use crate::apply::{Options, apply, check};
use crate::change::Kind::{Create, Delete, Modify};
use crate::change::{Change, Content, Kind, Plan};
use crate::disk::Root;

#[test]
fn creates_replaces_and_removes() {
    let project = Project::new(&[
        ("a", "1"),
        ("b/c", "2"),
        ("b/d", "3"),
        ("e/f/g", "4"),
        ("h", "5"),
    ]);
    let plan = plan(&[
        ("a", Some("1"), Some("one")),
        ("b/c", Some("2"), None),
        ("b/new", None, Some("new")),
        ("e/f/g", Some("4"), None),
        ("h", Some("5"), Some("5")),
        ("n/o/p", None, Some("p")),
        ("n/o/q/r", None, Some("r")),
        ("n/s", None, Some("")),
    ]);
    check(&project.root(), &plan).expect("a plan that fits");
    let receipt = project.apply(&plan).expect("an applied plan");
    assert_eq!(
        project.files(),
        ["a", "b/d", "b/new", "h", "n/o/p", "n/o/q/r", "n/s"]
    );
    assert_eq!(fs::read_to_string(project.at("a")).expect("a file"), "one");
    assert!(!project.at("e").exists(), "an emptied directory goes");
    let kinds: Vec<Kind> = receipt.changes.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(
        kinds,
        [Modify, Delete, Create, Delete, Create, Create, Create]
    );
}

#[test]
fn turned_round_it_gives_the_tree_before() {
    let project = Project::new(&[("a", "1"), ("b/c", "2")]);
    let before = project.shape();
    let plan = plan(&[
        ("a", Some("1"), None),
        ("b/c", Some("2"), Some("3")),
        ("d/e", None, Some("4")),
        (".patgen/stamps/x.toml", None, Some("version = 1\n")),
    ]);
    project.apply(&plan).expect("an applied plan");
    assert_ne!(project.shape(), before);
    project.apply(&plan.turned()).expect("the way back");
    assert_eq!(project.shape(), before);
}

#[test]
fn nothing_to_do_touches_nothing() {
    let project = Project::new(&[("a", "1")]);
    let before = project.tree();
    for plan in [
        Plan::new(),
        plan(&[("a", Some("1"), Some("1")), ("b", None, None)]),
    ] {
        assert_eq!(project.apply(&plan).expect("nothing to do").changes, []);
    }
    assert_eq!(project.tree(), before);
    let missing = Project::missing();
    missing.apply(&Plan::new()).expect("nothing to do");
    assert!(!missing.path().exists());
}

#[test]
fn a_record_brings_its_ignore_file_and_takes_it_along() {
    let record = plan(&[(".patgen/stamps/x.toml", None, Some("x"))]);
    for project in [Project::new(&[]), Project::missing()] {
        project.apply(&record).expect("an applied plan");
        assert_eq!(
            project.files(),
            [".patgen/.gitignore", ".patgen/stamps/x.toml"]
        );
        project
            .apply(&record.clone().turned())
            .expect("the way back");
        assert_eq!(project.files(), [""; 0]);
        assert!(!project.at(".patgen").exists());
    }
}

#[test]
fn a_new_root_appears_at_once() {
    let project = Project::missing();
    let plan = plan(&[("a", None, Some("1")), ("b/c/d", None, Some("2"))]);
    check(&project.root(), &plan).expect("a plan that fits");
    assert!(
        project
            .root()
            .read(&rel("a"))
            .expect("no root, no file")
            .is_none()
    );
    project.apply(&plan).expect("an applied plan");
    assert_eq!(project.files(), ["a", "b/c/d"]);
    let beside: Vec<_> = fs::read_dir(project.outside())
        .expect("a directory")
        .collect();
    assert_eq!(beside.len(), 1, "nothing is left beside the root");
}

#[test]
fn modes() {
    let project = Project::new(&[("kept", "1"), ("odd", "1"), ("run", "1"), ("stop", "1")]);
    for (path, mode) in [
        ("kept", 0o600),
        ("odd", 0o664),
        ("run", 0o640),
        ("stop", 0o755),
    ] {
        project.mode(path, mode);
    }
    let content = |executable, private| {
        Some(Content {
            bytes: "2".into(),
            executable,
            private,
        })
    };
    let old = |executable| {
        Some(Content {
            executable,
            ..Content::new("1")
        })
    };
    let mut plan = Plan::new();
    for (path, before, after) in [
        ("kept", old(false), content(false, false)),
        ("odd", old(false), content(false, true)),
        ("run", old(false), content(true, false)),
        ("stop", old(true), content(false, false)),
        ("new", None, content(false, false)),
        ("new-run", None, content(true, false)),
        ("new-private", None, content(false, true)),
        ("dir/new-private", None, content(false, true)),
        ("dir/new-run", None, content(true, false)),
    ] {
        plan.insert(Change::new(rel(path), before, after))
            .expect("one change for a path");
    }
    project.apply(&plan).expect("an applied plan");
    for (path, mode) in [
        ("kept", 0o600),
        ("odd", 0o664),
        ("run", 0o750),
        ("stop", 0o644),
        ("new", 0o644),
        ("new-run", 0o755),
        ("new-private", 0o600),
        ("dir/new-private", 0o600),
        ("dir/new-run", 0o755),
    ] {
        let found = fs::metadata(project.at(path)).expect("a file").mode() & 0o7777;
        assert_eq!(found, mode, "{path}: {found:o}");
    }
}

#[test]
fn a_hard_link_is_broken_and_not_written_through() {
    let project = Project::new(&[("a", "old")]);
    let other = project.outside().join("other");
    fs::hard_link(project.at("a"), &other).expect("a link");
    project
        .apply(&plan(&[("a", Some("old"), Some("new"))]))
        .expect("an applied plan");
    assert_eq!(fs::read_to_string(&other).expect("a file"), "old");
    assert_eq!(fs::read_to_string(project.at("a")).expect("a file"), "new");
}

#[test]
fn a_root_behind_a_link_is_the_users_choice() {
    let project = Project::new(&[]);
    let link = project.outside().join("link");
    std::os::unix::fs::symlink("p", &link).expect("a link");
    let root = Root::open(&link).expect("a root");
    assert_eq!(root.name(), Some("p"));
    apply(&root, &create("x"), FAST).expect("an applied plan");
    assert_eq!(project.files(), ["x"]);
}

#[test]
fn durably() {
    for project in [Project::new(&[("a", "1")]), Project::missing()] {
        let before = project.at("a").exists().then_some("1");
        let plan = plan(&[("a", before, Some("2")), ("b", None, Some("3"))]);
        apply(&project.root(), &plan, Options::default()).expect("an applied plan");
        assert_eq!(project.files(), ["a", "b"]);
    }
}

#[test]
fn many_directories_need_few_descriptors() {
    let project = Project::new(&[]);
    let mut many = Plan::new();
    for dir in 0..1500 {
        let path = rel(&format!("d{dir}/e/f"));
        many.insert(Change::new(path, None, Some(Content::new("x"))))
            .expect("one change for a path");
    }
    project.apply(&many).expect("an applied plan");
    assert_eq!(project.files().len(), 1500);
    project.apply(&many.turned()).expect("the way back");
    assert_eq!(project.files().len(), 0);
}

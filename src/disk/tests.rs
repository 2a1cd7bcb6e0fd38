//! Reading real directories.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::*;

fn dir() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

fn rel(path: &str) -> RelPath {
    RelPath::new(path).expect("a good path")
}

#[test]
fn a_file_is_read_with_what_is_carried_of_its_mode() {
    let dir = dir();
    fs::create_dir(dir.path().join("a")).expect("a directory");
    let root = Root::open(dir.path()).expect("a root");
    for (mode, executable, private) in [
        (0o644, false, false),
        (0o755, true, false),
        (0o600, false, true),
        (0o700, true, true),
        (0o640, false, false),
        (0o654, false, false),
        (0o400, false, true),
    ] {
        let at = dir.path().join("a/b");
        let _ = fs::remove_file(&at);
        fs::write(&at, [0, 255, 10]).expect("a file");
        fs::set_permissions(&at, fs::Permissions::from_mode(mode)).expect("a mode");
        let wanted = Content {
            bytes: [0, 255, 10].into(),
            executable,
            private,
        };
        let found = root.read(&rel("a/b")).expect("a file");
        assert_eq!(found, Some(wanted), "{mode:o}");
    }
    for path in ["b", "a/c", "c/d/e"] {
        assert_eq!(root.read(&rel(path)).expect("no file"), None, "{path}");
    }
}

#[test]
fn a_directory_is_listed_in_order_and_with_everything() {
    let dir = dir();
    for path in ["d/sub", "d/.hidden-dir"] {
        fs::create_dir_all(dir.path().join(path)).expect("directories");
    }
    for path in ["d/z", "d/.hidden", "d/ü"] {
        fs::write(dir.path().join(path), "").expect("a file");
    }
    symlink("sub", dir.path().join("d/link")).expect("a link");
    let root = Root::open(dir.path()).expect("a root");
    let list = root.list(Some(&rel("d"))).expect("a list");
    let found: Vec<_> = list
        .iter()
        .map(|entry| (entry.name.as_str(), entry.kind))
        .collect();
    assert_eq!(
        found,
        [
            (".hidden", EntryKind::File),
            (".hidden-dir", EntryKind::Directory),
            ("link", EntryKind::Symlink),
            ("sub", EntryKind::Directory),
            ("z", EntryKind::File),
            ("ü", EntryKind::File),
        ]
    );
    assert_eq!(root.list(None).expect("a list").len(), 1);
    assert_eq!(root.list(Some(&rel("nowhere"))).expect("an empty list"), []);
    for (path, words) in [
        ("d/z", "`d/z` is a file"),
        ("d/link", "`d/link` is a symlink"),
        ("d/link/x", "`d/link` is a symlink"),
    ] {
        let error = root.list(Some(&rel(path))).expect_err("a refusal");
        assert!(
            error.message().contains(words),
            "{path}: {}",
            error.message()
        );
    }
}

#[test]
fn a_root_that_is_to_be_made() {
    let dir = dir();
    for path in ["new", "new/", "./new"] {
        let root = Root::open(&dir.path().join(path)).expect("a root");
        assert!(!root.exists());
        assert_eq!(root.name(), Some("new"));
        let full = fs::canonicalize(dir.path()).expect("a path").join("new");
        assert_eq!(root.path(), full);
        assert_eq!(root.read(&rel("x")).expect("no file"), None);
        assert_eq!(root.list(None).expect("an empty list"), []);
    }
}

#[test]
fn a_root_is_the_same_directory_whatever_its_name() {
    let dir = dir();
    let (before, after) = (dir.path().join("before"), dir.path().join("after"));
    fs::create_dir(&before).expect("a directory");
    fs::write(before.join("x"), "1").expect("a file");
    let root = Root::open(&before).expect("a root");
    fs::rename(&before, &after).expect("a rename");
    fs::create_dir(&before).expect("another directory");
    fs::write(before.join("x"), "2").expect("another file");
    assert_eq!(
        root.read(&rel("x")).expect("a file"),
        Some(Content::new("1"))
    );
}

#[test]
fn names_are_shown_without_what_a_terminal_would_obey() {
    for (path, words) in [
        ("plain/it's \"ü\"", "plain/it's \"ü\""),
        ("a\x1b[31mb", "a\\u{1b}[31mb"),
        ("a\nb\u{202e}c", "a\\nb\\u{202e}c"),
        ("a\\b", "a\\b"),
    ] {
        assert_eq!(shown(Path::new(path)), words);
    }
}

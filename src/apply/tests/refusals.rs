//! Plans that are refused, with the tree as it was, times included.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::project::{FAST, Project, create, plan};
use crate::apply::{apply, check};
use crate::change::Plan;
use crate::disk::Root;

fn refused(project: &Project, plan: &Plan, words: &[&str]) {
    let message = project.refuses(plan);
    for word in words {
        assert!(message.contains(word), "{word:?} should be in {message:?}");
    }
    assert_eq!(
        check(&project.root(), plan)
            .expect_err("a refusal")
            .message(),
        message,
        "what is only shown is refused in the same words"
    );
}

#[test]
fn links_are_not_followed() {
    let project = Project::new(&[("real/file", "x")]);
    fs::create_dir(project.outside().join("elsewhere")).expect("a directory");
    fs::write(project.outside().join("elsewhere/file"), "x").expect("a file");
    for (link, target) in [
        ("to-file", "real/file"),
        ("to-dir", "real"),
        ("dangling", "nowhere"),
        ("outside", "../elsewhere"),
        ("outside-file", "../elsewhere/file"),
        ("real/up", ".."),
        ("itself", "itself"),
    ] {
        symlink(target, project.at(link)).expect("a link");
    }
    for (path, at) in [
        ("to-file", "to-file"),
        ("dangling", "dangling"),
        ("outside-file", "outside-file"),
        ("outside", "outside"),
        ("itself", "itself"),
        ("to-dir/new", "to-dir"),
        ("to-dir/file", "to-dir"),
        ("outside/new", "outside"),
        ("outside/deep/new", "outside"),
        ("real/up/x", "real/up"),
        ("dangling/x", "dangling"),
    ] {
        let named = format!("`{at}` is a symlink");
        refused(&project, &create(path), &[&named]);
        let read = project.read(path).expect_err("a refusal");
        assert!(
            read.message().contains(&named),
            "{path}: {}",
            read.message()
        );
        refused(&project, &plan(&[(path, Some("x"), Some("y"))]), &[&named]);
        refused(&project, &plan(&[(path, Some("x"), None)]), &[&named]);
    }
}

#[test]
fn what_is_not_a_file_is_in_the_way_and_named() {
    let project = Project::new(&[("dir/inner", "x"), ("file", "x")]);
    let fifo = rustix::fs::mkfifoat(
        rustix::fs::CWD,
        project.at("fifo"),
        rustix::fs::Mode::from_raw_mode(0o644),
    );
    fifo.expect("a FIFO");
    let _socket = UnixListener::bind(project.at("socket")).expect("a socket");
    for (path, words) in [
        ("dir", "`dir` is a directory"),
        ("fifo", "`fifo` is a FIFO"),
        ("fifo/x", "`fifo` is a FIFO, in the way of `fifo/x`"),
        ("socket", "`socket` is a socket"),
        ("file/x", "`file` is a file, in the way of `file/x`"),
        ("file/x/y", "`file` is a file, in the way of `file/x/y`"),
    ] {
        refused(&project, &create(path), &[words]);
        let read = project.read(path).expect_err("a refusal");
        assert!(read.message().contains(words), "{path}: {}", read.message());
    }
}

#[test]
fn what_changed_in_between_stops_it_and_is_named() {
    let project = Project::new(&[("a", "1"), ("b", "2"), ("c", "3"), ("dir/d", "4")]);
    project.mode("c", 0o755);
    let plan = plan(&[
        ("a", Some("other"), Some("x")),
        ("b", None, Some("x")),
        ("c", Some("3"), Some("x")),
        ("dir/d", Some("4"), Some("fits")),
        ("gone", Some("x"), Some("y")),
        ("no/such", Some("x"), None),
    ]);
    refused(
        &project,
        &plan,
        &["5 files are", "`a`", "`b`", "`c`", "`gone`", "`no/such`"],
    );
    assert!(!project.refuses(&plan).contains("dir/d"));
}

#[test]
fn a_read_only_file_is_refused() {
    let project = Project::new(&[("a", "1")]);
    project.mode("a", 0o444);
    for after in [Some("2"), None] {
        refused(
            &project,
            &plan(&[("a", Some("1"), after)]),
            &["the file `a` is read-only"],
        );
    }
}

#[test]
fn paths_that_clash() {
    let project = Project::new(&[]);
    refused(
        &project,
        &plan(&[("A", None, Some("")), ("a", None, Some(""))]),
        &["case"],
    );
    refused(
        &project,
        &plan(&[("a", None, Some("")), ("a/b", None, Some(""))]),
        &["at once"],
    );
}

#[test]
fn a_path_that_some_file_system_takes_for_one_that_is_there() {
    let project = Project::new(&[("readme.md", ""), ("App/é.py", ""), ("App/sub/x", "")]);
    for (path, twin) in [
        ("README.md", "readme.md"),
        ("README.md/x", "readme.md"),
        ("app/x", "App"),
        ("App/e\u{301}.py", "App/é.py"),
        ("App/SUB/y", "App/sub"),
    ] {
        refused(
            &project,
            &create(path),
            &[&format!("`{twin}`, which is there"), "case"],
        );
    }
    let fits = plan(&[
        ("App/sub/y", None, Some("")),
        ("App/ê.py", None, Some("")),
        ("app.py", None, Some("")),
    ]);
    project.apply(&fits).expect("an applied plan");
}

#[test]
fn a_record_directory_that_is_not_one() {
    let project = Project::new(&[]);
    symlink("..", project.at(".patgen")).expect("a link");
    assert!(
        project
            .refuses(&create("x"))
            .contains("`.patgen` is a symlink")
    );
    fs::remove_file(project.at(".patgen")).expect("no link");
    project.write(".patgen", "");
    assert!(
        project
            .refuses(&create("x"))
            .contains("`.patgen` is a file")
    );
}

#[test]
fn a_project_that_another_run_has_locked() {
    let project = Project::new(&[(".patgen/lock", "")]);
    let lock = fs::File::open(project.at(".patgen/lock")).expect("the lock file");
    lock.lock().expect("the lock");
    assert!(
        project
            .refuses(&create("x"))
            .contains("locked by another run")
    );
    drop(lock);
    project.apply(&create("x")).expect("an applied plan");
    assert_eq!(project.files(), ["x"]);
}

#[test]
fn roots_that_cannot_be() {
    let project = Project::new(&[("file", "")]);
    symlink("nowhere", project.at("dangling")).expect("a link");
    for (path, words) in [
        ("file", "is not a directory"),
        ("file/x", "file` is not a directory, in the way"),
        ("file/x/y", "file` is not a directory, in the way"),
        ("dangling", "leads nowhere"),
        ("missing/x", "does not exist"),
        (".git", "belongs to git"),
        ("bad\u{202e}name", "writing direction"),
    ] {
        let error = Root::open(&project.at(path)).err().expect("a refusal");
        assert!(
            error.message().contains(words),
            "{path}: {}",
            error.message()
        );
        assert!(!error.hints().is_empty(), "{path} has no way out");
    }
}

#[test]
fn a_root_that_came_into_being_meanwhile() {
    let project = Project::missing();
    let root = project.root();
    fs::create_dir(project.path()).expect("a directory");
    project.write("person", "x");
    let before = project.tree();
    let error = apply(&root, &create("x"), FAST).expect_err("a refusal");
    assert!(
        error.message().contains("came into being"),
        "{}",
        error.message()
    );
    assert_eq!(project.tree(), before);
}

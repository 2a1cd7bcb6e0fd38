//! What may not be written, as a user who is not root: to root everything is allowed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::thread;

use rustix::io::Errno;
use rustix::process::{Gid, Uid, geteuid};

use super::project::{FAST, Project, create, plan};
use crate::apply::refusal::{dir_not_writable, file_not_writable};
use crate::apply::{apply, check};
use crate::disk::Root;

/// Runs the test in a thread that has no special rights.
fn without_rights(test: impl FnOnce() + Send + 'static) {
    let run = thread::spawn(move || {
        if geteuid().is_root() {
            let (user, group) = (Uid::from_raw(65534), Gid::from_raw(65534));
            rustix::thread::set_thread_groups(&[]).expect("no groups");
            rustix::thread::set_thread_res_gid(group, group, group).expect("another group");
            rustix::thread::set_thread_res_uid(user, user, user).expect("another user");
        }
        test();
    });
    run.join().expect("a test that passes");
}

#[test]
fn a_plan_is_applied() {
    without_rights(|| {
        let project = Project::new(&[("a", "1"), ("b/c", "2")]);
        let plan = plan(&[
            ("a", Some("1"), Some("x")),
            ("b/c", Some("2"), None),
            ("d/e", None, Some("y")),
        ]);
        project.apply(&plan).expect("an applied plan");
        assert_eq!(project.files(), ["a", "d/e"]);
    });
}

#[test]
fn a_read_only_directory_is_refused() {
    without_rights(|| {
        let project = Project::new(&[("a", "1"), ("dir/b", "2"), ("dir/sub/c", "3")]);
        project.mode("dir", 0o555);
        for (path, before) in [("dir/b", Some("2")), ("dir/new", None), ("dir/new/x", None)] {
            let plan = plan(&[("a", Some("1"), Some("x")), (path, before, Some("y"))]);
            let message = project.refuses(&plan);
            assert_eq!(message, "the directory `dir` is read-only", "{path}");
            let shown = check(&project.root(), &plan).expect_err("a refusal");
            assert_eq!(shown.message(), message);
        }
        let below = plan(&[("dir/sub/c", Some("3"), Some("y"))]);
        project
            .apply(&below)
            .expect("only the directory above is read-only");
        project.mode("dir", 0o755);
    });
}

#[test]
fn a_read_only_root_is_refused() {
    without_rights(|| {
        let project = Project::new(&[("dir/b", "2")]);
        project.mode("", 0o555);
        for path in ["x", "dir/x"] {
            assert_eq!(
                project.refuses(&create(path)),
                "the project root is read-only"
            );
            let shown = check(&project.root(), &create(path)).expect_err("a refusal");
            assert_eq!(shown.message(), "the project root is read-only");
            assert_eq!(shown.hints().len(), 1);
        }
        let inside = Root::open(&project.at("new")).expect("a root to be made");
        for refused in [
            check(&inside, &create("x")),
            apply(&inside, &create("x"), FAST).map(drop),
        ] {
            let error = refused.expect_err("a refusal");
            assert!(
                error
                    .message()
                    .ends_with("`new` would be made is read-only"),
                "{error:?}"
            );
        }
        project.mode("", 0o755);
    });
}

#[test]
fn what_may_not_be_read_is_an_error_that_names_it() {
    without_rights(|| {
        let project = Project::new(&[("secret", "1"), ("dir/b", "2")]);
        project.mode("secret", 0o200);
        project.mode("dir", 0o000);
        for path in ["secret", "dir/b"] {
            let error = project.read(path).expect_err("a refusal");
            assert_eq!(error.message(), format!("cannot read `{path}`"));
            let plan = plan(&[(path, Some("1"), Some("x"))]);
            let error = project.apply(&plan).expect_err("a refusal");
            assert!(
                error
                    .message()
                    .contains(path.split('/').next().expect("a part")),
                "{error:?}"
            );
        }
        project.mode("", 0o000);
        let error = Root::open(&project.path()).err().expect("a refusal");
        assert!(
            error.message().contains("cannot open the project root"),
            "{}",
            error.message()
        );
        project.mode("", 0o755);
        project.mode("dir", 0o755);
    });
}

#[test]
fn root_gives_a_file_back_to_its_owner() {
    if !geteuid().is_root() {
        return;
    }
    let project = Project::new(&[("a", "1")]);
    std::os::unix::fs::chown(project.at("a"), Some(1234), Some(5678)).expect("another owner");
    project.mode("a", 0o4750);
    let mut change = plan(&[("a", Some("1"), Some("2"))])
        .remove("a")
        .expect("a change");
    for content in [&mut change.before, &mut change.after] {
        content.as_mut().expect("a content").executable = true;
    }
    let plan = [(change.path.clone(), change)].into_iter().collect();
    project.apply(&plan).expect("an applied plan");
    let meta = fs::metadata(project.at("a")).expect("a file");
    assert_eq!(
        (meta.uid(), meta.gid(), meta.mode() & 0o7777),
        (1234, 5678, 0o4750)
    );
}

#[test]
fn attributes_are_kept() {
    let project = Project::new(&[("a", "1")]);
    let flags = rustix::fs::XattrFlags::empty();
    if rustix::fs::setxattr(project.at("a"), "user.note", b"kept", flags).is_err() {
        return; // This file system has none.
    }
    project
        .apply(&plan(&[("a", Some("1"), Some("2"))]))
        .expect("an applied plan");
    let mut value = [0; 8];
    let size =
        rustix::fs::getxattr(project.at("a"), "user.note", &mut value).expect("the attribute");
    assert_eq!(&value[..size], b"kept");
}

/// The way out depends on what forbids it.
#[test]
fn what_lets_one_write() {
    for (error, way) in [
        (Errno::ACCESS, "chmod u+w"),
        (Errno::PERM, "chattr -i"),
        (Errno::ROFS, "file system"),
    ] {
        for refused in [file_not_writable("a", error), dir_not_writable("", error)] {
            assert!(refused.hints()[0].contains(way), "{error:?}: {refused:?}");
        }
    }
}

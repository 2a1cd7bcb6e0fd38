//! A disk that is full, another disk in the project, and what its user may not write: nothing is half done.
//!
//! Disks are made in a namespace of mounts, files without rights by becoming another user; where that may not be done, a
//! test says so.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests say what could not be tested, and make the projects that they look at"
)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::patterns::new;
use common::tree::Tree;
use common::{PATGEN, Run, Sandbox};

/// Says why nothing is tested here, where a file system may not be mounted.
fn may_mount(sandbox: &Sandbox) -> bool {
    let run = mounted(sandbox, "mount -t tmpfs none .");
    if run.status == Some(0) {
        return true;
    }
    println!(
        "NOT TESTED: a file system may not be mounted here: {}",
        run.err
    );
    false
}

/// Runs a script in the project, with mounts of its own.
fn mounted(sandbox: &Sandbox, script: &str) -> Run {
    let script = format!("set -eu\n{script}");
    sandbox
        .program("unshare", ["-Urm", "sh", "-c", &script])
        .env("PATGEN", PATGEN)
        .run()
}

/// Bytes that no compression makes fewer.
fn noise(size: usize, mut seed: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bytes.extend(seed.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// An update of a stamp, five files of which grow and ten of which are new: about two MiB, and as much for their bases.
fn growing() -> Sandbox {
    let sandbox = Sandbox::new();
    for (dir, size) in [("../patterns", 1_000), ("../newer", 120_000)] {
        let manifest = format!("{}executable = [\"f0\"]\n", common::patterns::MANIFEST);
        sandbox.write(&format!("{dir}/demo/thing/pattern.toml"), manifest);
        for at in 0..if size > 1_000 { 15 } else { 5 } {
            let path = format!(
                "{dir}/demo/thing/files/{}f{at}",
                match at {
                    14 => "new/deep/",
                    at if at % 2 == 0 => "",
                    _ => "d/",
                }
            );
            sandbox.write(&path, noise(size, at + 1));
        }
    }
    sandbox.write("person.txt", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox
}

#[test]
fn a_disk_that_is_too_small() {
    let sandbox = growing();
    if !may_mount(&sandbox) {
        return;
    }
    let updated = sandbox.copy();
    updated.done("update --yes --patterns ../newer");
    // The file system goes with the namespace: what came of it is copied out. Sizes in KiB, then numbers of files.
    let limits = (1024..=8192)
        .step_by(512)
        .map(|size| format!("size={size}k"));
    let files = (30..=60)
        .step_by(6)
        .map(|files| format!("size=16m,nr_inodes={files}"));
    let limits: Vec<String> = limits.chain(files).collect();
    let script = format!(
        "for limit in {}; do
           mkdir -p ../disk ../out/$limit/tree
           mount -t tmpfs -o $limit none ../disk
           cp -a . ../disk
           (cd ../disk
            code=0; \"$PATGEN\" update --yes --patterns ../newer 2>../out/$limit/said || code=$?
            echo $code >../out/$limit/code
            \"$PATGEN\" recover 2>../out/$limit/recovered)
           cp -a ../disk/. ../out/$limit/tree
           umount ../disk
         done",
        limits.join(" ")
    );
    mounted(&sandbox, &script).code(0);
    let (mut full, mut done) = (0, 0);
    for limit in &limits {
        let out = |name: &str| sandbox.read(&format!("../out/{limit}/{name}"));
        let tree =
            Tree::of(&sandbox.path(&format!("../out/{limit}/tree"))).without(&[".patgen/history"]);
        let said = format!("{limit}: {}{}", out("said"), out("recovered"));
        let expected = match out("code").trim() {
            "0" => {
                done += 1;
                &updated
            }
            "2" => {
                assert!(said.contains("make room on the disk"), "{said}");
                full += 1;
                &sandbox
            }
            code => panic!("exit code {code}, {said}"),
        };
        assert!(said.contains("no run was interrupted"), "{said}");
        let expected = expected.tree().without(&[".patgen/history"]);
        tree.expect_contents_of(&expected, &said);
        assert_eq!(tree.directories(), expected.directories(), "{said}");
    }
    println!("{full} times the disk was full, {done} times all was done");
    assert!(full > 5 && done > 2, "{full} full, {done} done");
}

#[test]
fn another_disk_in_the_project() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("sub/a.txt", b"a\n"), ("b.txt", b"b\n")]);
    sandbox.write("sub/there.txt", "mine\n");
    if !may_mount(&sandbox) {
        return;
    }
    let before = sandbox.tree();
    let script = "mount -t tmpfs none sub; exec \"$PATGEN\" new thing --yes --patterns ../patterns";
    let run = mounted(&sandbox, script).code(2);
    run.says([
        "`sub` is on another file system than the project root",
        "make that directory the root",
    ]);
    sandbox.tree().expect_same(&before, "new thing");
    // Beside what is changed it is in nobody's way.
    let script = "mkdir other; mount -t tmpfs none other; exec \"$PATGEN\" new thing --yes --patterns ../patterns";
    mounted(&sandbox, script).code(0);
    assert_eq!(sandbox.read("sub/a.txt"), "a\n");
}

/// A file system of two layers, as in a container: what is below is copied up when it is changed, and directories move
/// only where they are of the upper one.
#[test]
fn on_an_overlay() {
    let sandbox = growing();
    let layers = "lowerdir=.,upperdir=../disk/up,workdir=../disk/work,userxattr";
    let mount = format!(
        "mkdir -p ../disk ../over; mount -t tmpfs none ../disk; mkdir ../disk/up ../disk/work
         mount -t overlay none -o {layers} ../over"
    );
    let tried = mounted(&sandbox, &mount);
    if tried.status != Some(0) {
        println!("NOT TESTED: no overlay may be mounted: {}", tried.err);
        return;
    }
    let updated = sandbox.copy();
    updated.done("update --yes --patterns ../newer");
    let before = sandbox.tree();
    let script = format!(
        "{mount}
         cd ../over
         \"$PATGEN\" update --yes --patterns ../newer; cp -a . ../updated
         \"$PATGEN\" undo --yes; cp -a . ../undone"
    );
    mounted(&sandbox, &script).code(0);
    sandbox.tree().expect_same(&before, "the lower layer");
    for (copy, expected) in [("../updated", &updated), ("../undone", &sandbox)] {
        let expected = expected.tree().without(&[".patgen/history"]);
        let tree = Tree::of(&sandbox.path(copy)).without(&[".patgen/history"]);
        tree.expect_contents_of(&expected, copy);
        assert_eq!(tree.directories(), expected.directories(), "{copy}");
    }
}

/// The project and the program for a user without rights; the words that make one of the user who runs the tests.
fn without_rights(sandbox: &Sandbox) -> Option<Vec<String>> {
    let program = sandbox.path("../patgen");
    fs::hard_link(PATGEN, &program)
        .or_else(|_| fs::copy(PATGEN, &program).map(drop))
        .expect("a copy of the program");
    let program = program.display().to_string();
    if !rustix::process::geteuid().is_root() {
        return Some(vec![program]);
    }
    sandbox
        .program("chmod", ["-R", "go+rX", ".."])
        .run()
        .code(0);
    sandbox
        .program("chown", ["-R", "65534:65534", "."])
        .run()
        .code(0);
    let become_nobody = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let tried = sandbox
        .program(
            "setpriv",
            become_nobody[1..].iter().copied().chain(["true"]),
        )
        .run();
    if tried.status != Some(0) {
        println!(
            "NOT TESTED: to root nothing is forbidden, and setpriv says: {}",
            tried.err
        );
        return None;
    }
    let words = become_nobody.map(str::to_owned).into_iter();
    Some(words.chain([program]).collect())
}

#[test]
fn what_may_not_be_written() {
    for (case, path, mode, named) in [
        (
            "a file",
            "list.txt",
            0o444,
            "the file `list.txt` is read-only",
        ),
        (
            "a directory",
            "docs",
            0o555,
            "the directory `docs` is read-only",
        ),
        ("the root", "", 0o555, "the project root is read-only"),
        (
            "the record",
            ".patgen",
            0o555,
            "the directory `.patgen` is read-only",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.pattern(
            "thing",
            "[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"new\"\n",
        );
        for path in ["docs/a.txt", "src/b.txt", "c.txt"] {
            sandbox.pattern_file(&format!("demo/thing/files/{path}"), "new\n");
        }
        sandbox
            .write("list.txt", "mine\n")
            .write("docs/there.txt", "mine\n");
        sandbox.write(".patgen/stamps/.keep", "");
        let Some(words) = without_rights(&sandbox) else {
            return;
        };
        sandbox.mode(path, mode);
        let before = sandbox.tree();
        let arguments = new("thing --yes");
        let arguments = arguments.split_whitespace().map(str::to_owned);
        let line: Vec<String> = words.into_iter().chain(arguments).collect();
        let run = sandbox.program(&line[0], &line[1..]).run();
        sandbox.tree().expect_same(&before, case);
        run.code(2).says([named, "chmod u+w"]);
        fs::set_permissions(sandbox.path(path), fs::Permissions::from_mode(0o755)).expect("a mode");
        sandbox.program(&line[0], &line[1..]).run().code(0);
        assert_eq!(sandbox.read("docs/a.txt"), "new\n", "{case}");
    }
}

//! An action is taken back exactly, whatever kind of action it was and whatever earlier stamps ask for; and what a person
//! wrote into it stays.

mod common;

use common::Sandbox;
use common::patterns::new;

const UPDATE: &str = "update --yes --patterns ../patterns";

const TEN: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

/// A stamp of `demo/thing` with a file of ten lines and one of bytes.
fn stamped() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", TEN.as_bytes()), ("data.bin", &[0, 159, 1])]);
    sandbox.done(&new("thing"));
    sandbox
}

/// Runs `line`, expects that it changes something, and that the next undo brings back every byte.
#[track_caller]
fn there_and_back(sandbox: &Sandbox, line: &str) {
    let before = sandbox.tree().contents();
    let run = sandbox.run(line);
    let made = sandbox.tree().contents();
    assert!(made != before, "`{line}` did nothing: {}", run.err);
    sandbox.done("undo --yes");
    let now = sandbox.tree().contents();
    let paths = now.keys().chain(before.keys());
    let differing: Vec<&String> = paths
        .filter(|path| now.get(*path) != before.get(*path))
        .collect();
    assert!(differing.is_empty(), "{line}: {differing:?}");
}

#[test]
fn what_was_brought_back_goes_again() {
    let sandbox = stamped();
    sandbox.remove("a.txt");
    there_and_back(&sandbox, &format!("{UPDATE} --restore"));
    sandbox.done(&format!("{UPDATE} --restore"));
    assert_eq!(sandbox.read("a.txt"), TEN);
    sandbox.write("a.txt", format!("{TEN}mine\n"));
    sandbox.done("undo --yes").says(["took back thing"]);
    assert_eq!(sandbox.read("a.txt"), format!("{TEN}mine\n"));
    sandbox.done("undo --yes").says(["a.txt is kept"]);
}

#[test]
fn what_an_update_left_is_left_again() {
    let sandbox = stamped();
    sandbox.write("a.txt", TEN.replace("two", "mine"));
    sandbox.pattern_file("demo/thing/files/a.txt", TEN.replace("two", "new"));
    sandbox.pattern_file("demo/thing/files/data.bin", [0, 7]);
    for how in ["keep", "replace", "markers"] {
        there_and_back(&sandbox, &format!("{UPDATE} --on-conflict {how}"));
    }
    sandbox.remove("a.txt");
    there_and_back(&sandbox, UPDATE);
}

/// What a person wrote is kept in a copy, for as long as nobody removes it: the history forgets after twenty actions.
#[test]
fn what_is_replaced_is_kept() {
    let sandbox = stamped();
    let mine = TEN.replace("two", "mine");
    sandbox.write("a.txt", &mine);
    sandbox.pattern_file("demo/thing/files/a.txt", TEN.replace("two", "new"));
    let run = sandbox.done(&format!("{UPDATE} --on-conflict replace"));
    run.says(["what you wrote in `a.txt` is kept in `.patgen/history/kept/"]);
    let copy = kept(&sandbox);
    assert_eq!(sandbox.read(&copy), mine);
    assert_eq!(sandbox.tree().mode(&copy) & 0o777, 0o600);
    sandbox.write("a.txt", "mine again\n");
    sandbox.done("undo --yes --on-conflict keep");
    assert_eq!(sandbox.read(&copy), mine, "it is nowhere else");
    sandbox.remove(&copy);
    sandbox
        .write("a.txt", &mine)
        .remove(".patgen/stamps/thing.toml");
    sandbox.done(&format!("{} --yes --on-conflict replace", new("thing")));
    assert_eq!(sandbox.read(&kept(&sandbox)), mine);
}

fn kept(sandbox: &Sandbox) -> String {
    let files = sandbox.tree().files();
    let mut copies = files.iter().filter(|path| path.contains("history/kept/"));
    let copy = copies.next().expect("a copy").clone();
    assert_eq!(copies.next(), None);
    copy
}

#[test]
fn what_an_earlier_stamp_asked_for_in_vain_keeps_nothing() {
    let sandbox = Sandbox::new();
    let import = "[[edit]]\nop = \"python-import\"\nfile = \"app/main.py\"\nline = \"from typing import Any\"\n";
    sandbox.pattern("first", import).pattern("second", "");
    sandbox.pattern_file(
        "demo/second/files/app/main.py",
        "from typing import Any\n\nx: Any = 1\n",
    );
    sandbox.run(&new("first")).code(1);
    there_and_back(&sandbox, &new("second"));
}

#[test]
fn a_comment_in_what_was_put_in_stays() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "[[edit]]\nop = \"python-define\"\nfile = \"app/defs.py\"\nsource = \"def fun():\\n    # why\\n    return 1\\n\"\n",
    );
    sandbox.write("app/defs.py", "z = 1\n");
    there_and_back(&sandbox, &new("thing --yes"));
    sandbox.done(&new("thing --yes"));
    let mine = sandbox
        .read("app/defs.py")
        .replace("why\n", "why\n    # mine\n");
    sandbox.write("app/defs.py", &mine);
    sandbox.run("undo --yes").code(1).says([
        "app/defs.py:6",
        "a comment that patgen did not write stands in it",
    ]);
    assert_eq!(sandbox.read("app/defs.py"), mine);
}

/// A file that the pattern renamed took a person's lines along: they are nowhere else.
#[test]
fn what_was_renamed_with_lines_of_a_person_stays() {
    let sandbox = stamped();
    let mine = TEN.replace("two", "mine");
    sandbox.write("a.txt", &mine);
    let [from, to] = ["a", "b"].map(|name| format!("../patterns/demo/thing/files/{name}.txt"));
    sandbox.program("mv", [from, to]).run().code(0);
    there_and_back(&sandbox, UPDATE);
    sandbox.done(UPDATE);
    assert_eq!(sandbox.read("b.txt"), mine);
    sandbox.done("undo thing --yes").says(["b.txt is kept"]);
    assert_eq!(sandbox.read("b.txt"), mine);
}

/// What a stamp took over from one that went is its own, also when the history goes on.
#[test]
fn what_was_taken_over_stays() {
    let sandbox = Sandbox::new();
    let line =
        |line: &str| format!("[[edit]]\nop = \"line\"\nfile = \"notes.txt\"\nline = \"{line}\"\n");
    sandbox
        .pattern("one", &line("shared"))
        .pattern("two", &line("shared"))
        .pattern("three", &line("third"));
    sandbox.write("notes.txt", "a\n");
    for pattern in ["one", "two", "three"] {
        sandbox.done(&new(&format!("{pattern} --yes")));
    }
    sandbox.done("undo one --yes");
    let [last, named] = [sandbox.copy(), sandbox];
    for (sandbox, undo) in [(last, "undo --yes"), (named, "undo three --yes")] {
        sandbox.done(undo);
        assert_eq!(sandbox.read("notes.txt"), "a\nshared\n", "{undo}");
        sandbox.done("undo two --yes");
        assert_eq!(sandbox.read("notes.txt"), "a\n");
    }
}

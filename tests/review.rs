//! Review at a terminal: whole, by file, by hunk, with every key.

mod common;

use common::patterns::new;
use common::terminal::{RESIZE, Session};
use common::{Sandbox, write};

/// A long file, with places for three lines: two near each other, one far away.
const LONG: &str = "1\n2\n# patgen: one\n4\n5\n# patgen: two\n7\n8\n9\n10\n11\n12\n13\n14\n15\n# patgen: three\n17\n";

/// The long file with these of the three lines.
fn long(lines: [bool; 3]) -> String {
    let mut text = LONG.to_owned();
    for (name, wanted) in ["one", "two", "three"].iter().zip(lines) {
        let anchor = format!("# patgen: {name}\n");
        let with = format!("{name}()\n{anchor}");
        text = text.replace(&anchor, if wanted { &with } else { &anchor });
    }
    text
}

/// A pattern that makes two files and edits two.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let edit = |name: &str| {
        format!(
            "[[edit]]\nop = \"anchor\"\nfile = \"long.txt\"\nname = \"{name}\"\nsource = \"{name}()\"\n"
        )
    };
    let edits: String = ["one", "two", "three"].map(edit).concat();
    let line = "[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"x\"\n";
    sandbox
        .pattern("thing", &format!("{edits}{line}"))
        .pattern_file("demo/thing/files/a.txt", "a\n")
        .pattern_file("demo/thing/files/z.txt", "z\n");
    sandbox.write("long.txt", LONG).write("list.txt", "mine\n");
    sandbox
}

/// What became of the four files of the pattern; `-` where a file is not there.
fn files(sandbox: &Sandbox) -> [String; 4] {
    ["a.txt", "list.txt", "long.txt", "z.txt"].map(|path| {
        let there = sandbox.path(path).exists();
        if there {
            sandbox.read(path)
        } else {
            "-".to_owned()
        }
    })
}

const WHOLE: &str = "make these changes? [y/N/s/?]";
const A: &str = "create a.txt (1 of 4)? [y,n,a,d,s,e,q,?]";
const LIST: &str = "change list.txt (2 of 4)? [y,n,a,d,s,e,q,?]";
const LONG_FILE: &str = "change long.txt (3 of 4)? [y,n,a,d,s,e,q,?]";
const Z: &str = "create z.txt (4 of 4)? [y,n,a,d,s,e,q,?]";

/// Runs with these keys, each typed at the next question; then the files of the pattern are as expected: `+` is made,
/// `-` is not, and each of the three lines of the long file is there or not.
#[track_caller]
fn chosen(keys: &str, expected: &str, code: i32) {
    let sandbox = sandbox();
    let typed: Vec<String> = keys.split(' ').map(|key| format!("{key}\r")).collect();
    let answers: Vec<(&str, &str)> = typed.iter().map(|key| ("? [", key.as_str())).collect();
    let session = sandbox.at_a_terminal(&new("thing"), &answers).code(code);
    let made: Vec<bool> = expected.chars().map(|mark| mark == '+').collect();
    let expected = [
        if made[0] { "a\n" } else { "-" }.to_owned(),
        if made[1] { "mine\nx\n" } else { "mine\n" }.to_owned(),
        long([made[2], made[3], made[4]]),
        if made[5] { "z\n" } else { "-" }.to_owned(),
    ];
    let plain = session.plain();
    assert_eq!(files(&sandbox), expected, "{keys}\n{plain}");
    assert!(sandbox.path(".patgen/stamps/thing.toml").exists());
    let left = plain.contains("is left out") || plain.contains("in part");
    assert_eq!(left, code == 1, "{plain}");
}

#[test]
fn by_file() {
    for (keys, expected, code) in [
        ("y", "++++++", 0),
        ("yes", "++++++", 0),
        ("s y y y y", "++++++", 0),
        ("s a", "++++++", 0),
        ("s n y n y", "-+---+", 1),
        ("s y d", "+-----", 1),
        ("s y q", "+-----", 1),
        ("s y n a", "+-++++", 1),
    ] {
        chosen(keys, expected, code);
    }
}

/// The first two of the three places stand in one hunk.
#[test]
fn by_hunk() {
    for (keys, expected, code) in [
        ("s y y s y y y", "++++++", 0),
        ("s y y s y n y", "++++-+", 1),
        ("s y y s s n y y y", "++-+++", 1),
        ("s y y s s y n n y", "+++--+", 1),
        ("s y y s n a y", "++--++", 1),
        ("s y y s y d y", "++++-+", 1),
        ("s y y s y q", "++++--", 1),
        ("s y y s q", "++----", 1),
        ("s y y s n n y", "++---+", 1),
    ] {
        chosen(keys, expected, code);
    }
}

/// What is asked, and with which keys.
#[test]
fn the_questions() {
    let answers = [
        (WHOLE, "s\r"),
        (A, "y\r"),
        (LIST, "y\r"),
        (LONG_FILE, "s\r"),
        (
            "take this hunk of long.txt (1 of 2)? [y,n,a,d,s,e,q,?]",
            "s\r",
        ),
        (
            "take this hunk of long.txt (1 of 3)? [y,n,a,d,e,q,?]",
            "y\r",
        ),
        ("(2 of 3)?", "y\r"),
        ("(3 of 3)?", "y\r"),
        (Z, "y\r"),
    ];
    sandbox().at_a_terminal(&new("thing"), &answers).code(0);
}

/// Refused in any way, nothing at all is touched: not even the record.
#[test]
fn nothing_chosen_is_nothing_done() {
    for answers in [
        &[(WHOLE, "n\r")][..],
        &[(WHOLE, "\r")],
        &[(WHOLE, "s\r"), (A, "q\r")],
        &[(WHOLE, "s\r"), (A, "d\r")],
        &[
            (WHOLE, "s\r"),
            (A, "n\r"),
            (LIST, "n\r"),
            (LONG_FILE, "s\r"),
            ("hunk", "n\r"),
            ("hunk", "d\r"),
            (Z, "n\r"),
        ],
    ] {
        let sandbox = sandbox();
        let before = sandbox.everything();
        let session = sandbox.at_a_terminal(&new("thing"), answers).code(1);
        sandbox.everything().expect_same(&before, "a refused run");
        assert!(
            session.plain().contains("nothing was changed"),
            "{}",
            session.plain()
        );
    }
}

/// Ctrl-C and the end of the input, at every question, however much was chosen before.
#[test]
fn a_person_who_goes_away() {
    let questions = [
        (WHOLE, "s\r"),
        (A, "y\r"),
        (LIST, "y\r"),
        (LONG_FILE, "s\r"),
        ("(1 of 2)?", "s\r"),
        ("(1 of 3)?", "y\r"),
        ("(2 of 3)?", "y\r"),
        ("(3 of 3)?", "y\r"),
        (Z, "y\r"),
    ];
    for key in ["\u{3}", "\u{4}"] {
        for gone in 0..questions.len() {
            let mut answers = questions[..=gone].to_vec();
            answers[gone].1 = key;
            let sandbox = sandbox();
            let before = sandbox.everything();
            let session = sandbox.at_a_terminal(&new("thing"), &answers);
            assert!(!matches!(session.status, Some(0 | 1)), "{}", session.screen);
            assert!(!session.plain().contains("panicked"), "{}", session.plain());
            sandbox
                .everything()
                .expect_same(&before, &format!("{key:?} at {gone}"));
        }
    }
}

#[test]
fn help_and_other_keys() {
    let sandbox = sandbox();
    let answers = [
        (WHOLE, "?\r"),
        ("s - choose file by file", ""),
        (WHOLE, "S\r"),
        (A, "?\r"),
        ("s - choose hunk by hunk", ""),
        (A, "x\r"),
        ("s - choose hunk by hunk", ""),
        (A, "\r"),
        ("e - edit the new content", ""),
        (A, "s\r"),
        ("take this hunk of a.txt (1 of 1)? [y,n,a,d,e,q,?]", "?\r"),
        ("e - edit the new content of the file", ""),
        ("take this hunk of a.txt (1 of 1)?", "s\r"),
        ("e - edit the new content of the file", ""),
        ("take this hunk of a.txt (1 of 1)?", RESIZE),
        ("", "y\r"),
        (LIST, "A\r"),
    ];
    sandbox.at_a_terminal(&new("thing"), &answers).code(0);
    let expected = ["a\n", "mine\nx\n", &long([true; 3]), "z\n"];
    assert_eq!(files(&sandbox), expected.map(str::to_owned));
}

/// A script in the place of an editor.
fn with_editor(sandbox: &Sandbox, script: &str, answers: &[(&str, &str)]) -> Session {
    let editor = sandbox.root().join("my editor");
    write(&editor, format!("#!/bin/sh\n{script}\n").as_bytes());
    sandbox
        .program("chmod", ["+x", "../my editor"])
        .run()
        .code(0);
    let temporary = sandbox.root().join("tmp");
    sandbox.dir("../tmp");
    let quoted = format!("'{}' --wait", editor.display());
    let temporary = temporary.display().to_string();
    let variables = [
        ("EDITOR", "false"),
        ("VISUAL", &*quoted),
        ("TMPDIR", &*temporary),
    ];
    let session = sandbox.at_a_terminal_with(&new("thing"), answers, &variables);
    let left: Vec<String> = common::tree::Tree::of(&sandbox.root().join("tmp")).files();
    assert!(left.is_empty(), "the editor's copy is left: {left:?}");
    session
}

#[test]
fn the_editor_has_the_new_content() {
    let to_long = [(WHOLE, "s\r"), (A, "n\r"), (LIST, "n\r")];
    let in_long = |more: &[(&'static str, &'static str)]| [&to_long[..], more].concat();
    for (script, answers, expected, code) in [
        // The whole new content, edited.
        (
            "test \"$1\" = --wait && sed -i s/two/2/ \"$2\"",
            in_long(&[(LONG_FILE, "e\r"), (Z, "n\r")]),
            long([true; 3]).replace("two", "2"),
            1,
        ),
        // What was left out before is not in it.
        (
            "echo end >> \"$2\"",
            in_long(&[
                (LONG_FILE, "s\r"),
                ("(1 of 2)?", "n\r"),
                ("(2 of 2)?", "e\r"),
                (Z, "n\r"),
            ]),
            long([false, false, true]) + "end\n",
            1,
        ),
        // Unchanged in the editor is taken as it is.
        (
            "true",
            in_long(&[(LONG_FILE, "e\r"), (Z, "n\r")]),
            long([true; 3]),
            1,
        ),
        // Back to what it was is left out.
        (
            "sed -i '/()/d' \"$2\"",
            in_long(&[(LONG_FILE, "e\r"), (Z, "y\r")]),
            LONG.to_owned(),
            1,
        ),
        // A failure and an emptied file are asked about again.
        (
            "exit 3",
            in_long(&[
                (LONG_FILE, "e\r"),
                ("ended with exit status: 3", ""),
                (LONG_FILE, "y\r"),
                (Z, "n\r"),
            ]),
            long([true; 3]),
            1,
        ),
        (
            "echo > \"$2\"",
            in_long(&[
                (LONG_FILE, "e\r"),
                ("nothing is left of the file", ""),
                (LONG_FILE, "y\r"),
                (Z, "n\r"),
            ]),
            long([true; 3]),
            1,
        ),
    ] {
        let sandbox = sandbox();
        let session = with_editor(&sandbox, script, &answers).code(code);
        assert_eq!(
            sandbox.read("long.txt"),
            expected,
            "{script}\n{}",
            session.plain()
        );
    }
}

/// A file in the way: the person decides, and whole is no choice.
#[test]
fn a_file_in_the_way() {
    let whole = "make these changes? [s/N/?]";
    let a = "change a.txt (1 of 4)? [y,n,a,d,s,e,q,?]";
    for (answers, expected) in [
        (
            &[(whole, "y\r"), ("files are in the way", ""), (whole, "n\r")][..],
            "my\na\nown\n",
        ),
        (&[(whole, "s\r"), (a, "n\r"), (LIST, "a\r")], "my\na\nown\n"),
        (&[(whole, "s\r"), (a, "y\r"), (LIST, "a\r")], "a\n"),
        (
            &[
                (whole, "s\r"),
                (a, "s\r"),
                ("(1 of 1)?", "s\r"),
                ("(1 of 2)?", "y\r"),
                ("(2 of 2)?", "n\r"),
                (LIST, "a\r"),
            ],
            "a\nown\n",
        ),
    ] {
        let sandbox = sandbox();
        sandbox.write("a.txt", "my\na\nown\n");
        let session = sandbox.at_a_terminal(&new("thing"), answers);
        assert_eq!(
            sandbox.read("a.txt"),
            expected,
            "{answers:?}\n{}",
            session.plain()
        );
        let done = sandbox.path("z.txt").exists();
        assert_eq!(done, answers.last() == Some(&(LIST, "a\r")));
    }
    let sandbox = sandbox();
    sandbox.write("a.txt", "my\na\nown\n");
    let session = sandbox
        .at_a_terminal(&new("thing --on-conflict stop"), &[])
        .code(1);
    assert!(
        session.plain().contains("would be overwritten"),
        "{}",
        session.plain()
    );
}

/// New files alone are written unasked, and with `--review` after a question.
#[test]
fn new_files_are_reviewed_on_request() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n"), ("b.bin", b"\0\x01")]);
    let answers = [
        (WHOLE, "s\r"),
        ("create a.txt (1 of 2)?", "y\r"),
        ("create b.bin (2 of 2)? [y,n,a,d,q,?]", "e\r"),
        ("create b.bin", "s\r"),
        ("create b.bin", "n\r"),
    ];
    let session = sandbox
        .at_a_terminal(&new("thing --review"), &answers)
        .code(1);
    assert!(
        session.plain().contains("b.bin is left out"),
        "{}",
        session.plain()
    );
    assert_eq!(sandbox.read("a.txt"), "a\n");
    assert!(!sandbox.path("b.bin").exists());
    let run = sandbox.refused(&new("thing --review"));
    run.says(["nobody can be asked", "--take PATH"]);
}

#[test]
fn a_secret_is_never_shown() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "secret_files = [\".env\"]\n[questions.token]\ntype = \"secret\"\n\
         [[edit]]\nop = \"env-set\"\nfile = \".env\"\nkey = \"TOKEN\"\nvalue = \"{{ token }}\"\n",
    );
    sandbox.write(".env", "OLD=hush-old\n");
    let env = "change .env (1 of 1)? [y,n,a,d,q,?]";
    let answers = [(WHOLE, "s\r"), (env, "s\r"), (env, "e\r"), (env, "y\r")];
    let session = sandbox
        .at_a_terminal(&new("thing --token=hush-hush"), &answers)
        .code(0);
    assert!(!session.plain().contains("hush"), "{}", session.plain());
    assert_eq!(sandbox.read(".env"), "OLD=hush-old\nTOKEN=hush-hush\n");
}

#[test]
fn how_it_looks() {
    let sandbox = sandbox();
    sandbox.write("a.txt", "my\n");
    let whole = "make these changes? [s/N/?]";
    let answers = [
        (whole, "?\r"),
        (whole, "s\r"),
        ("change a.txt (1 of 4)?", "n\r"),
        (LIST, "y\r"),
        (LONG_FILE, "s\r"),
        ("(1 of 2)?", "s\r"),
        ("(1 of 3)?", "y\r"),
        ("(2 of 3)?", "n\r"),
        ("(3 of 3)?", "?\r"),
        ("(3 of 3)?", "n\r"),
        (Z, "y\r"),
    ];
    let session = sandbox
        .at_a_terminal_with(&new("thing"), &answers, &[("NO_COLOR", "1")])
        .code(1);
    assert_stored!("how_it_looks", session.plain());
}

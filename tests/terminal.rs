//! At a terminal: questions for what is missing, a preview, and changes to existing files after a yes.

mod common;

use common::Sandbox;
use common::patterns::new;

/// A pattern that asks, makes a file and edits another.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "[questions.name]\ntype = \"name\"\nhelp = \"what it is called\"\nexample = \"Cat\"\n\
             [questions.colour]\ntype = \"choice\"\nchoices = [\"red\", \"green\"]\nhelp = \"the paint\"\n\
             [questions.known]\ntype = \"int\"\ndefault = \"7\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ name }}\"\n",
        )
        .pattern_file("demo/thing/files/{{ name.snake }}.txt.j2", "{{ colour }} {{ known }}\n");
    sandbox
}

#[test]
fn what_is_missing_is_asked_for() {
    let sandbox = sandbox();
    let answers = [
        ("what it is called", "BigCat\r"),
        ("the paint; red | green", "green\r"),
    ];
    let session = sandbox.at_a_terminal(&new("thing"), &answers).code(0);
    assert!(
        !session.plain().contains("known"),
        "a question with a default was asked:\n{}",
        session.plain()
    );
    assert_eq!(sandbox.read("big_cat.txt"), "green 7\n");
    assert_eq!(sandbox.read("list.txt"), "BigCat\n");
}

#[test]
fn a_wrong_answer_is_asked_again() {
    let sandbox = sandbox();
    let answers = [
        ("what it is called", "../x\r"),
        ("is a path and not a name", ""),
        ("what it is called", "Cat\r"),
    ];
    sandbox
        .at_a_terminal(&new("thing --colour red"), &answers)
        .code(0);
    assert_eq!(sandbox.read("cat.txt"), "red 7\n");
}

#[test]
fn existing_files_are_changed_after_a_yes() {
    for (answer, code, expected) in [
        ("y\r", 0, "mine\nCat\n"),
        ("yes\r", 0, "mine\nCat\n"),
        ("n\r", 1, "mine\n"),
        ("\r", 1, "mine\n"),
    ] {
        let sandbox = sandbox();
        sandbox.write("list.txt", "mine\n");
        let before = sandbox.everything();
        let session = sandbox
            .at_a_terminal(
                &new("thing --name Cat --colour red"),
                &[("make these changes?", answer)],
            )
            .code(code);
        let plain = session.plain();
        for part in ["+ cat.txt", "~ list.txt", "+++ b/list.txt", "+Cat"] {
            assert!(
                plain.contains(part),
                "no {part:?} before the question:\n{plain}"
            );
        }
        assert_eq!(sandbox.read("list.txt"), expected, "{answer:?}");
        if code == 1 {
            sandbox.everything().expect_same(&before, "a refused run");
            assert!(plain.contains("nothing was changed"), "{plain}");
        }
    }
}

/// A project with two packages, and a pattern that needs to know the one.
fn split() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("shop/__init__.py", "")
        .write("store/__init__.py", "")
        .pattern("thing", "")
        .pattern_file(
            "demo/thing/files/{{ project.package }}/thing.txt",
            "there\n",
        );
    sandbox
}

/// A fact that is not certain is asked for: by number or by a value of one's own.
#[test]
fn what_is_not_certain_is_asked_for() {
    let question = "project.package (a number, or another value)";
    for (answers, package) in [
        (vec!["2\r"], "store"),
        (vec!["other\r"], "other"),
        (vec!["9\r", "\r", "1\r"], "shop"),
    ] {
        let sandbox = split();
        let asked: Vec<(&str, &str)> = answers.iter().map(|answer| (question, *answer)).collect();
        let session = sandbox.at_a_terminal(&new("thing"), &asked).code(0);
        let plain = session.plain();
        for part in [
            "`project.package` is not certain; it may be\n  1  shop\n  2  store\n",
            &format!("below `[facts]`: \"project.package\" = \"{package}\""),
        ] {
            assert!(plain.contains(part), "no {part:?}:\n{plain}");
        }
        assert_eq!(sandbox.read(&format!("{package}/thing.txt")), "there\n");
    }
}

/// Who said that nothing is to be asked, or gives no answer, gets the error with what settles it.
#[test]
fn a_doubt_that_stays() {
    let question = ("project.package (a number", "\r");
    let flag = "--fact project.package=";
    let line = "\"project.package\" = \"shop\"";
    for (flags, answers, parts) in [
        ("--yes", vec![], [flag, line]),
        (
            "",
            vec![question; 3],
            [flag, "`project.package` was not settled"],
        ),
    ] {
        let sandbox = split();
        let before = sandbox.everything();
        let line = new(&format!("thing {flags}"));
        let plain = sandbox.at_a_terminal(&line, &answers).code(2).plain();
        for part in parts {
            assert!(plain.contains(part), "no {part:?}:\n{plain}");
        }
        sandbox.everything().expect_same(&before, "a run in doubt");
    }
}

/// Nothing is asked where there is nothing to ask: new files alone, `--yes`, a dry run, a check.
#[test]
fn no_question_without_need() {
    for (flags, list, code) in [
        ("", None, 0),
        ("--yes", Some("mine\n"), 0),
        ("--dry-run", Some("mine\n"), 0),
        ("--check", Some("mine\n"), 1),
    ] {
        let sandbox = sandbox();
        if let Some(text) = list {
            sandbox.write("list.txt", text);
        }
        let session = sandbox
            .at_a_terminal(&new(&format!("thing --name Cat --colour red {flags}")), &[])
            .code(code);
        assert!(
            !session.plain().contains("make these changes?"),
            "{flags}: {}",
            session.plain()
        );
    }
}

/// A person who goes away, by Ctrl-C or Ctrl-D, leaves the project as it was.
#[test]
fn a_person_who_goes_away() {
    for key in ["\u{3}", "\u{4}"] {
        for (line, question) in [
            ("thing", "what it is called"),
            ("thing --name Cat --colour red", "make these changes?"),
        ] {
            let sandbox = sandbox();
            sandbox.write("list.txt", "mine\n");
            let before = sandbox.everything();
            let session = sandbox.at_a_terminal(&new(line), &[(question, key)]);
            assert_ne!(session.status, Some(0), "{}", session.screen);
            assert!(!session.plain().contains("panicked"), "{}", session.plain());
            sandbox.everything().expect_same(&before, line);
            // The cursor is shown again.
            let (hidden, shown) = (
                session.screen.rfind("\u{1b}[?25l"),
                session.screen.rfind("\u{1b}[?25h"),
            );
            assert!(hidden <= shown, "{:?}", session.screen);
        }
    }
}

/// At a terminal the diff is for the eye: coloured, with the words that changed marked, and nothing raw.
#[test]
fn a_diff_for_the_eye() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("a.txt", b"one two three\n\x1b[31mred\x07\n"),
        ("b.bin", b"\x00\x01\x02"),
    ]);
    sandbox.write("a.txt", "one six three\nblue\n");
    let line = new("thing --dry-run --on-conflict replace");
    let session = sandbox.at_a_terminal(&line, &[]).code(0);
    assert!(
        session.screen.contains("\u{1b}[7m") && session.screen.contains("\u{1b}[32m"),
        "{:?}",
        session.screen
    );
    assert!(
        !session.screen.contains("\u{1b}[31mred") && !session.screen.contains('\u{7}'),
        "{:?}",
        session.screen
    );
    assert_stored!("a_diff_for_the_eye", session.plain());
    let plain = sandbox
        .at_a_terminal_with(&line, &[], &[("NO_COLOR", "1")])
        .code(0);
    assert!(!plain.screen.contains('\u{1b}'), "{:?}", plain.screen);
    let never = sandbox
        .at_a_terminal(&format!("{line} --color never"), &[])
        .code(0);
    assert!(!never.screen.contains('\u{1b}'), "{:?}", never.screen);
    let dumb = sandbox
        .at_a_terminal_with(&line, &[], &[("TERM", "dumb")])
        .code(0);
    assert!(!dumb.screen.contains('\u{1b}'), "{:?}", dumb.screen);
}

/// JSON is for programs, also at a terminal: nothing is asked.
#[test]
fn json_asks_nothing() {
    let sandbox = sandbox();
    sandbox.write("list.txt", "mine\n");
    let session = sandbox
        .at_a_terminal(&new("thing --name Cat --colour red --json"), &[])
        .code(1);
    assert!(
        session.plain().contains("\"outcome\": \"needs-yes\""),
        "{}",
        session.plain()
    );
    let session = sandbox.at_a_terminal(&new("thing --json"), &[]).code(2);
    assert!(
        session.plain().contains("\"kind\": \"usage\""),
        "{}",
        session.plain()
    );
}

/// What is typed as a secret is not on the screen.
#[test]
fn a_secret_is_typed_unseen() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "secret_files = [\".env\"]\n[questions.token]\ntype = \"secret\"\nhelp = \"the token\"\n\
         [[edit]]\nop = \"env-set\"\nfile = \".env\"\nkey = \"TOKEN\"\nvalue = \"{{ token }}\"\n",
    );
    let session = sandbox
        .at_a_terminal(&new("thing"), &[("the token", "hush-hush\r")])
        .code(0);
    assert!(!session.plain().contains("hush"), "{}", session.plain());
    assert_eq!(sandbox.read(".env"), "TOKEN=hush-hush\n");
}

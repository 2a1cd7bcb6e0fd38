//! How it speaks: data on stdout, talk on stderr, colour where it is wanted, nothing raw.

mod common;

use common::patterns::new;
use common::{SLICE, Sandbox};

const ESCAPE: char = '\u{1b}';

fn coloured(line: &str, variables: &[(&str, &str)]) -> bool {
    let sandbox = Sandbox::new();
    let mut invocation = sandbox.patgen(line.split_whitespace());
    for (name, value) in variables {
        invocation = invocation.env(name, value);
    }
    let run = invocation.run();
    run.err.contains(ESCAPE) || run.out.contains(&0x1b)
}

#[test]
fn colour_is_for_those_who_want_it() {
    for line in [
        "new ap",
        "new settings --dry-run",
        "new --help",
        "new settings --no-such-flag",
        "new settings",
    ] {
        assert!(!coloured(line, &[]), "{line}");
        assert!(!coloured(&format!("{line} --color auto"), &[]), "{line}");
        assert!(!coloured(&format!("{line} --color never"), &[]), "{line}");
        assert!(!coloured(line, &[("NO_COLOR", "1")]), "{line}");
        assert!(
            coloured(&format!("{line} --color always"), &[]),
            "{line} --color always"
        );
        assert!(
            coloured(&format!("{line} --color=always"), &[("NO_COLOR", "1")]),
            "{line}, in spite of NO_COLOR"
        );
    }
}

/// JSON is for programs: no colour in it, whatever was asked for.
#[test]
fn json_is_never_coloured() {
    for line in [
        "list --json",
        "facts --json",
        "new settings --dry-run --json",
        "new ap --json",
    ] {
        let sandbox = Sandbox::new();
        let run = sandbox.run(&format!("{line} --color always"));
        assert!(!run.out.contains(&0x1b), "{line}");
        run.json();
    }
}

/// Every run of every command: data alone on stdout.
#[test]
fn talk_never_gets_into_the_data() {
    for (line, data) in [
        ("new settings", false),
        ("new settings --verbose", false),
        ("new settings --check", false),
        ("new settings --dry-run", true),
        ("new settings --json", true),
        ("list", true),
        ("facts", true),
        ("show settings", true),
        ("search settings", true),
        ("search zzzz", false),
        ("completions bash", true),
        ("man", true),
        ("--help", true),
        ("--version", true),
    ] {
        let sandbox = Sandbox::new();
        let run = sandbox.run(line);
        assert_eq!(!run.out.is_empty(), data, "stdout of `{line}`");
        if data && !line.contains("--dry-run") {
            assert_eq!(run.err, "", "stderr of `{line}`");
        }
    }
}

/// Help without being asked is an error; asked for it is not.
#[test]
fn help_and_its_exit_codes() {
    let sandbox = Sandbox::new();
    sandbox
        .patgen::<&str>([])
        .run()
        .code(2)
        .no_data()
        .says(["Usage: patgen"]);
    for line in [
        "--help",
        "-h",
        "new --help",
        "new settings --help",
        "list --help",
        "--version",
        "-V",
    ] {
        sandbox.untouched(|| sandbox.run(line).code(0)).silent();
    }
    assert_eq!(
        sandbox.done("--version").text(),
        format!("patgen {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// Contents of files and answers in a plan, shown to a person or refused: never raw.
#[test]
fn contents_are_escaped_for_people_and_exact_for_programs() {
    let sandbox = Sandbox::new();
    let bytes = b"a \x1b[31mred\x07 \xe2\x80\xae line\r\n";
    sandbox.thing(&[("a.txt", bytes)]);
    let diff = sandbox.done(&new("thing --dry-run")).out;
    assert!(
        diff.windows(bytes.len()).any(|window| window == bytes),
        "{}",
        String::from_utf8_lossy(&diff)
    );
    let coloured = sandbox.done(&new("thing --dry-run --color always")).out;
    let coloured = String::from_utf8(coloured).expect("text");
    assert!(
        !coloured.contains("\u{1b}[31mred") && !coloured.contains(['\u{7}', '\u{202e}', '\r']),
        "{coloured:?}"
    );
}

/// A file name of the project with control characters, in a message and in a plan.
#[test]
fn names_of_others_are_escaped() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    for into in ["a\u{1b}[31mb", "a\u{202e}b"] {
        sandbox.dir(into);
        for colour in ["never", "always"] {
            let words = [
                "new",
                "thing",
                "--patterns",
                "../patterns",
                "--into",
                into,
                "--color",
                colour,
                "--check",
            ];
            let run = sandbox.patgen(words).run();
            assert!(
                !run.err.contains("[31mb") || !run.err.contains("a\u{1b}"),
                "{:?}",
                run.err
            );
            assert!(!run.err.contains('\u{202e}'), "{:?}", run.err);
        }
    }
    // Wrong words of the command line itself.
    for words in [
        ["new", "a\u{1b}[31mb"],
        ["a\u{1b}[31mb", "x"],
        ["list", "--a\u{1b}[31mb"],
        ["facts", "\u{202e}x"],
    ] {
        for colour in ["never", "always"] {
            let run = sandbox
                .patgen(words.into_iter().chain(["--color", colour]))
                .run()
                .code(2);
            assert!(
                !run.err.contains("a\u{1b}[31mb") && !run.err.contains('\u{202e}'),
                "{words:?} {colour}: {:?}",
                run.err
            );
        }
    }
}

/// An entity without fields gets one, and the run says how to give others.
#[test]
fn no_field_at_all() {
    let sandbox = Sandbox::new();
    let run = sandbox.done(&format!("new {SLICE} --entity Tag --dry-run"));
    run.says(["name:str=120"]);
    let plan = sandbox
        .done(&format!("new {SLICE} --entity Tag --dry-run --json"))
        .json();
    assert_eq!(
        plan["answers"]["fields"],
        serde_json::json!(["name:str=120"])
    );
    let given = sandbox.done(&format!("new {SLICE} --entity Tag --dry-run label:str"));
    assert!(!given.err.contains("name:str=120"), "{}", given.err);
}

#[test]
fn no_blank_next_step() {
    let sandbox = Sandbox::new();
    let run = sandbox.done(&format!("new {SLICE} --entity Tag"));
    let (_, next) = run.err.split_once("next:\n").expect("next steps");
    assert!(next.lines().all(|line| !line.trim().is_empty()), "{next:?}");
    let steps: Vec<&str> = next.lines().collect();
    let mut once = steps.clone();
    once.dedup();
    assert_eq!(steps, once);
}

/// Data that could not be written is not passed off as whole; a reader that has gone is no failure.
#[test]
fn a_full_disk_behind_stdout() {
    for line in [
        "list",
        "list --json",
        "new settings --dry-run",
        "show settings",
        "man",
        "completions bash",
        "--help",
    ] {
        let sandbox = Sandbox::new();
        let run = |redirection: &str| {
            let script = format!("set -o pipefail; {} {line} {redirection}", common::PATGEN);
            sandbox.program("bash", ["-c", &script]).run()
        };
        let full = sandbox.untouched(|| run("> /dev/full").code(2));
        full.says(["error: ", "stdout"]);
        run("| true").code(0);
        run("| head -c 1").code(0);
    }
}

//! Without a terminal: new files are written, existing ones only with `--yes`, and nothing ever waits.

mod common;

use std::process::{Command, Stdio};

use common::patterns::new;
use common::{Run, Sandbox};

/// A project with a file that the pattern edits.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "[questions.word]\ntype = \"text\"\ndefault = \"'x'\"\n[questions.token]\ntype = \"secret\"\ndefault = \"'none'\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ word }}\"\n",
        )
        .pattern_file("demo/thing/files/b.txt", "b\n");
    sandbox.write("list.txt", "a\n");
    sandbox
}

/// The command that a refused run ends with.
fn command(run: &Run) -> &str {
    let last = run.err.trim_end().lines().last().expect("a message");
    last.strip_prefix("tip: to make them: ")
        .unwrap_or_else(|| panic!("no command at the end of:\n{}", run.err))
}

#[test]
fn existing_files_need_a_yes() {
    let sandbox = sandbox();
    let run = sandbox
        .untouched(|| sandbox.run(&new("thing")).code(1))
        .no_data();
    assert_stored!("existing_files_need_a_yes", sandbox.plain(&run.err));
    let quiet = sandbox.untouched(|| sandbox.run(&new("thing --quiet")).code(1));
    quiet.says(["error: ", "--yes"]);
    for yes in ["--yes", "-y"] {
        let sandbox = self::sandbox();
        sandbox.done(&new(&format!("thing {yes}")));
        assert_eq!(sandbox.read("list.txt"), "a\nx\n");
    }
}

/// The command is the one to run: a shell makes of it what was meant.
#[test]
fn the_command_at_the_end_does_it() {
    for words in [
        &["new", "thing", "--patterns", "../patterns"][..],
        &[
            "new",
            "thing",
            "--patterns=../patterns",
            "--word",
            "two words",
        ],
        &[
            "new",
            "thing",
            "--patterns",
            "../patterns",
            "--word=it's $HOME `id` \"q\" \\ *",
        ],
        &[
            "new",
            "thing",
            "--patterns",
            "../patterns",
            "--word",
            "a  b",
        ],
        &[
            "new",
            "thing",
            "--patterns",
            "../patterns",
            "--word=#~!;|&<>(){}[]?",
        ],
        &[
            "new",
            "thing",
            "--patterns",
            "../patterns",
            "--word",
            "ü → ñ",
        ],
        &[
            "--patterns",
            "../patterns",
            "new",
            "thing",
            "--on-conflict",
            "keep",
        ],
        &["new", "--patterns", "../patterns", "thing", "--word", "-x"],
    ] {
        let sandbox = sandbox();
        let run = sandbox.patgen(words).run();
        if run.status == Some(2) {
            assert_eq!(words.last(), Some(&"-x"), "{}", run.err);
            continue;
        }
        let run = run.code(1);
        let line = command(&run).replacen("patgen", common::PATGEN, 1);
        sandbox.program("sh", ["-c", &line]).run().code(0);
        let direct = self::sandbox();
        direct.patgen(words.iter().chain(&["--yes"])).run().code(0);
        assert_eq!(
            sandbox.read("list.txt"),
            direct.read("list.txt"),
            "{words:?}"
        );
    }
}

/// Bare fields may stand behind `--`; the command stays one that works.
#[test]
fn the_command_after_a_double_dash() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "[questions.fields]\ntype = \"fields\"\ndefault = \"['name:str']\"\n[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ fields | map(attribute='name') | join(' ') }}\"\n",
    );
    sandbox.write("list.txt", "a\n");
    let run = sandbox.run(&new("thing")).code(1);
    assert!(command(&run).contains(" --yes"));
    let run = sandbox
        .patgen(["new", "thing", "--patterns", "../patterns", "--", "age:int"])
        .run()
        .code(1);
    let line = command(&run).replacen("patgen", common::PATGEN, 1);
    sandbox.program("sh", ["-c", &line]).run().code(0);
    assert_eq!(sandbox.read("list.txt"), "a\nage\n");
}

#[test]
fn no_secret_in_the_command() {
    for words in [
        &["--token", "hush"][..],
        &["--token=hush"],
        &["--word", "x", "--token=hush"],
    ] {
        let sandbox = sandbox();
        let all = [&["new", "thing", "--patterns", "../patterns"], words].concat();
        let run = sandbox.patgen(all).run().code(1);
        assert!(!run.err.contains("hush"), "{}", run.err);
        assert!(command(&run).contains('…'), "{}", run.err);
    }
}

/// With stdin closed, empty, a pipe that nobody writes to, or full of yes: no run waits, and no run takes it for an answer.
#[test]
fn nothing_waits_for_input() {
    let sandbox = sandbox();
    let lines = [
        new("thing"),
        "new".to_owned(),
        format!("new {} --entity", common::SLICE),
        format!("new {}", common::SLICE),
        new("thing --dry-run"),
        "facts".to_owned(),
    ];
    for line in &lines {
        let words = || line.split_whitespace();
        let expected = sandbox.untouched(|| sandbox.patgen(words()).run());
        let same = |run: Run, how: &str| {
            assert_eq!(
                (run.status, &run.err, &run.out),
                (expected.status, &expected.err, &expected.out),
                "{line}, {how}"
            );
            run
        };
        sandbox.untouched(|| same(sandbox.patgen(words()).stdin(b"yes\ny\nyes\n").run(), "yes"));
        let mut open = Command::new("sleep")
            .arg("60")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let pipe = open.stdout.take().expect("its stdout");
        sandbox.untouched(|| {
            same(
                sandbox.patgen(words()).stdin_from(pipe).run(),
                "an open pipe",
            )
        });
        open.kill().and_then(|()| open.wait()).expect("it ends");
        let script = format!("exec {} \"$@\" <&-", common::PATGEN);
        let run = sandbox.untouched(|| {
            let words: Vec<&str> = ["-c", &script, "sh"].into_iter().chain(words()).collect();
            sandbox.program("sh", words).run()
        });
        assert_eq!(
            (run.status, &run.err),
            (expected.status, &expected.err),
            "{line}, closed"
        );
    }
}

/// stdout and stderr closed, or with nobody reading: the work is done, nothing panics.
#[test]
fn nobody_listens() {
    for redirection in [
        ">&-",
        "2>&-",
        ">&- 2>&-",
        ">/dev/full",
        "2>/dev/full",
        "| true",
        "2>&1 | true",
        "| head -c 1",
    ] {
        for line in [
            "list",
            "show settings",
            "new settings --dry-run",
            "new settings",
            "new ap",
            "man",
            "completions bash",
        ] {
            let sandbox = Sandbox::new();
            let script = format!("{} {line} {redirection}", common::PATGEN);
            let run = sandbox.program("sh", ["-c", &script]).run();
            assert!(
                !run.err.contains("panicked") && run.status.is_some_and(|code| code <= 2),
                "{line} {redirection}: {}",
                run.err
            );
            assert_eq!(
                sandbox.path("app/settings.py").exists(),
                line == "new settings",
                "{line} {redirection}"
            );
        }
    }
}

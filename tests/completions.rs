//! `patgen completions SHELL`: scripts that know every command, pattern and flag.

mod common;

use common::Sandbox;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

#[test]
fn every_shell_knows_commands_patterns_and_flags() {
    let sandbox = Sandbox::new();
    for shell in SHELLS {
        let run = sandbox
            .untouched(|| sandbox.done(&format!("completions {shell}")))
            .silent();
        for part in [
            "completions",
            "search",
            "facts",
            "settings",
            "env-prefix",
            "dry-run",
            "on-conflict",
        ] {
            assert!(run.text().contains(part), "{shell} does not know {part}");
        }
    }
}

/// What bash itself makes of a line: the words it would offer.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let script = r#"
        eval "$("$1" completions bash)"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _patgen patgen "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let words = ["-c", script, "bash", common::PATGEN, "patgen"]
        .into_iter()
        .chain(words.iter().copied());
    let run = sandbox.program("bash", words).run().code(0).silent();
    run.text().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_a_line() {
    let sandbox = Sandbox::new();
    for (words, expected) in [
        (&["li"][..], &["list"][..]),
        (&["new", "sett"], &["settings"]),
        (&["new", "settings", "--env"], &["--env-prefix"]),
        (&["new", "settings", "--dry"], &["--dry-run"]),
        (&["new", "settings", "--on-conflict", "re"], &["replace"]),
        (&["completions", "f"], &["fish"]),
        (&["list", "--sort", "c"], &["confidence"]),
    ] {
        assert_eq!(offered(&sandbox, words), expected, "{words:?}");
    }
}

/// The patterns of a directory are completed too.
#[test]
fn patterns_of_ones_own() {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", "[questions.word]\ntype = \"text\"\n");
    let run = sandbox.done("completions bash --patterns ../patterns");
    assert!(run.text().contains("thing") && run.text().contains("--word"));
}

//! `patgen man`: the whole manual on one page.

mod common;

use common::Sandbox;

#[test]
fn every_command_and_flag_is_on_the_page() {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done("man")).silent();
    let plain = run.text().replace("\\-", "-");
    assert!(plain.contains(".TH patgen 1"), "{plain}");
    for part in [
        "--into",
        "--fact",
        "--patterns",
        "--stack",
        "--json",
        "--color",
        "--quiet",
        "--verbose",
        "--dry-run",
        "--check",
        "--yes",
        "--on-conflict",
        "--answers",
        "--sort",
        "markers",
        "PATGEN_PATTERNS",
        "NO_COLOR",
        "bash",
        "EXIT STATUS",
    ] {
        assert!(plain.contains(part), "no {part} on the page");
    }
    for command in [
        "new",
        "list",
        "search",
        "show",
        "facts",
        "completions",
        "man",
    ] {
        assert!(
            plain
                .to_lowercase()
                .contains(&format!(".sh \"patgen {command}\"")),
            "no {command}"
        );
    }
    // There is one page: nothing refers to another.
    assert!(
        !plain.contains("patgen-new(1)"),
        "a page that does not exist"
    );
}

/// Requests that a formatter does not know would be dropped or printed.
#[test]
fn the_page_is_roff() {
    let run = Sandbox::new().done("man");
    for line in run
        .text()
        .lines()
        .filter(|line| line.starts_with(['.', '\'']))
    {
        let request: String = line
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        assert!(
            [
                "TH", "SH", "SS", "TP", "IP", "RS", "RE", "br", "ie", "el", "B", "I", "PP", "nf",
                "fi", "sp", "ds"
            ]
            .contains(&&*request),
            "{line}"
        );
    }
}

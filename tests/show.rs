//! `patgen show`: all that a manifest says, for people.

mod common;

use common::Sandbox;

/// A manifest with every key, so that the page has every part.
const WHOLE: &str = r#"
version = 1
about = "a thing of every kind"
when = "a page has to be full"
when_not = "half a page does"
tags = ["page", "full"]
related = ["part"]
requires = ["db.base"]
variants = ["async", "sync"]
executable = ["run.sh"]

[provides]
"thing.{{ name.snake }}" = "x"

[[compose]]
pattern = "part"
answers = { fixed = "1" }

[questions.name]
type = "name"
help = "what it is called"
example = "Cat"

[questions.loud]
type = "bool"
help = "with noise"
default = "false"
no_flag = "quietly"

[questions.colour]
type = "choice"
choices = ["red", "green"]
help = "the paint"
default = "'red'"

[questions.unseen]
type = "text"
hidden = true
default = "'x'"

[[edit]]
op = "line"
file = ".gitignore"
line = "x"

[evidence]
confidence = "medium"
examples = ["the tests of patgen"]
reinforced = "2026-11-20"
saves = "1 min"
why = "a full page shows what is missing"
missing = "an empty page"
proves = ["it is full"]

[next]
steps = ["read it"]
"#;

#[test]
fn a_whole_page() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern_file("demo/whole/pattern.toml", WHOLE)
        .pattern_file("demo/whole/files/{{ name.snake }}.txt.j2", "{{ name }}\n")
        .pattern_file("demo/whole/files/run.sh", "x\n")
        .pattern("part", "[questions.fixed]\ntype = \"int\"\n[questions.open]\ntype = \"int\"\nhelp = \"asked by the part\"\n")
        .pattern_file("demo/part/files/part.txt", "x\n");
    let run = sandbox
        .untouched(|| sandbox.done("show whole --patterns ../patterns"))
        .silent();
    assert_stored!("show", run.text());
    assert_stored!(
        "show_json",
        sandbox
            .done("show demo/whole --patterns ../patterns --json")
            .text()
    );
    assert_stored!(
        "help_of_a_pattern",
        sandbox
            .done("new whole --help --patterns ../patterns")
            .text()
    );
}

#[test]
fn the_patterns_of_the_catalogue_say_all() {
    let sandbox = Sandbox::new();
    let list = sandbox.done("list --json").json();
    for pattern in list["patterns"].as_array().expect("patterns") {
        let name = pattern["name"].as_str().expect("a name");
        let page = sandbox.done(&format!("show {name}"));
        for part in [
            "Use it: ",
            "Do not: ",
            "Files:",
            "Why it works: ",
            "Its tests show:",
            "Confidence: ",
            "Tags: ",
        ] {
            let is_there = page.text().contains(part);
            let has_none = name == "fastapi/async-tests" && part == "Files:";
            assert!(is_there != has_none, "{name} has no `{part}`");
        }
    }
}

#[test]
fn what_a_pattern_settles_for_its_parts_is_shown() {
    let sandbox = Sandbox::new();
    for (name, told) in [
        ("account", "<project.package>/models/account.py"),
        ("account", "entities.account.model"),
        ("jwt-auth", "/models/test_refresh_token_model.py"),
        ("webhook-receiver", "/models/webhook_event.py"),
        ("agent", "<project.package>/agents/__init__.py"),
    ] {
        for flag in ["", " --json"] {
            let run = sandbox.done(&format!("show {name}{flag}"));
            let page = run.text();
            let told = if flag.is_empty() {
                told.to_owned()
            } else {
                told.replace("<project.package>", "{{ project.package }}")
            };
            assert!(page.contains(&told), "{name}{flag}: {told}\n{page}");
            for open in ["<entity.", "<of.", "{{ entity.", "{{ of."] {
                assert!(!page.contains(open), "{name}{flag}: {open}\n{page}");
            }
        }
    }
    let run = sandbox.done("show crud");
    assert!(run.text().contains("models/<entity.snake>.py"));
}

#[test]
fn no_such_pattern() {
    let sandbox = Sandbox::new();
    sandbox.refused("show setings").no_data().says([
        "there is no pattern `setings`",
        "tip: did you mean `settings`",
    ]);
}

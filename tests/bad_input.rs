//! Wrong command lines: exit 2, nothing touched, and a message that names the place and the way out.

mod common;

use common::Sandbox;
use common::transcript::Transcript;

/// Expects every line to be refused in an empty project; what is said is compared with the snapshot.
#[track_caller]
fn refused(name: &str, lines: &[&str]) {
    let mut transcript = Transcript::default();
    for line in lines {
        let sandbox = Sandbox::new();
        transcript.add(&sandbox, sandbox.refused(line));
    }
    assert_stored!(name, transcript.text());
}

#[test]
fn no_such_command_or_flag() {
    refused(
        "no_such_command_or_flag",
        &[
            "nwe app",
            "lis",
            "new",
            "new app --dry-rnu",
            "new app --asnyc",
            "new app --no-such-thing",
            "new app stray",
            "new app --dry-run=yes",
            "new app --dry-run --check",
            "new app --async --sync",
            "new app --quiet --verbose",
            "new app --into",
            "new app --into a --into b",
            "new app --into=",
            "new app --color sometimes",
            "new app --on-conflict ask",
            "list --sort colour",
            "search",
            "show",
            "completions tcsh",
        ],
    );
}

#[test]
fn no_such_pattern_or_stack() {
    refused(
        "no_such_pattern_or_stack",
        &[
            "new ap",
            "new migraton --entity User",
            "new fastapi/setings",
            "new django/app",
            "new ../app",
            "new nothing-like-it",
            "show migraton",
            "list --patterns no/such/directory",
            "new app --patterns ../no-such-directory",
        ],
    );
}

#[test]
fn no_such_stack() {
    refused(
        "no_such_stack",
        &[
            "new app --stack fastpi",
            "list --stack fastpi",
            "search login --stack x",
        ],
    );
}

#[test]
fn answers_of_the_wrong_kind() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "asking",
            "[questions.count]\ntype = \"int\"\n\
             [questions.colour]\ntype = \"choice\"\nchoices = [\"red\", \"green\"]\n\
             [questions.place]\ntype = \"path\"\n\
             [questions.axes]\ntype = \"list\"\nchoices = [\"x\", \"y\"]\n\
             [questions.port]\ntype = \"int\"\ndefault = \"8000\"\ncheck = \"port > 1023\"\n\
             message = \"a port above 1023 is wanted, found {{ port }}\"\n",
        )
        .pattern_file("demo/asking/files/{{ place }}.txt.j2", "{{ colour }}\n");
    let good = [
        "--count", "1", "--colour", "red", "--place", "a/b", "--axes", "x",
    ];
    sandbox
        .patgen(
            [
                &["new", "asking", "--patterns", "../patterns", "--dry-run"],
                &good[..],
            ]
            .concat(),
        )
        .run()
        .code(0);
    let mut transcript = Transcript::default();
    for (flag, value) in [
        ("--count", "many"),
        ("--count", "1.5"),
        ("--count", "99999999999999999999"),
        ("--colour", "gren"),
        ("--colour", ""),
        ("--place", "../outside"),
        ("--place", "/etc/passwd"),
        ("--place", "a\nb"),
        ("--place", ""),
        ("--axes", "x,z"),
        ("--port", "80"),
    ] {
        let mut words = vec!["new", "asking", "--patterns", "../patterns"];
        words.extend(good);
        match words.iter().position(|word| *word == flag) {
            Some(at) => words[at + 1] = value,
            None => words.extend([flag, value]),
        }
        let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
        transcript.add(&sandbox, run);
    }
    assert_stored!("answers_of_the_wrong_kind", transcript.text());
}

#[test]
fn answers_files() {
    let mut transcript = Transcript::default();
    for (name, text) in [
        ("unknown.toml", "kind = \"empty\"\nmesage = \"first\"\n"),
        ("broken.toml", "kind = \"empty\nmessage = \"first\"\n"),
        (
            "broken.json",
            "{\"kind\": \"empty\",\n \"message\" \"first\"}\n",
        ),
        (
            "nul.json",
            "{\"kind\": \"create-table\", \"entity\": \"Us\\u0000er\"}\n",
        ),
        ("number.toml", "kind = \"create-table\"\nentity = 5\n"),
        (
            "fields.toml",
            "kind = \"create-table\"\nentity = \"User\"\nfields = [{ name = \"age\", typ = \"int\" }]\n",
        ),
        ("nested.toml", "kind = [\"empty\"]\n"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(&format!("../{name}"), text);
        let run = sandbox.refused(&format!("new migration --answers ../{name}"));
        transcript.add(&sandbox, run);
    }
    let sandbox = Sandbox::new();
    transcript.add(
        &sandbox,
        sandbox.refused("new migration --answers ../missing.toml"),
    );
    transcript.add(&sandbox, sandbox.refused("new migration --answers ."));
    sandbox.fifo("../fifo");
    transcript.add(&sandbox, sandbox.refused("new migration --answers ../fifo"));
    sandbox.write("../latin.toml", b"message = \"caf\xe9\"\n");
    transcript.add(
        &sandbox,
        sandbox.refused("new migration --answers ../latin.toml"),
    );
    assert_stored!("answers_files", transcript.text());
}

#[test]
fn all_missing_answers_are_listed_at_once() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "asking",
        "[questions.first]\ntype = \"name\"\nhelp = \"the first thing\"\nexample = \"Cat\"\n\
         [questions.second_one]\ntype = \"int\"\nhelp = \"how many\"\n\
         [questions.third]\ntype = \"text\"\nhelp = \"only with a second\"\nwhen = \"true\"\n\
         [questions.known]\ntype = \"text\"\ndefault = \"'x'\"\n",
    );
    let mut transcript = Transcript::default();
    for line in [
        "new asking --patterns ../patterns",
        "new asking --patterns ../patterns --second-one 2",
        "new asking --patterns ../patterns --yes",
        "new migration",
        "new migration --kind rename-column",
        "new migration --kind add-foreign-key --entity User",
    ] {
        transcript.add(&sandbox, sandbox.refused(line));
    }
    assert_stored!("all_missing_answers", transcript.text());
}

#[test]
fn arguments_that_are_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let latin = OsStr::from_bytes(b"caf\xe9");
    for before in [
        &["new", "app", "--into"][..],
        &["new"],
        &["list", "--patterns"],
        &["search"],
        &["new", "settings", "--env-prefix"],
    ] {
        let sandbox = Sandbox::new();
        let all = before.iter().map(OsStr::new).chain([latin]);
        let run = sandbox.untouched(|| sandbox.patgen(all).run().code(2));
        run.no_data()
            .says(["error: the argument `caf\u{fffd}` is not UTF-8", "tip: "]);
    }
    // A directory of such a name is as good as any other.
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    let place = sandbox.path("").join(latin);
    sandbox.program("mkdir", [&place]).run().code(0);
    let words = ["new", "thing", "--patterns", "../../patterns"];
    sandbox.patgen(words).within(&place).run().code(0);
    assert!(place.join("a.txt").exists());
}

/// A message is for a person to read whole: one error, lower case, and a way out.
#[test]
fn the_same_error_as_json() {
    let sandbox = Sandbox::new();
    for (line, kind, message, hint) in [
        (
            "new ap --json",
            "usage",
            "there is no pattern `ap`",
            "did you mean `app`?",
        ),
        (
            "new migration --json",
            "usage",
            "`--entity` is missing",
            "`--entity",
        ),
        (
            "facts --json --fact x",
            "usage",
            "`--fact x` has no `=`",
            "--fact NAME=VALUE",
        ),
        (
            "new app --dry-rnu --json",
            "usage",
            "unexpected argument '--dry-rnu' found",
            "--dry-run",
        ),
        (
            "new app --into ../a/b --json",
            "project",
            "does not exist",
            "mkdir -p",
        ),
    ] {
        let run = sandbox.refused(line);
        let document = run.json();
        let keys: Vec<&String> = document.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["version", "error"], "{line}");
        assert_eq!(document["version"], 1);
        assert_eq!(document["error"]["kind"], kind, "{line}");
        let said = document["error"]["message"].as_str().expect("a text");
        assert!(
            said.contains(message) && !said.contains("error:"),
            "{line}: {said}"
        );
        assert!(!said.contains("\n\nUsage"), "{line}: {said}");
        let hints = document["error"]["hints"].to_string();
        assert!(hints.contains(hint), "{line}: {hints}");
    }
}

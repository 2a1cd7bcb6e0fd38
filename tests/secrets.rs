//! A secret answer goes into the one file that asked for it, and nowhere else.

mod common;

use common::Sandbox;
use common::hidden::{expect_hidden, holds};
use common::patterns::new;
use common::transcript::Transcript;

const SECRET: &str = "hush-hush-hush";

const ASKING: &str = "secret_files = [\".env\"]\n\
    [questions.token]\ntype = \"secret\"\n\
    [questions.generated]\ntype = \"secret\"\ngenerate = 40\n\
    [[edit]]\nop = \"env-set\"\nfile = \".env\"\nkey = \"TOKEN\"\nvalue = \"{{ token }}\"\ncomment = \"of {{ token }}\"\n\
    [[edit]]\nop = \"env-set\"\nfile = \".env\"\nkey = \"KEY\"\nvalue = \"{{ generated }}\"\n\
    [[edit]]\nop = \"line\"\nfile = \".gitignore\"\nline = \".env\"\n";

#[test]
fn a_secret_answer() {
    for more in [
        "--dry-run",
        "--dry-run --json",
        "--check",
        "--json",
        "",
        "--verbose",
    ] {
        let sandbox = Sandbox::new();
        sandbox
            .pattern("thing", ASKING)
            .pattern_file("demo/thing/files/a.txt", "a\n");
        let run = sandbox.run(&new(&format!("thing --token {SECRET} {more}")));
        assert!(
            run.status.is_some_and(|code| code < 2),
            "{}: {}",
            run.line,
            run.err
        );
        expect_hidden(&sandbox, &run, &[SECRET]);
        if more.is_empty() {
            assert!(sandbox.read(".env").contains(&format!("TOKEN={SECRET}\n")));
        }
    }
}

/// A whole file that holds a secret, made, made anew and taken back: not in a base text, not in what the history keeps.
#[test]
fn a_secret_file_from_a_template() {
    const SECOND: &str = "whisper-whisper";
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "secret_files = [\".env\"]\n[questions.token]\ntype = \"secret\"\n",
        )
        .pattern_file("demo/thing/files/.env.j2", "TOKEN={{ token }}\n")
        .pattern_file("demo/thing/files/a.txt", "a\n");
    let yes = "--yes --on-conflict replace";
    for (line, code) in [
        (new(&format!("thing --token {SECRET} --dry-run")), 0),
        (
            new(&format!("thing --token {SECRET} --save-plan ../plan.json")),
            0,
        ),
        (new(&format!("thing --token {SECRET} {yes}")), 0),
        (new(&format!("thing --token {SECOND} {yes} --json")), 0),
        ("status --json --patterns ../patterns".to_owned(), 0),
        ("undo --json --dry-run".to_owned(), 0),
        ("undo thing --yes --json".to_owned(), 0),
    ] {
        let run = sandbox.run(&line);
        expect_hidden(&sandbox, &run, &[SECRET, SECOND]);
        assert_eq!(run.status, Some(code), "{line}: {}", run.err);
        if sandbox.path(".env").exists() {
            assert_eq!(sandbox.tree().mode(".env") & 0o777, 0o600, "{line}");
        }
    }
    assert!(!holds(sandbox.read("../plan.json").as_bytes(), SECRET));
}

/// What a secret file held before it was changed is not in the history either.
#[test]
fn a_secret_file_that_is_changed() {
    let sandbox = Sandbox::new();
    let other = "secret_files = [\".env\"]\n[[edit]]\nop = \"env-set\"\nfile = \".env\"\nkey = \"OTHER\"\nvalue = \"x\"\n";
    sandbox.pattern("thing", ASKING).pattern("other", other);
    sandbox.done(&new(&format!("thing --token {SECRET}")));
    let run = sandbox.done(&new("other --yes"));
    let text = sandbox.read(".env");
    assert!(text.contains(SECRET) && text.contains("OTHER=x"), "{text}");
    expect_hidden(&sandbox, &run, &[SECRET]);
}

/// A secret that a pattern repeats where it would be shown or recorded: that is the pattern's mistake, also
/// through a derived default.
#[test]
fn a_secret_in_the_wrong_place() {
    let mut transcript = Transcript::default();
    for more in [
        "[questions.derived]\ntype = \"text\"\nhidden = true\ndefault = \"'Bearer ' ~ token\"\n",
        "[provides]\n\"db.token\" = \"{{ token }}\"\n",
        "[next]\nsteps = [\"use {{ token }}\"]\n",
        "[next]\nrun = [\"use {{ token }}\"]\n",
        "[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ token }}\"\n",
        "[[edit]]\nop = \"line\"\nfile = \"{{ token }}.txt\"\nline = \"x\"\n",
    ] {
        let sandbox = Sandbox::new();
        sandbox.pattern(
            "thing",
            &format!("[questions.token]\ntype = \"secret\"\n{more}"),
        );
        refused(&mut transcript, &sandbox);
    }
    for path in ["a.txt.j2", "{{ token }}.txt.j2"] {
        let sandbox = Sandbox::new();
        sandbox.pattern("thing", "[questions.token]\ntype = \"secret\"\n");
        sandbox.pattern_file(&format!("demo/thing/files/{path}"), "{{ token }}\n");
        refused(&mut transcript, &sandbox);
    }
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "stamp = \"thing-{{ token }}\"\n[questions.token]\ntype = \"secret\"\n",
    );
    refused(&mut transcript, &sandbox);
    assert_stored!(
        "a_secret_in_the_wrong_place",
        transcript.text().replace(SECRET, "[SECRET]")
    );
}

/// As a part of an address and as a literal it is as telling.
#[test]
fn a_secret_in_disguise() {
    const TOKEN: &str = "p@ss/w\"rd\\1234";
    let shapes = ["p%40ss%2Fw%22rd%5C1234", "p@ss/w\\\"rd\\\\1234", TOKEN];
    let address = "token | replace('@', '%40') | replace('/', '%2F') | replace('\\\"', '%22') | replace('\\\\\\\\', '%5C')";
    for default in [
        "'Bearer ' ~ token",
        &format!("'http://x:' ~ ({address}) ~ '@y'"),
        "token | tojson",
    ] {
        let sandbox = Sandbox::new();
        let derived = format!(
            "[questions.derived]\ntype = \"text\"\nhidden = true\ndefault = \"{default}\"\n"
        );
        sandbox.pattern(
            "thing",
            &format!("[questions.token]\ntype = \"secret\"\n{derived}"),
        );
        let words = [
            "new",
            "thing",
            "--patterns",
            "../patterns",
            "--yes",
            "--token",
            TOKEN,
        ];
        let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
        expect_hidden(&sandbox, &run, &shapes);
        run.says(["the answer `derived` would repeat the secret `token`"]);
    }
}

fn refused(transcript: &mut Transcript, sandbox: &Sandbox) {
    for more in ["--json --yes", "--dry-run", "--yes"] {
        let run = sandbox.refused(&new(&format!("thing --token {SECRET} {more}")));
        expect_hidden(sandbox, &run, &[SECRET]);
        if more == "--yes" {
            transcript.add(sandbox, run);
        }
    }
}

#[test]
fn a_generated_secret() {
    let sandbox = Sandbox::new();
    let run = sandbox.done("new settings");
    let env = sandbox.read(".env");
    let line = env
        .lines()
        .find(|line| line.starts_with("APP_SECRET_KEY="))
        .expect("the key");
    let key = line
        .trim_start_matches("APP_SECRET_KEY=")
        .trim_matches('"')
        .to_owned();
    assert!(key.len() >= 32, "{key}");
    expect_hidden(&sandbox, &run, &[&key]);
    assert_eq!(sandbox.tree().mode(".env"), 0o600);
    // The same again keeps it; another project gets another.
    sandbox.untouched(|| sandbox.done("new settings"));
    let other = Sandbox::new();
    other.done("new settings");
    assert!(!other.read(".env").contains(&key));
}

#[test]
fn a_secret_of_the_wrong_form() {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", ASKING);
    let run = sandbox.untouched(|| {
        sandbox
            .patgen([
                "new",
                "thing",
                "--patterns",
                "../patterns",
                "--token",
                "hush-hush-hush\nx",
            ])
            .run()
            .code(2)
    });
    expect_hidden(&sandbox, &run, &["hush-hush-hush"]);
    sandbox.write("../answers.toml", "token = [\"hush-hush-hush\"]\n");
    let run = sandbox.refused(&new("thing --answers ../answers.toml"));
    expect_hidden(&sandbox, &run, &["hush-hush-hush"]);
    sandbox.write("../answers.toml", "token = \"hush-hush-hush\n");
    let run = sandbox.refused(&new("thing --answers ../answers.toml"));
    expect_hidden(&sandbox, &run, &["hush-hush-hush"]);
}

/// A file that is there keeps its mode; its lines are never shown, whoever wrote them.
#[test]
fn an_env_file_that_is_there() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            ".env",
            "MINE=hush-hush-hush\nAPP_SECRET_KEY=mine-hush-hush-hush-hush-hush-hush-hush-hush\n",
        )
        .mode(".env", 0o640);
    for line in [
        "new settings --dry-run",
        "new settings --json --dry-run",
        "new settings",
        "new settings --yes",
    ] {
        let run = sandbox.run(line);
        assert!(
            run.status.is_some_and(|code| code < 2),
            "{line}: {}",
            run.err
        );
        assert!(
            !holds(&run.out, "hush-hush-hush") && !run.err.contains("hush-hush-hush"),
            "{line}"
        );
    }
    assert!(
        sandbox
            .read(".env")
            .starts_with("MINE=hush-hush-hush\nAPP_SECRET_KEY=mine-hush"),
        "{}",
        sandbox.read(".env")
    );
    assert_eq!(sandbox.tree().mode(".env"), 0o640);
}

/// The command that a stopped run proposes leaves secrets out, whatever flag they came by.
#[test]
fn the_command_to_run_again() {
    for words in [
        &["--pass", SECRET][..],
        &["--pass=hush-hush-hush"],
        &["-p", SECRET],
        &["-phush-hush-hush"],
        &["-qphush-hush-hush"],
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(".gitignore", "mine\n");
        let flags = "type = \"secret\"\nflag = \"pass\"\nshort = \"p\"\n";
        sandbox.pattern("thing", &ASKING.replacen("type = \"secret\"\n", flags, 1));
        let base = ["new", "thing", "--patterns", "../patterns"];
        let words = [&base, words].concat();
        let run = sandbox.untouched(|| sandbox.patgen(words).run().code(1));
        expect_hidden(&sandbox, &run, &[SECRET]);
        run.says(["new --yes thing", "…"]);
    }
}

/// The spellings of a database URL's secrets are known too.
#[test]
fn a_password_in_the_wrong_place() {
    let pattern = |text: &str| {
        let sandbox = Sandbox::new();
        sandbox
            .pattern("thing", "[questions.db_url]\ntype = \"url\"\n")
            .pattern_file("demo/thing/files/a.txt.j2", text);
        sandbox
    };
    for url in [
        "postgresql://me:correct%40horse%2Fbattery@host/db",
        "postgresql://host/db?user=me&password=correct%40horse%2Fbattery",
        "postgresql://host/db?sslpassword=correct%40horse%2Fbattery",
    ] {
        let sandbox = pattern("{{ db_url.with_driver('') }}\n");
        let words = ["new", "thing", "--patterns", "../patterns", "--db-url", url];
        let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
        expect_hidden(&sandbox, &run, &["correct@horse/battery", "horse"]);
        run.says(["would repeat the secret `db_url`"]);
        pattern("{{ db_url.safe }}\n").patgen(words).run().code(0);
    }
}

//! `patgen new`: what is written, what is said, what is left alone.

mod common;

use common::Sandbox;
use common::patterns::new;

#[test]
fn a_new_project() {
    let sandbox = Sandbox::new();
    let run = sandbox.done("new app --into shop").no_data();
    assert_stored!("a_new_project", sandbox.plain(&run.err));
    let files = sandbox.tree().without(&["shop/.patgen"]).files();
    for file in [
        "shop/app/main.py",
        "shop/app/settings.py",
        "shop/pyproject.toml",
        "shop/.env",
        "shop/.env.example",
        "shop/README.md",
    ] {
        assert!(
            files.contains(&file.to_owned()),
            "{file} is missing: {files:?}"
        );
    }
    assert!(
        sandbox
            .read("shop/pyproject.toml")
            .contains("name = \"shop\"")
    );
    // Nothing is left of the run but the project and its record.
    assert_eq!(
        sandbox
            .tree()
            .files()
            .iter()
            .filter(|path| path.contains("/.patgen/") && !path.contains("/base/"))
            .collect::<Vec<_>>(),
        [
            "shop/.patgen/.gitignore",
            "shop/.patgen/history/000001.lz4",
            "shop/.patgen/stamps/app.toml",
            "shop/.patgen/stamps/project.toml",
            "shop/.patgen/stamps/settings.toml",
        ]
    );
}

/// A new root, an empty one and one that holds other things get the same files.
#[test]
fn wherever_the_project_is() {
    let fresh = Sandbox::new();
    fresh.done("new app --into shop");
    let empty = Sandbox::new();
    empty.dir("shop");
    empty.done("new app --into shop");
    let used = Sandbox::new();
    used.write("shop/notes.txt", "mine\n")
        .write("shop/src/lib.c", "int x;\n");
    used.done("new app --into shop");
    assert_eq!(used.read("shop/notes.txt"), "mine\n");
    let inside = Sandbox::new();
    inside.dir("shop");
    inside
        .patgen(["new", "app"])
        .within(&inside.path("shop"))
        .run()
        .code(0);
    let rest = |sandbox: &Sandbox| {
        let mut contents = sandbox
            .tree()
            .without(&[
                "shop/.env",
                "shop/.patgen/history",
                "shop/notes.txt",
                "shop/src",
            ])
            .contents();
        contents.retain(|path, _| !path.is_empty());
        contents
    };
    for other in [empty, used, inside] {
        assert_eq!(rest(&fresh), rest(&other));
    }
}

#[test]
fn more_and_less_talk() {
    let usual = Sandbox::new();
    let said = usual.done("new project").err;
    for (flag, expected) in [("--quiet", Some("")), ("-q", Some("")), ("--verbose", None)] {
        let sandbox = Sandbox::new();
        let run = sandbox.done(&format!("new project {flag}")).no_data();
        match expected {
            Some(expected) => assert_eq!(run.err, expected, "{flag}"),
            None => assert!(run.err.len() >= said.len(), "{flag}: {}", run.err),
        }
    }
    // What is wrong is said even to those who want it quiet.
    Sandbox::new()
        .refused("new ap --quiet")
        .says(["error: there is no pattern `ap`"]);
}

#[test]
fn help_of_a_pattern_lists_its_questions() {
    let sandbox = Sandbox::new();
    for flag in ["--help", "-h"] {
        let run = sandbox
            .untouched(|| sandbox.done(&format!("new settings {flag}")))
            .silent();
        let text = run.text();
        for part in [
            "--of <NAME>",
            "--env-prefix",
            "--secret-key",
            "--dry-run",
            "--yes",
            "--into <DIR>",
            "--json",
        ] {
            assert!(text.contains(part), "no {part} in:\n{text}");
        }
    }
    assert_stored!("help_of_new", sandbox.done("new --help").text());
    assert_stored!("help", sandbox.done("--help").text());
}

/// Embedded patterns, those of a flag, of the environment, of the project itself.
#[test]
fn where_patterns_come_from() {
    let file = "files/a.txt";
    let sandbox = Sandbox::new();
    let put = |place: &str, text: &str| {
        sandbox.write(
            &format!("{place}/demo/thing/pattern.toml"),
            common::patterns::MANIFEST,
        );
        sandbox.write(&format!("{place}/demo/thing/{file}"), text);
    };
    put("../by-flag", "flag\n");
    put("../by-flag-too", "second flag\n");
    put("../by-environment", "environment\n");
    let stamped = |words: &str, environment: &str, into: &str| {
        let words = format!("new thing --into {into} {words}");
        let run = sandbox
            .patgen(words.split_whitespace())
            .env("PATGEN_PATTERNS", environment)
            .run()
            .code(0);
        assert!(run.out.is_empty());
        sandbox.read(&format!("{into}/a.txt"))
    };
    assert_eq!(stamped("--patterns ../by-flag", "", "a"), "flag\n");
    assert_eq!(stamped("", "../by-environment", "b"), "environment\n");
    assert_eq!(
        stamped("--patterns ../by-flag", "../by-environment", "c"),
        "flag\n"
    );
    assert_eq!(
        stamped("--patterns ../by-flag --patterns ../by-flag-too", "", "d"),
        "flag\n"
    );
    assert_eq!(
        stamped("", "../by-environment:../by-flag", "e"),
        "environment\n"
    );
    put("f/.patgen/patterns", "own\n");
    assert_eq!(stamped("", "", "f"), "own\n");
    sandbox.refused("new thing");
}

#[test]
fn one_name_in_two_stacks() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern("app", "")
        .pattern_file("demo/app/files/a.txt", "demo\n");
    let run = sandbox.refused(&new("app"));
    run.says([
        "`app` is the name of several patterns: `demo/app`, `fastapi/app`",
        "tip: give the full name, or `--stack NAME`",
    ]);
    sandbox.done(&new("demo/app --into one"));
    sandbox.done(&new("app --stack demo --into two"));
    assert_eq!(
        (sandbox.read("one/a.txt"), sandbox.read("two/a.txt")),
        ("demo\n".to_owned(), "demo\n".to_owned())
    );
    sandbox.done(&new("fastapi/app --into three"));
    assert!(sandbox.read("three/app/main.py").contains("FastAPI"));
}

/// Answers come from flags, from a file in TOML or JSON, from defaults; flags win.
#[test]
fn answers_and_where_they_come_from() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "[questions.word]\ntype = \"text\"\n[questions.count]\ntype = \"int\"\ndefault = \"7\"\n\
             [questions.loud]\ntype = \"bool\"\ndefault = \"false\"\n[questions.tags]\ntype = \"list\"\ndefault = \"[]\"\n",
        )
        .pattern_file("demo/thing/files/a.txt.j2", "{{ word }} {{ count }} {{ loud }} {{ tags | join('+') }}\n");
    sandbox.write(
        "../a.toml",
        "word = \"file\"\ncount = 1\nloud = true\ntags = [\"a\", \"b\"]\n",
    );
    sandbox.write(
        "../a.json",
        "{\"word\": \"file\", \"count\": 1, \"loud\": true, \"tags\": [\"a\", \"b\"]}\n",
    );
    for (at, (words, expected)) in [
        ("--word flag", "flag 7 False \n"),
        ("--word=--flag", "--flag 7 False \n"),
        ("--word x --loud --tags a,b --tags c", "x 7 True a+b+c\n"),
        ("--answers ../a.toml", "file 1 True a+b\n"),
        ("--answers ../a.json", "file 1 True a+b\n"),
        (
            "--answers ../a.toml --word flag --no-loud --count -5 --tags z",
            "flag -5 False z\n",
        ),
        ("--answers=../a.toml --count=0", "file 0 True a+b\n"),
    ]
    .into_iter()
    .enumerate()
    {
        sandbox.done(&new(&format!("thing --into p{at} {words}")));
        assert_eq!(sandbox.read(&format!("p{at}/a.txt")), expected, "{words}");
    }
}

/// The text of an answer is never a template, and a file without `.j2` is copied as it is.
#[test]
fn nothing_is_rendered_twice() {
    let sandbox = Sandbox::new();
    let workflow = "token: ${{ secrets.TOKEN }}\n{% not a tag %}\n";
    sandbox
        .pattern("thing", "[questions.word]\ntype = \"text\"\n")
        .pattern_file("demo/thing/files/a.txt.j2", "{{ word }}\n")
        .pattern_file("demo/thing/files/{{ word | length }}.yml", workflow);
    let word = "{{ 7 * 7 }}{% include 'x' %}{# gone #}";
    sandbox
        .patgen(["new", "thing", "--patterns", "../patterns", "--word", word])
        .run()
        .code(0);
    assert_eq!(sandbox.read("a.txt"), format!("{word}\n"));
    assert_eq!(sandbox.read(&format!("{}.yml", word.len())), workflow);
}

/// A part that a whole is made of stamps what it stamps alone; what is required comes along and is named.
#[test]
fn parts_and_what_comes_along() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern_file(
            "demo/stack.toml",
            "version = 1\nabout = \"x\"\n[providers]\n\"db.base\" = \"base\"\n",
        )
        .pattern("base", "[provides]\n\"db.base\" = \"base:Base\"\n")
        .pattern_file("demo/base/files/base.txt", "base\n")
        .pattern(
            "part",
            "requires = [\"db.base\"]\n[questions.word]\ntype = \"text\"\n",
        )
        .pattern_file(
            "demo/part/files/part.txt.j2",
            "{{ word }} on {{ db.base.name }}\n",
        )
        .pattern("whole", "[[compose]]\npattern = \"part\"\n")
        .pattern_file("demo/whole/files/whole.txt.j2", "{{ word }}\n");
    let run = sandbox.done(&new("whole --word x"));
    run.says([
        "brings along `base`, for db.base",
        "stamped base, whole: created 3 files",
    ]);
    assert_eq!(sandbox.read("part.txt"), "x on Base\n");
    let alone = Sandbox::new();
    let patterns = sandbox.pattern_path("");
    let patterns = patterns.to_str().expect("text");
    alone.done(&format!("new part --word x --patterns {patterns}"));
    assert_eq!(
        alone.tree().without(&[".patgen"]).files(),
        ["base.txt", "part.txt"]
    );
    assert_eq!(alone.read("part.txt"), sandbox.read("part.txt"));
    // What is there is used, not stamped again.
    let later = alone.done(&format!("new whole --word x --patterns {patterns}"));
    assert!(!later.err.contains("brings along"), "{}", later.err);
}

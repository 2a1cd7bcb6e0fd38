//! Laws that hold for every pattern and every way to stamp it, as far as they need no Python.

mod common;

use std::collections::BTreeMap;
use std::sync::Mutex;

use common::Sandbox;
use common::tree::{Tree, untimed};

/// Every pattern of the catalogue with the least that it asks for.
#[test]
fn patterns_with_their_defaults() {
    const WITH_AN_ENTITY: [&str; 7] = [
        "crud",
        "endpoint",
        "migration",
        "model",
        "repository",
        "schema",
        "service",
    ];
    let list = Sandbox::new().done("list --json").json();
    let patterns = list["patterns"].as_array().expect("patterns");
    let names = patterns
        .iter()
        .map(|one| one["name"].as_str().expect("a name"));
    // Tests of code that is there already: `new_test.rs` has the code and the laws.
    let lines = names.filter(|name| *name != "fastapi/test").map(|name| {
        let required = match name.rsplit('/').next().expect("a name") {
            "module" => " --of PriceCalculator".to_owned(),
            bare if WITH_AN_ENTITY.contains(&bare) => " --entity User".to_owned(),
            "row-locking" | "connection-pool" => {
                " --db-url postgresql://app@localhost/app".to_owned()
            }
            _ => asked_for(name),
        };
        format!("new {name}{required}")
    });
    on_every_core(lines, |line| keeps_the_laws(&line));
}

/// Works through a list, with a thread for each core.
fn on_every_core<T: Send>(list: impl Iterator<Item = T> + Send, work: impl Fn(T) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let list = Mutex::new(list);
    let next = || {
        list.lock()
            .expect("no thread fails while it takes one")
            .next()
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(one) = next() {
                    work(one);
                }
            });
        }
    });
}

/// The answers that a pattern cannot do without, as the tips of the error that lists them have them.
fn asked_for(name: &str) -> String {
    let run = Sandbox::new().run(&format!("new {name} --dry-run"));
    let tips = run
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("tip: `--"));
    let flags = tips.filter_map(|tip| Some(format!(" --{}", tip.split_once('`')?.0)));
    flags.collect()
}

#[test]
fn patterns_with_more_answers() {
    for line in [
        "new app --sync",
        "new settings --of Billing",
        "new database --db-url postgresql://localhost/shop",
        "new crud --entity User --sync --id int email:email:unique full_name:str=120",
        "new crud --entity OrderLine total:decimal=10,2:min=0 status:enum=open,paid:default=open note:text:null:search",
        "new crud --entity APIKey --db-url postgresql://localhost/shop key:uuid:unique",
        "new crud --entity News --plural NewsItems title:str",
        "new migration --kind empty --message first",
    ] {
        keeps_the_laws(line);
    }
}

/// All laws for one way to stamp, on an empty directory.
fn keeps_the_laws(line: &str) {
    let [shown, made] = [Sandbox::new(), Sandbox::new()];
    let patch = shown
        .untouched(|| shown.done(&format!("{line} --dry-run")))
        .out;
    shown
        .program("git", ["apply", "--whitespace=nowarn", "-"])
        .stdin(&patch)
        .run()
        .code(0);
    made.untouched(|| made.run(&format!("{line} --check")).code(1));
    made.done(line);
    made.untouched(|| made.run(&format!("{line} --check")).code(0));
    let [shown, project] =
        [&shown, &made].map(|sandbox| sandbox.tree().without(&[".patgen", ".env"]));
    shown.expect_contents_of(&project, line);
    nothing_is_left_but_the_project(line, &made);
    the_second_time_there_is_nothing_to_do(line, &made);
    an_update_keeps_every_edit(line, &made);
    an_update_keeps_it_and_an_undo_takes_it_back(line, &made);
}

/// An update of patterns that did not change keeps whatever people made of their files; and the status tells it.
fn an_update_keeps_every_edit(line: &str, made: &Sandbox) {
    let edited = made.copy();
    let files = made.tree().without(&[".patgen", ".env"]).files();
    for (number, path) in files.iter().enumerate() {
        let text = edited.read(path);
        match number % 5 {
            0 if path.ends_with(".py") => drop(edited.remove(path).tree()),
            1 => drop(edited.write(path, text.replace('\n', "\r\n")).tree()),
            2 => drop(edited.write(path, format!("{text}\n# mine\n")).tree()),
            3 => drop(edited.write(path, format!("# mine\n{text}")).tree()),
            _ => {
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                let at = lines.len() / 2;
                let text = [&lines[..at], &["# mine\n"], &lines[at..]]
                    .concat()
                    .concat();
                edited.write(path, text);
            }
        }
    }
    let before = edited.tree().without(&[".patgen"]);
    let run = edited.run("update --yes");
    edited
        .tree()
        .without(&[".patgen"])
        .expect_same(&before, &format!("{line}\n{}", run.err));
    edited.untouched(|| edited.run("status --check").code(1));
}

/// An update that changes nothing touches nothing; then all goes, and nothing of patgen is left either.
fn an_update_keeps_it_and_an_undo_takes_it_back(line: &str, made: &Sandbox) {
    made.untouched(|| made.done("update --yes"))
        .says(["nothing to do"]);
    made.done("undo --yes");
    let left = made.tree().files();
    assert!(left.is_empty(), "{line}: {left:?}");
}

/// Nothing but the project is written, nothing is left of the run, and every file is an ordinary one.
fn nothing_is_left_but_the_project(line: &str, made: &Sandbox) {
    let everything = made.everything();
    for path in everything.files() {
        assert!(path.starts_with("work/"), "{line}: {path}");
        let expected = if path.ends_with("/.env") || path.contains("/.patgen/history/") {
            0o600
        } else {
            0o644
        };
        assert_eq!(
            everything.mode(&path) & 0o777 & !0o111,
            expected,
            "{line}: {path}"
        );
        let kept = ["base/", "history/", "stamps/", ".gitignore"];
        let is_known = |below: &str| kept.iter().any(|kept| below.starts_with(kept));
        assert!(
            path.strip_prefix("work/.patgen/").is_none_or(is_known),
            "{line}: {path}"
        );
    }
}

/// Stamped twice, there is nothing to do: no byte and no time stamp changes, whoever asks and however.
fn the_second_time_there_is_nothing_to_do(line: &str, made: &Sandbox) {
    for flags in ["", "--dry-run", "--yes --on-conflict replace"] {
        made.untouched(|| made.done(&format!("{line} {flags}")))
            .no_data()
            .says(["nothing to do"]);
    }
    let document = made
        .untouched(|| made.done(&format!("{line} --json --yes")))
        .json();
    assert_eq!(
        (&document["outcome"], &document["changes"]),
        (&"nothing-to-do".into(), &serde_json::json!([])),
        "{line}"
    );
}

/// The same input, the same output: nothing depends on chance, on the place or on the order of a hash.
#[test]
fn the_same_again_is_the_same_bytes() {
    type Files = BTreeMap<String, (Vec<u8>, bool)>;
    for line in [
        "new crud --entity User email:email:unique",
        "new app --sync",
    ] {
        let [one, other] = [Sandbox::new(), Sandbox::new()];
        one.dir("shop");
        one.done(&format!("{line} --into shop"));
        other
            .dir("else/where")
            .done(&format!("{line} --into else/where/shop"));
        let [one, other] = [one.path("shop"), other.path("else/where/shop")].map(|path| {
            Tree::of(&path)
                .without(&[".env", ".patgen/history"])
                .contents()
        });
        let names = |files: &Files| {
            files
                .keys()
                .filter(|path| !path.contains("/base/"))
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&one), names(&other), "{line}");
        for path in names(&one) {
            let text = |files: &Files| {
                let text = String::from_utf8_lossy(&untimed(&files[&path].0)).into_owned();
                let lines = text
                    .lines()
                    .filter(|line| !line.starts_with("created = ") && !line.starts_with("base = "));
                lines.map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(text(&one), text(&other), "{line}: {path}");
        }
    }
}

/// In whatever order parts are stamped, the project ends up with the same files.
#[test]
fn the_order_does_not_matter() {
    let orders: [&[&str]; 3] = [
        &[
            "new project",
            "new settings",
            "new app",
            "new database",
            "new alembic",
            "new fixtures",
        ],
        &["new fixtures", "new database", "new app"],
        &[
            "new settings",
            "new database",
            "new fixtures",
            "new project",
        ],
    ];
    let made = orders.map(|lines| {
        let sandbox = Sandbox::new();
        for line in lines {
            sandbox.done(&format!("{line} --into shop --yes"));
        }
        sandbox
            .tree()
            .without(&["shop/.patgen", "shop/.env"])
            .contents()
    });
    for other in &made[1..] {
        assert_eq!(
            made[0].keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>()
        );
        for (path, (bytes, _)) in &made[0] {
            let sorted = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            assert_eq!(sorted(bytes), sorted(&other[path].0), "{path}");
        }
    }
}

/// A file of a person's is never lost: with every way to settle a conflict it is kept, in the file or refused.
#[test]
fn no_byte_of_a_person_is_lost() {
    let mine = "# written by a person\nmine = 1\n";
    for how in ["stop", "keep", "markers"] {
        let sandbox = Sandbox::new();
        let paths = [
            "app/main.py",
            "README.md",
            "conftest.py",
            "pyproject.toml",
            "app/__init__.py",
            ".gitignore",
            ".env",
        ];
        for path in paths {
            let text = if path == "pyproject.toml" {
                "# written by a person\n[project]\nname = \"mine\"\n"
            } else {
                mine
            };
            sandbox.write(path, text);
        }
        let run = sandbox.run(&format!("new app --yes --on-conflict {how}"));
        assert!(run.status.is_some_and(|code| code < 2), "{}", run.err);
        for path in paths {
            assert!(
                sandbox.read(path).contains("# written by a person\n"),
                "{how}: {path}\n{}",
                sandbox.read(path)
            );
        }
    }
}

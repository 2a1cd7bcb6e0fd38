//! `patgen undo`: the tree before comes back, byte for byte, and nothing that a person wrote is lost.

mod common;

use common::Sandbox;
use common::patterns::new;

/// Stamps each line, then takes each back: after every step the tree is the one that was there before.
fn back_and_back(sandbox: &Sandbox, lines: &[&str]) {
    let mut before = Vec::new();
    for line in lines {
        before.push(sandbox.tree().contents());
        sandbox.done(line);
    }
    for (line, before) in lines.iter().zip(before).rev() {
        sandbox.done("undo --yes");
        expect_same(sandbox, &before, line);
    }
}

type Contents = std::collections::BTreeMap<String, (Vec<u8>, bool)>;

#[track_caller]
fn expect_same(sandbox: &Sandbox, before: &Contents, line: &str) {
    let now = sandbox.tree().contents();
    let names = |files: &Contents| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&now), names(before), "{line}");
    for (path, (bytes, executable)) in &now {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(bytes), text(&before[path].0), "{line}: {path}");
        assert_eq!(
            (bytes, executable),
            (&before[path].0, &before[path].1),
            "{line}: {path}"
        );
    }
}

#[test]
fn a_fresh_project_goes_without_a_trace() {
    let sandbox = Sandbox::new();
    back_and_back(&sandbox, &["new crud --entity User email:email:unique"]);
    assert!(sandbox.tree().files().is_empty(), "{:?}", sandbox.tree());
    sandbox
        .done("undo")
        .says(["nothing to do: there is no stamp"]);
}

#[test]
fn actions_go_one_by_one() {
    back_and_back(
        &Sandbox::new(),
        &[
            "new app",
            "new database --yes",
            "new crud --entity User --yes",
            "new crud --entity Post --yes author:ref=User title:str",
            "new settings --of Billing --yes",
        ],
    );
}

#[test]
fn undone_and_done_again_is_the_same() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new crud --entity User --yes");
    let before = sandbox.tree().without(&[".env"]).contents();
    sandbox.done("undo --yes");
    sandbox.done("new crud --entity User --yes");
    let now = sandbox.tree().without(&[".env"]).contents();
    let texts = |files: &Contents| {
        let mut files = files.clone();
        files.retain(|path, _| !path.contains("history/"));
        files
    };
    assert_eq!(texts(&now), texts(&before));
}

#[test]
fn in_any_order_the_rest_stays_whole() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new database --yes");
    sandbox.done("new alembic --yes");
    sandbox.done("new fixtures --yes");
    sandbox.done("new test-support --yes");
    let bare = sandbox.tree().contents();
    sandbox.done("new crud --entity User --yes");
    let with_user = sandbox.tree().contents();
    sandbox.done("new crud --entity Post --yes");
    // The order in which they came does not matter for what is left of the second.
    sandbox.done("undo crud-user --yes");
    let router = sandbox.read("app/api/router.py");
    assert!(
        router.contains("posts_router") && !router.contains("users_router"),
        "{router}"
    );
    let models = sandbox.read("app/models/__init__.py");
    assert!(
        models.contains("Post") && !models.contains("User"),
        "{models}"
    );
    sandbox.done("undo crud-post --yes");
    expect_same(&sandbox, &bare, "both undone by name");
    sandbox.done("new crud --entity User --yes");
    let (mut now, mut then) = (sandbox.tree().contents(), with_user);
    for files in [&mut now, &mut then] {
        files.retain(|path, _| !path.contains("history/") && path != ".env");
    }
    assert_eq!(
        now.keys().collect::<Vec<_>>(),
        then.keys().collect::<Vec<_>>()
    );
}

#[test]
fn what_a_person_wrote_stays() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new crud --entity User --yes");
    let router = format!("{}\nEXTRA = 1\n", sandbox.read("app/api/router.py"));
    sandbox.write("app/api/router.py", &router);
    let model = format!(
        "{}\n\ndef mine() -> int:\n    return 1\n",
        sandbox.read("app/models/user.py")
    );
    sandbox.write("app/models/user.py", &model);
    sandbox
        .done("undo crud-user --yes")
        .says(["app/models/user.py", "is kept"]);
    assert_eq!(sandbox.read("app/models/user.py"), model);
    let router = sandbox.read("app/api/router.py");
    assert!(
        router.contains("EXTRA = 1") && !router.contains("users"),
        "{router}"
    );
}

#[test]
fn no_such_stamp() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox
        .refused("undo appp")
        .says(["there is no stamp `appp`", "app"]);
    sandbox.untouched(|| sandbox.run("undo --check").code(1));
    sandbox.untouched(|| sandbox.done("undo --dry-run"));
    sandbox
        .untouched(|| sandbox.run("undo").code(1))
        .says(["undo --yes"]);
    let document = sandbox.done("undo --yes --json").json();
    assert_eq!(document["command"], "undo");
    assert_eq!(document["applied"], true);
}

#[test]
fn a_pattern_with_everything() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("run.sh", b"#!/bin/sh\n"),
        ("data.bin", &[0, 159, 146, 150]),
        ("deep/er/x.txt", b"x\n"),
    ]);
    sandbox.pattern(
        "thing",
        "executable = [\"run.sh\"]\n[[edit]]\nop = \"line\"\nfile = \"notes\"\nline = \"mine\"\n",
    );
    sandbox.write("notes", "yours");
    sandbox.write("deep/y", "y");
    back_and_back(&sandbox, &[&new("thing --yes")]);
}

/// Three stamps in one file: what the first put there must not come back with an undo of the last.
#[test]
fn what_went_does_not_come_back() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email");
    sandbox.done("new crud --entity Tag name:str --yes");
    sandbox.done("new crud --entity Post title:str --yes");
    sandbox.done("undo crud-user --yes");
    sandbox.done("undo crud-post --yes");
    for path in ["app/api/router.py", "app/models/__init__.py"] {
        let text = sandbox.read(path).to_lowercase();
        assert!(text.contains("tag") && !text.contains("user"), "{text}");
    }
    sandbox.done("undo crud-tag --yes");
    assert!(!sandbox.read("app/api/router.py").contains("tag"));
}

#[test]
fn what_a_person_deleted_stays_so_when_an_update_goes() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email");
    sandbox.remove("app/services/user.py");
    let before = sandbox.tree().without(&[".patgen"]).contents();
    sandbox.done("new crud --entity User age:int:null --yes");
    sandbox.done("undo --yes");
    let now = sandbox.tree().without(&[".patgen"]).contents();
    assert_eq!(now, before);
}

#[test]
fn a_file_that_a_person_edited_goes_as_it_is_asked() {
    let sandbox = Sandbox::new();
    sandbox.write("notes", "mine\n");
    sandbox.thing(&[("a.txt", b"one\ntwo\nthree\n"), ("b.bin", &[0, 1])]);
    sandbox.done(&new("thing"));
    sandbox.write("a.txt", "one\n2\nthree\nfour\n");
    sandbox.write("b.bin", [0, 2]);
    let [keep, replace, markers] = [sandbox.copy(), sandbox.copy(), sandbox];
    keep.done("undo --yes")
        .says(["a.txt is kept", "b.bin is kept"]);
    assert_eq!(keep.read("a.txt"), "one\n2\nthree\nfour\n");
    let run = replace.done("undo --yes --on-conflict replace");
    let tree = replace.tree();
    let copies: Vec<String> = tree.files();
    let copies: Vec<&String> = copies
        .iter()
        .filter(|path| path.contains("/kept/"))
        .collect();
    assert_eq!(copies.len(), 2, "{copies:?}");
    for copy in copies {
        assert!(run.err.contains(copy.as_str()), "{}", run.err);
        let kept: &[u8] = if copy.ends_with("a.txt") {
            b"one\n2\nthree\nfour\n"
        } else {
            &[0, 2]
        };
        assert_eq!(tree.bytes(copy), kept, "{copy}");
        assert_eq!(tree.mode(copy) & 0o777, 0o600);
    }
    assert_eq!(tree.without(&[".patgen"]).files(), ["notes"]);
    markers
        .run("undo --yes --on-conflict markers")
        .code(1)
        .says(["a.txt gets conflict markers", "b.bin is kept"]);
    let text = markers.read("a.txt");
    assert_eq!(
        text,
        "<<<<<<< yours\none\n2\nthree\nfour\n||||||| as stamped\none\ntwo\nthree\n=======\n>>>>>>> patgen takes it back\n"
    );
}

#[test]
fn line_ends_of_windows_are_no_edit() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new crud --entity User --yes");
    let files = sandbox.tree().without(&[".patgen", ".env"]).files();
    for path in files.iter().filter(|path| path.ends_with(".py")) {
        let text = sandbox.read(path).replace('\n', "\r\n");
        sandbox.write(path, text);
    }
    sandbox.done("status --check");
    sandbox.untouched(|| sandbox.done("update --check"));
    sandbox.done("undo --yes");
    sandbox.done("undo app --yes");
    for stamp in [
        "fixtures",
        "test-support",
        "alembic",
        "database",
        "settings",
        "project",
    ] {
        if sandbox
            .path(&format!(".patgen/stamps/{stamp}.toml"))
            .exists()
        {
            sandbox.done(&format!("undo {stamp} --yes"));
        }
    }
    let left = sandbox.tree().files();
    assert!(left.iter().all(|path| !path.ends_with(".py")), "{left:?}");
}

#[test]
fn an_undo_is_a_plan_that_can_be_saved() {
    let sandbox = Sandbox::new();
    for base in ["app", "database", "alembic", "fixtures", "test-support"] {
        sandbox.done(&format!("new {base} --yes"));
    }
    let before = sandbox.tree().contents();
    sandbox.done("new crud --entity User --yes");
    sandbox.done("undo --save-plan ../plan.json");
    sandbox
        .done("apply ../plan.json --yes")
        .says(["took back crud-user"]);
    let kept = |files: Contents| -> Contents {
        let mut files = files;
        files.retain(|path, _| !path.contains("history/"));
        files
    };
    let now = kept(sandbox.tree().contents());
    assert_eq!(
        now.keys().collect::<Vec<_>>(),
        kept(before.clone()).keys().collect::<Vec<_>>()
    );
    assert!(now == kept(before), "undone from a file");
    sandbox.remove("../plan.json");
    sandbox.done("new crud --entity User --yes");
    let made = sandbox.tree().contents();
    sandbox.done("update crud-user --set field=+age:int:null --save-plan ../plan.json");
    sandbox
        .done("apply ../plan.json --yes")
        .says(["updated crud-user"]);
    sandbox.done("undo --yes");
    expect_same(&sandbox, &made, "an update from a file, undone");
    // Another way to take an update back: what is told of the files that it changed is told no more.
    sandbox.done("new crud --entity User age:int:null --yes");
    sandbox.remove("../plan.json");
    sandbox.done("undo --save-plan ../plan.json");
    sandbox.done("apply ../plan.json --yes");
    assert!(kept(sandbox.tree().contents()) == kept(made));
    sandbox.done("undo --yes");
    assert!(!sandbox.path("app/models/user.py").exists());
}

/// The migrations of what stays stand on one another again.
#[test]
fn no_hole_is_left_in_the_migrations() {
    let sandbox = Sandbox::new();
    for line in ["User email:email", "Tag name:str", "Post title:str"] {
        sandbox.done(&format!("new crud --yes --entity {line}"));
    }
    sandbox.done("new crud --entity Post body:text:null --yes");
    sandbox
        .done("undo crud-tag --yes")
        .says(["migrations/versions", "posts.py"]);
    sandbox.done("status --check");
    sandbox.done("undo crud-user --yes");
    sandbox.done("status --check");
    sandbox.untouched(|| sandbox.done("update --yes"));
    let files = sandbox.tree().files();
    let first = files
        .iter()
        .find(|path| path.ends_with("create_posts.py") && path.starts_with("migrations"));
    let text = sandbox.read(first.expect("a migration"));
    assert!(
        text.contains("Revises: \n") && text.contains("| None = None\n"),
        "{text}"
    );
    assert!(
        sandbox
            .read("tests/migrations/test_create_posts.py")
            .contains("BEFORE = \"base\"")
    );
}

#[test]
fn what_stays_and_imports_what_goes_is_named() {
    let sandbox = Sandbox::new();
    sandbox.done("new jwt-auth");
    sandbox.done("new rate-limit --yes");
    let run = sandbox.run("undo jwt-auth --yes");
    run.code(1).says([
        "app/rate_limit.py:",
        "from app.auth.caller import account_caller",
        "`patgen update rate-limit`",
    ]);
    sandbox.done("update rate-limit --yes");
    assert!(!sandbox.read("app/rate_limit.py").contains("account_caller"));
}

/// Two patterns that ask for different things of one name: the first has it, and the second takes it over as it is.
#[test]
fn one_name_that_two_define_otherwise() {
    let all = "import os\n\n\nclass Known:\n    a: int\n\n\nX = os.sep\n";
    for (op, one, other) in [
        (
            "python-define",
            "source = \"def fun():\\n    return 1\\n\"",
            "source = \"def fun():\\n    return 2\\n\"",
        ),
        (
            "python-define",
            "source = \"def fun():\\n    return 1\\n\\n\\ndef gun():\\n    return 1\\n\"",
            "source = \"def fun():\\n    return 2\\n\"",
        ),
        (
            "python-member",
            "class = \"Known\"\nsource = \"b: int = 1\"",
            "class = \"Known\"\nsource = \"b: str = 'x'\"",
        ),
    ] {
        for order in [["one", "other"], ["other", "one"]] {
            let sandbox = Sandbox::new();
            for (name, rest) in [("one", one), ("other", other)] {
                let edit = format!("[[edit]]\nop = \"{op}\"\nfile = \"app/defs.py\"\n{rest}\n");
                sandbox.pattern(name, &edit);
            }
            sandbox.write("app/defs.py", all);
            sandbox.done(&new("one --yes"));
            sandbox.done(&new("other --yes"));
            for name in order {
                sandbox.done(&format!("undo {name} --yes"));
            }
            assert_eq!(sandbox.read("app/defs.py"), all, "{op}, {order:?}");
            assert!(!sandbox.path(".patgen/stamps").exists(), "{op}, {order:?}");
        }
    }
}

/// The stamp that made a module is not the last one that is taken back.
#[test]
fn a_module_that_only_stamps_filled_goes_with_the_last() {
    for (file, there) in [("app/defs.py", None), ("app/__init__.py", Some(""))] {
        let sandbox = Sandbox::new();
        for name in ["one", "other"] {
            let source = format!("def fun():\\n    return '{name}'\\n");
            let edit = format!(
                "[[edit]]\nop = \"python-define\"\nfile = \"{file}\"\nsource = \"{source}\"\n"
            );
            sandbox.pattern(name, &edit);
        }
        if let Some(text) = there {
            sandbox.write(file, text);
        }
        sandbox.done(&new("one --yes"));
        sandbox.done(&new("other --yes"));
        sandbox.done("undo one --yes");
        assert!(sandbox.read(file).contains("def fun()"));
        sandbox.done("undo other --yes");
        assert_eq!(sandbox.path(file).exists(), there.is_some(), "{file}");
    }
}

/// The ground that a slice stands on is taken back: what is asked of the slice next brings it along again.
#[test]
fn the_ground_of_a_stamp_that_stays_comes_again() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User name:str");
    sandbox.done("undo project --yes");
    sandbox
        .done("new crud --entity User age:int:null --yes")
        .says(["brings along `project`", "updated project, crud-user"]);
}

/// A file that a person had, just as it is stamped, stays; one that was taken over from another stamp goes with the last.
#[test]
fn what_was_there_before_stays_and_what_was_taken_over_goes() {
    for undo in ["undo other --yes", "undo --yes"] {
        let sandbox = Sandbox::new();
        for name in ["one", "other"] {
            sandbox.pattern(name, "shared = [\"common.txt\"]\n");
            sandbox.pattern_file(&format!("demo/{name}/files/common.txt"), "common\n");
            sandbox.pattern_file(&format!("demo/{name}/files/{name}.txt"), "as stamped\n");
        }
        sandbox.write("other.txt", "as stamped\n");
        let before = sandbox.tree().contents();
        sandbox.done(&new("one --yes"));
        sandbox.done(&new("other --yes"));
        sandbox.done("undo one --yes");
        assert!(sandbox.path("common.txt").exists(), "{undo}");
        sandbox.done(undo);
        expect_same(&sandbox, &before, undo);
    }
}

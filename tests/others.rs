//! Bugs that happened to other tools, and what happens here instead.

mod common;

use std::process::Command;

use common::Sandbox;
use common::patterns::new;

const UPDATE: &str = "update --yes --patterns ../patterns";

/// Where the place is not there, the lines are for a person; none goes to the first line, and nothing is called done.
#[test]
fn an_anchor_that_is_missing() {
    let sandbox = Sandbox::new();
    let anchor =
        "[[edit]]\nop = \"anchor\"\nfile = \"conf.txt\"\nname = \"here\"\nsource = \"one\\ntwo\"\n";
    let item = "[[edit]]\nop = \"python-list-item\"\nfile = \"apps.py\"\ntarget = \"APPS\"\nitem = \"'x'\"\n";
    sandbox.pattern("thing", &format!("{anchor}{item}"));
    sandbox
        .write("conf.txt", "first\n# patgen: elsewhere\n")
        .write("apps.py", "APPS = make()\n");
    let files = || sandbox.tree().without(&[".patgen"]).contents();
    let before = files();
    let run = sandbox.run(&new("thing --yes")).code(1);
    assert!(files() == before, "{}", run.err);
    run.says([
        "by hand, in conf.txt",
        "    one\n    two\n",
        "by hand, in apps.py:1",
        "'x'",
    ]);
    for line in [UPDATE, &new("thing --yes")] {
        sandbox
            .run(line)
            .code(1)
            .says(["by hand, in conf.txt", "by hand, in apps.py:1"]);
    }
    sandbox.write("conf.txt", "first\n# patgen: here\n");
    sandbox.write("apps.py", "APPS = []\n");
    sandbox.done(&new("thing --yes"));
    assert_eq!(
        sandbox.read("conf.txt"),
        "first\none\ntwo\n# patgen: here\n"
    );
    sandbox.untouched(|| sandbox.done(&new("thing --yes")));
}

/// The base of a merge is the recorded text: not what git has, not what is on the disk, and no git is needed.
#[test]
fn the_base_of_a_merge() {
    let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    let newer = text.replace('9', "nine");
    for committed in ["stamped", "edited", "never"] {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", text.as_bytes())]);
        sandbox.done(&new("thing"));
        let git = |words: &[&str]| {
            let author = ["-c", "user.name=a", "-c", "user.email=a"];
            let all = author.iter().chain(words);
            sandbox.program("git", all).run().code(0);
        };
        let edit = || drop(sandbox.write("a.txt", text.replace('1', "one")).tree());
        match committed {
            "stamped" => {
                git(&["init", "-q"]);
                git(&["add", "-A"]);
                git(&["commit", "-qm", "stamped"]);
                edit();
            }
            "edited" => {
                edit();
                git(&["init", "-q"]);
                git(&["add", "-A"]);
                git(&["commit", "-qm", "edited"]);
            }
            _ => edit(),
        }
        sandbox.pattern_file("demo/thing/files/a.txt", &newer);
        sandbox.done(UPDATE);
        assert_eq!(
            sandbox.read("a.txt"),
            newer.replace('1', "one"),
            "{committed}"
        );
    }
}

/// Python reads every file that an undo leaves, also where the last route of a router and the last name of a list went.
#[test]
fn the_last_route_goes() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new crud --entity User --yes");
    // Edited, so that nothing goes back byte for byte.
    for path in ["app/api/router.py", "app/models/__init__.py", "app/main.py"] {
        let text = sandbox.read(path);
        sandbox.write(path, format!("{text}\n# mine\n"));
    }
    sandbox.run("undo crud-user --yes");
    let router = sandbox.read("app/api/router.py");
    assert!(
        !router.contains("users") && router.contains("# mine"),
        "{router}"
    );
    sandbox
        .program("python3", ["-m", "compileall", "-q", "app", "tests"])
        .run()
        .code(0);
}

/// What two stamps import stays until the second goes.
#[test]
fn an_import_that_two_need() {
    let import = "[[edit]]\nop = \"python-import\"\nfile = \"app/main.py\"\nline = \"from typing import Any\"\n";
    let text = "import os\n\nx = os.sep\n";
    for (first, second) in [("one", "two"), ("two", "one")] {
        let sandbox = Sandbox::new();
        sandbox.pattern("one", import).pattern("two", import);
        sandbox.write("app/main.py", text);
        sandbox.done(&new("one --yes"));
        sandbox.done(&new("two --yes"));
        let imports = || sandbox.read("app/main.py").matches("import Any").count();
        assert_eq!(imports(), 1);
        sandbox.done(&format!("undo {first} --yes"));
        assert_eq!(imports(), 1, "{second} needs it");
        sandbox.done(&format!("undo {second} --yes"));
        assert_eq!(sandbox.read("app/main.py"), text);
    }
}

/// A closed stdin is no terminal: nothing is asked, nothing hangs, and all that is missing is listed.
#[test]
fn a_closed_stdin() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "[questions.one]\ntype = \"text\"\nhelp = \"the first\"\n[questions.two]\ntype = \"name\"\nhelp = \"the second\"\n",
    );
    for closed in ["<&-", "<&- >&-", "</dev/null"] {
        let line = format!("exec {} {} {closed}", common::PATGEN, new("thing"));
        let run = sandbox.untouched(|| sandbox.program("sh", ["-c", &line]).run().code(2));
        run.says(["`--one`", "`--two`"]);
    }
    sandbox.write("a.txt", "mine\n");
    sandbox.thing(&[("a.txt", b"theirs\n")]);
    let line = format!("exec {} {} <&-", common::PATGEN, new("thing"));
    sandbox.untouched(|| sandbox.program("sh", ["-c", &line]).run().code(1));
}

/// What goes wrong once the files are written is reported, and takes nothing back.
#[test]
fn a_failure_after_the_files_are_written() {
    let sandbox = Sandbox::new();
    let words = [
        "-c",
        &format!("exec {} new settings --json > /dev/full", common::PATGEN),
    ];
    sandbox.program("sh", words).run().code(2).says(["stdout"]);
    assert!(sandbox.path("app/settings.py").exists());
    sandbox.done("status --check");
    sandbox.untouched(|| sandbox.done("new settings"));
    let words = [
        "-c",
        &format!("exec {} new app --yes 2> /dev/full", common::PATGEN),
    ];
    sandbox.program("sh", words).run();
    sandbox.untouched(|| sandbox.done("new app"));
}

/// What another tool's templates say in braces is no template here, in files that are only copied and in answers.
#[test]
fn braces_of_others() {
    let sandbox = Sandbox::new();
    let workflow = "env:\n  TOKEN: ${{ secrets.TOKEN }}\n";
    sandbox.thing(&[(".github/workflows/ci.yml", workflow.as_bytes())]);
    sandbox.pattern("thing", "[questions.word]\ntype = \"text\"\n");
    sandbox.pattern_file(
        "demo/thing/files/a.yml.j2",
        "{% raw %}${{ secrets.A }}{% endraw %} {{ word }}\n",
    );
    let words = [
        "new",
        "thing",
        "--patterns",
        "../patterns",
        "--word",
        "${{ secrets.X }}",
    ];
    sandbox.patgen(words).run().code(0);
    assert_eq!(sandbox.read(".github/workflows/ci.yml"), workflow);
    assert_eq!(sandbox.read("a.yml"), "${{ secrets.A }} ${{ secrets.X }}\n");
    sandbox.untouched(|| sandbox.done(UPDATE));
}

/// A project that has no git, and one of which git knows nothing of the directory, are as good as any other.
#[test]
fn without_git() {
    let sandbox = Sandbox::new();
    let mut command = Command::new(common::PATGEN);
    command.args(["new", "crud", "--entity", "User"]);
    sandbox.clean_environment(&mut command);
    command
        .env("PATH", "/nonexistent")
        .current_dir(sandbox.path(""));
    let run = common::Invocation::new(command).run().code(0);
    assert!(!run.err.contains("git:"), "{}", run.err);
    sandbox.done("undo --yes");
    assert!(sandbox.tree().files().is_empty());
}

//! Edits of a pattern through the binary: definitions from a template, and the folder of files that is rendered.

mod common;

use common::Sandbox;
use common::patterns::new;
use common::tree::Tree;

/// Runs `new thing` with `words`, expects this code, and gives what is in the project then.
fn stamped(sandbox: &Sandbox, words: &str, code: i32) -> Tree {
    let line = format!("{} --yes {words}", new("thing"));
    sandbox.patgen(line.split_whitespace()).run().code(code);
    sandbox.tree().without(&[".patgen"])
}

const DEFINE: &str = "
[[edit]]
op = \"python-define\"
file = \"app/models.py\"
template = \"parts/model.py.j2\"
";

const PART: &str = "from app.db import Base
from sqlalchemy.orm import Mapped
{% set name = 'Thing' %}

class {{ name }}(Base):
    name : Mapped[str]
";

#[test]
fn definitions_make_their_file_or_join_it() {
    let fresh = || {
        let sandbox = Sandbox::new();
        sandbox.pattern("thing", DEFINE);
        sandbox.pattern_file("demo/thing/parts/model.py.j2", PART);
        sandbox
    };
    let sandbox = fresh();
    let tree = stamped(&sandbox, "", 0);
    let made = "from app.db import Base\nfrom sqlalchemy.orm import Mapped\n\n\nclass Thing(Base):\n    name: Mapped[str]\n";
    assert_eq!(sandbox.read("app/models.py"), made);
    stamped(&sandbox, "", 0).expect_same(&tree, "a second run");

    let sandbox = fresh();
    sandbox.write("app/models.py", "from app.db import Base\r\n\r\n\r\nclass Other( Base ):\r\n    pass\r\n\r\n\r\nOther.rebuild()\r\n");
    stamped(&sandbox, "", 0);
    let joined = "from app.db import Base\r\nfrom sqlalchemy.orm import Mapped\r\n\r\n\r\nclass Other( Base ):\r\n    pass\r\n\r\n\r\nclass Thing(Base):\r\n    name: Mapped[str]\r\n\r\n\r\nOther.rebuild()\r\n";
    assert_eq!(sandbox.read("app/models.py"), joined);
    sandbox
        .patgen(new("thing").split_whitespace().chain(["--check"]))
        .run()
        .code(0);
}

#[test]
fn definitions_join_a_file_of_the_same_plan() {
    let sandbox = Sandbox::new();
    let first = "\n[[edit]]\nop = \"python-define\"\nfile = \"app/models.py\"\nsource = \"class First: pass\"\n";
    sandbox.pattern("thing", &format!("{first}{DEFINE}"));
    sandbox
        .pattern_file("demo/thing/parts/model.py.j2", "class Last: pass\n")
        .pattern_file("demo/thing/files/app/models.py.j2", "class Zero: pass\n");
    stamped(&sandbox, "", 0);
    let all = "class Zero:\n    pass\n\n\nclass First:\n    pass\n\n\nclass Last:\n    pass\n";
    assert_eq!(sandbox.read("app/models.py"), all);
}

/// Whichever stands first in the manifest, the second time there is nothing to do.
#[test]
fn an_edit_waits_for_the_one_that_makes_its_file() {
    let sandbox = Sandbox::new();
    let import =
        "[[edit]]\nop = \"python-import\"\nfile = \"app/models.py\"\nline = \"import os\"\n";
    sandbox.pattern("thing", &format!("{import}{DEFINE}"));
    sandbox.pattern_file("demo/thing/parts/model.py.j2", "class Last: pass\n");
    let tree = stamped(&sandbox, "", 0);
    assert_eq!(
        sandbox.read("app/models.py"),
        "import os\n\n\nclass Last:\n    pass\n"
    );
    stamped(&sandbox, "", 0).expect_same(&tree, "a second run");
}

#[test]
fn a_part_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", DEFINE);
    sandbox
        .refused(&new("thing"))
        .says(["the pattern has no file `parts/model.py.j2`", "tip: "]);
}

#[test]
fn a_pattern_chooses_its_folder() {
    let files = "files = \"{{ shape }}\"\n[questions.shape]\ntype = \"text\"\nhelp = \"which\"\ndefault = \"''\"\n";
    for (answer, paths) in [
        ("--shape files", &["a.txt"][..]),
        ("--shape foreign", &["deep/b.txt"]),
        ("", &[]),
    ] {
        let sandbox = Sandbox::new();
        sandbox.pattern("thing", files);
        sandbox
            .pattern_file("demo/thing/files/a.txt", "a\n")
            .pattern_file("demo/thing/foreign/deep/b.txt.j2", "b\n");
        let tree = stamped(&sandbox, answer, 0);
        assert_eq!(tree.files(), paths, "{answer}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named_with_what_is_near() {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", "files = \"foriegn\"\n");
    sandbox.pattern_file("demo/thing/foreign/a.txt", "a\n");
    sandbox.refused(&new("thing")).says([
        "pattern.toml: the pattern has no folder `foriegn`",
        "did you mean `foreign`?",
    ]);
}

const DEPENDS: &str = "
[[edit]]
op = \"toml-dependency\"
file = \"requirements.txt\"
requirement = \"httpx[http2]>=0.28\"

[[edit]]
op = \"toml-dependency\"
file = \"requirements.txt\"
requirement = \"pytest>=8\"
group = \"dev\"
";

/// Files of requirements before, and what each is afterwards.
#[track_caller]
fn depends(files: &[(&str, &str, &str)]) {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", DEPENDS);
    for (path, before, _) in files {
        sandbox.write(path, before);
    }
    stamped(&sandbox, "", 0);
    for (path, _, after) in files {
        assert_eq!(sandbox.read(path), *after, "{path}");
    }
    sandbox
        .patgen(new("thing").split_whitespace().chain(["--check"]))
        .run()
        .code(0);
}

#[test]
fn packages_go_into_the_list_that_has_their_like() {
    depends(&[(
        "requirements.txt",
        "fastapi==1.0\nuvicorn==2.0\n",
        "fastapi==1.0\nhttpx[http2]==0.28\npytest==8\nuvicorn==2.0\n",
    )]);
    depends(&[
        (
            "requirements.txt",
            "-r requirements/base.txt\n",
            "-r requirements/base.txt\n",
        ),
        (
            "requirements/base.txt",
            "-c ../c.txt\nfastapi\n",
            "-c ../c.txt\nfastapi\nhttpx[http2]>=0.28\n",
        ),
        (
            "requirements/dev.txt",
            "-r base.txt\nmypy\n",
            "-r base.txt\nmypy\npytest>=8\n",
        ),
    ]);
    depends(&[
        (
            "requirements.txt",
            "-r base.txt\nfastapi\n",
            "-r base.txt\nfastapi\n",
        ),
        ("base.txt", "httpx\n", "httpx[http2]\n"),
        ("requirements-test.txt", "pytest~=8.0\n", "pytest~=8.0\n"),
    ]);
    depends(&[
        (
            "requirements.txt",
            "# autogenerated\nfastapi==1\n",
            "# autogenerated\nfastapi==1\n",
        ),
        (
            "requirements.in",
            "fastapi\n",
            "fastapi\nhttpx[http2]>=0.28\n",
        ),
        ("dev-requirements.txt", "", "pytest>=8\n"),
    ]);
}

#[test]
fn what_waits_for_a_list_finds_it_once_an_edit_behind_made_it() {
    let sandbox = Sandbox::new();
    let line = "\n[[edit]]\nop = \"line\"\nfile = \"requirements.txt\"\nline = \"fastapi\"\n";
    sandbox.pattern("thing", &format!("{DEPENDS}{line}"));
    stamped(&sandbox, "", 0);
    let list = "fastapi\nhttpx[http2]>=0.28\npytest>=8\n";
    assert_eq!(sandbox.read("requirements.txt"), list);
}

#[test]
fn what_is_not_plain_is_a_step_for_a_person_in_json_too() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "
[[edit]]
op = \"python-include-router\"
file = \"app/api.py\"
receiver = \"router\"
router = \"users_router\"
import = \"from app.users import router as users_router\"
args = 'prefix=\"/users\"'
",
    );
    let text =
        "router = APIRouter()\nfor module in modules():\n    router.include_router(module)\n";
    sandbox.write("app/api.py", text);
    let words = format!("{} --yes --json", new("thing"));
    let run = sandbox.patgen(words.split_whitespace()).run().code(1);
    let wanted = serde_json::json!([{
        "path": "app/api.py",
        "line": 3,
        "why": "routers of `router` are included in a loop or on a condition",
        "snippet": "from app.users import router as users_router\n\nrouter.include_router(users_router, prefix=\"/users\")",
    }]);
    assert_eq!(run.json()["manual"], wanted);
    assert_eq!(sandbox.read("app/api.py"), text);
}

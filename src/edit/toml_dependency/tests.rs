//! `toml-dependency` in tables: text before, text after.

use crate::edit::Operation;
use crate::edit::check::{self, changes, fails, is_manual, is_present};

const FILE: &str = "pyproject.toml";

fn main(requirement: &str) -> Operation {
    check::operation("toml-dependency", &[("requirement", requirement)])
}

fn dev(requirement: &str) -> Operation {
    let entries = [("requirement", requirement), ("group", "dev")];
    check::operation("toml-dependency", &entries)
}

fn extra(requirement: &str) -> Operation {
    let entries = [("requirement", requirement), ("extra", "pg")];
    check::operation("toml-dependency", &entries)
}

#[track_caller]
fn adds(operation: &Operation, before: &str, after: &str) {
    changes(operation, FILE, before, after);
}

#[test]
fn into_a_list_of_lines() {
    adds(
        &main("httpx>=1"),
        "# top\n[project]\nname = 'x'\ndependencies = [\n  \"fastapi>=0.1\",  # web\n  # the rest\n  \"uvicorn[standard]\",\n]\n\n[tool.x]\n",
        "# top\n[project]\nname = 'x'\ndependencies = [\n  \"fastapi>=0.1\",  # web\n  \"httpx>=1\",\n  # the rest\n  \"uvicorn[standard]\",\n]\n\n[tool.x]\n",
    );
    adds(
        &main("httpx>=1"),
        "[project]\ndependencies = [\n\t'b',\n\t'a'\n]\n",
        "[project]\ndependencies = [\n\t'b',\n\t'a',\n\t'httpx>=1'\n]\n",
    );
}

#[test]
fn an_extra_for_users_is_none_for_developers() {
    let before = "[project.optional-dependencies]\npg = [\"psycopg\"]\n\n[dependency-groups]\ndev = [\"mypy\"]\n";
    adds(
        &dev("psycopg>=3"),
        before,
        &before.replace("\"mypy\"", "\"mypy\", \"psycopg>=3\""),
    );
    let tests = "[project.optional-dependencies]\ntest = [\"pytest\"]\n\n[dependency-groups]\nlint = [\"ruff\"]\n";
    is_present(&dev("pytest>=9"), FILE, tests);
}

#[test]
fn into_a_list_on_one_line() {
    adds(
        &main("httpx>=1"),
        "[project]\ndependencies = [\"fastapi\", \"zope\"] # all\n",
        "[project]\ndependencies = [\"fastapi\", \"httpx>=1\", \"zope\"] # all\n",
    );
    adds(
        &main("httpx>=1"),
        "project.dependencies = []\n",
        "project.dependencies = [\n    \"httpx>=1\",\n]\n",
    );
    adds(
        &main("httpx>=1; python_version < \"3.12\""),
        "[project]\ndependencies = [\"a\"]\n",
        "[project]\ndependencies = [\"a\", 'httpx>=1; python_version < \"3.12\"']\n",
    );
    let row = "\"aaaaaaaaaaaaaaa>=1\", \"bbbbbbbbbbbbbbb>=1\", \"ccccccccccccccc>=1\"";
    let column = row.replace(", ", ",\n    ");
    adds(
        &main("ddd>=1"),
        &format!("[project]\ndependencies = [{row}]\n"),
        &format!("[project]\ndependencies = [\n    {column},\n    \"ddd>=1\",\n]\n"),
    );
}

#[test]
fn makes_the_list_that_is_missing() {
    adds(
        &main("httpx>=1"),
        "[project]\nname = \"x\"\n# more to come\n\n[project.urls]\na = \"b\"\n",
        "[project]\nname = \"x\"\ndependencies = [\n    \"httpx>=1\",\n]\n# more to come\n\n[project.urls]\na = \"b\"\n",
    );
    adds(
        &dev("pytest>=9"),
        "[project]\nname = \"x\"\n",
        "[project]\nname = \"x\"\n\n[dependency-groups]\ndev = [\n    \"pytest>=9\",\n]\n",
    );
    adds(
        &dev("pytest>=9"),
        "[dependency-groups]\nlint = [\"ruff\"]\n\n[tool.x]\na = 1\n",
        "[dependency-groups]\nlint = [\"ruff\"]\ndev = [\n    \"pytest>=9\",\n]\n\n[tool.x]\na = 1\n",
    );
    adds(
        &extra("psycopg"),
        "[project]\nname = \"x\"\n\n[tool.x]\na = 1\n",
        "[project]\nname = \"x\"\n\n[project.optional-dependencies]\npg = [\n    \"psycopg\",\n]\n\n[tool.x]\na = 1\n",
    );
}

#[test]
fn groups_where_the_project_has_them() {
    adds(
        &dev("pytest"),
        "[dependency-groups]\ndev = [\n    \"mypy\",\n    {include-group = \"lint\"},\n    \"ruff\",\n]\n",
        "[dependency-groups]\ndev = [\n    \"mypy\",\n    {include-group = \"lint\"},\n    \"pytest\",\n    \"ruff\",\n]\n",
    );
    adds(
        &dev("pytest"),
        "[project.optional-dependencies]\ndev = [\"mypy\"]\n",
        "[project.optional-dependencies]\ndev = [\"mypy\", \"pytest\"]\n",
    );
    adds(
        &dev("pytest"),
        "[tool.uv]\ndev-dependencies = [\"mypy\"]\n",
        "[tool.uv]\ndev-dependencies = [\"mypy\", \"pytest\"]\n",
    );
}

#[test]
fn poetry() {
    adds(
        &main("httpx>=1"),
        "[tool.poetry]\nname = \"x\"\n\n[tool.poetry.dependencies]\npython = \"^3.11\"\nfastapi = \"*\"\nuvicorn = { version = \"*\" }\n\n[tool.x]\n",
        "[tool.poetry]\nname = \"x\"\n\n[tool.poetry.dependencies]\npython = \"^3.11\"\nfastapi = \"*\"\nhttpx = \">=1\"\nuvicorn = { version = \"*\" }\n\n[tool.x]\n",
    );
    adds(
        &main("uvicorn[standard]>=0.5; sys_platform == 'linux'"),
        "[tool.poetry.dependencies]\npython = \"^3.11\"\n",
        "[tool.poetry.dependencies]\npython = \"^3.11\"\nuvicorn = { version = \">=0.5\", extras = [\"standard\"], markers = \"sys_platform == 'linux'\" }\n",
    );
    let base = "[tool.poetry.dependencies]\npython = \"^3.11\"\n";
    adds(
        &dev("pytest"),
        &format!("{base}\n[tool.poetry.group.dev.dependencies]\nmypy = \"*\"\n"),
        &format!("{base}\n[tool.poetry.group.dev.dependencies]\nmypy = \"*\"\npytest = \"*\"\n"),
    );
    adds(
        &dev("pytest"),
        &format!("{base}\n[tool.poetry.dev-dependencies]\n"),
        &format!("{base}\n[tool.poetry.dev-dependencies]\npytest = \"*\"\n"),
    );
    adds(
        &dev("pytest"),
        base,
        &format!("{base}\n[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n"),
    );
    // Poetry has the groups where the rest is in `[project]`, too.
    let lint = "[project]\ndependencies = [\"a\"]\n\n[tool.poetry.group.lint.dependencies]\nruff = \"*\"\n";
    adds(
        &dev("pytest"),
        lint,
        &format!("{lint}\n[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n"),
    );
}

#[test]
fn is_there_in_any_spelling() {
    for text in [
        "[project]\ndependencies = ['Typing.Extensions']\n",
        "[project]\ndependencies = [\"typing_extensions[x]~=4.0; a == 'b'\"]\n",
        "[project]\ndependencies = [\"typing-extensions @ git+https://x\"]\n",
        "[tool.poetry.dependencies]\nTyping_Extensions = { path = \"x\" }\n",
        "[tool.poetry.dependencies.typing-extensions]\npath = \"x\"\n",
    ] {
        is_present(&main("typing-extensions>=4"), FILE, text);
        is_present(&dev("typing-extensions>=4"), FILE, text);
        is_present(&extra("typing-extensions>=4"), FILE, text);
    }
    for text in [
        "[dependency-groups]\ntest = [\"pytest\"]\n",
        "[project.optional-dependencies]\ntest = [\"pytest\"]\n",
        "[tool.uv]\ndev-dependencies = [\"pytest\"]\n",
        "[tool.pdm.dev-dependencies]\nx = [\"pytest\"]\n",
        "[tool.poetry.group.test.dependencies]\npytest = \"*\"\n",
        "[tool.poetry.dev-dependencies]\npytest = \"*\"\n",
    ] {
        is_present(&dev("pytest>=9"), FILE, text);
    }
}

#[test]
fn is_brought_by_an_extra_of_another() {
    let wanted = main("email-validator>=2.2");
    for (file, text) in [
        (FILE, "[project]\ndependencies = [\"pydantic[email]>=2\"]\n"),
        (FILE, "[project]\ndependencies = [\"fastapi[standard]\"]\n"),
        (
            FILE,
            "[tool.poetry.dependencies]\npydantic = { extras = [\"email\"], version = \"^2\" }\n",
        ),
        ("requirements.txt", "fastapi[all]==0.1\n"),
    ] {
        is_present(&wanted, file, text);
    }
    adds(
        &wanted,
        "[tool.poetry.dependencies]\npydantic = { extras = [\"timezone\"], version = \"^2\" }\n",
        "[tool.poetry.dependencies]\nemail-validator = \"^2.2\"\npydantic = { extras = [\"timezone\"], version = \"^2\" }\n",
    );
}

#[test]
fn no_false_match() {
    adds(
        &main("pytest"),
        "[project]\ndependencies = [\n    # \"pytest\",\n    \"my-pytest\",\n    \"pytest-cov\",\n]\n",
        "[project]\ndependencies = [\n    # \"pytest\",\n    \"my-pytest\",\n    \"pytest\",\n    \"pytest-cov\",\n]\n",
    );
    // What is there for development only is not there to run.
    adds(
        &main("httpx"),
        "[project]\ndependencies = [\"a\"]\n[dependency-groups]\ndev = [\"httpx\"]\n",
        "[project]\ndependencies = [\"a\", \"httpx\"]\n[dependency-groups]\ndev = [\"httpx\"]\n",
    );
}

#[test]
fn a_requirements_file() {
    for (before, after) in [
        ("fastapi==1\nuvicorn\n", "fastapi==1\nhttpx>=1\nuvicorn\n"),
        (
            "-r base.txt\n# httpx\nz\na\n\n# end\n",
            "-r base.txt\n# httpx\nz\na\nhttpx>=1\n\n# end\n",
        ),
        ("-r base.txt\n", "-r base.txt\nhttpx>=1\n"),
    ] {
        changes(&main("httpx>=1"), "requirements/base.txt", before, after);
    }
    is_present(
        &main("httpx>=1"),
        "requirements.txt",
        "a\nHTTPX[http2]==0.27  # why\n",
    );
}

#[test]
fn what_is_not_plain_is_left_to_a_person() {
    for (text, why) in [
        ("", "there is no `[project]` table"),
        ("[tool.x]\n", "there is no `[project]` table"),
        ("[project]\ndynamic = [\"dependencies\"]\n", "is dynamic"),
        ("[project]\ndependencies = \"x\"\n", "are not a list"),
    ] {
        is_manual(&main("httpx>=1"), FILE, text, why);
    }
    let inline = "[tool.poetry]\ndependencies = { python = \"*\" }\n";
    is_manual(&main("httpx>=1"), FILE, inline, "not a table of its own");
}

#[test]
fn what_cannot_be_read_is_shown() {
    fails(
        &main("httpx"),
        FILE,
        "a = 1\n[project\n",
        "pyproject.toml:2:9: ",
    );
    for requirement in ["", ">=1", "a b", "-r x", "a[b>=1"] {
        let operation = Operation::TomlDependency {
            requirement: requirement.to_owned(),
            group: None,
            extra: None,
        };
        fails(&operation, FILE, "", "is not a requirement");
    }
}

#[test]
fn extras_are_merged() {
    for (wanted, before, after) in [
        (
            "pydantic[email]>=2",
            "[project]\ndependencies = [\n    \"pydantic>=2,<3\",  # why\n]\n",
            "[project]\ndependencies = [\n    \"pydantic[email]>=2,<3\",  # why\n]\n",
        ),
        (
            "sqlalchemy[asyncio]",
            "[project]\ndependencies = ['SQLAlchemy[mypy, postgresql]; a == \"b\"']\n",
            "[project]\ndependencies = ['SQLAlchemy[mypy, postgresql, asyncio]; a == \"b\"']\n",
        ),
        (
            "pydantic[email,timezone]",
            "[tool.poetry.dependencies]\npython = \"*\"\npydantic = \"^2.0\"\n",
            "[tool.poetry.dependencies]\npython = \"*\"\npydantic = { version = \"^2.0\", extras = [\"email\", \"timezone\"] }\n",
        ),
        (
            "pydantic[email]",
            "[tool.poetry.dependencies]\npydantic = {version = \"^2.0\", optional = true}\n",
            "[tool.poetry.dependencies]\npydantic = {version = \"^2.0\", optional = true, extras = [\"email\"]}\n",
        ),
    ] {
        adds(&main(wanted), before, after);
    }
    for text in [
        "[project]\ndependencies = [\"pydantic[EMAIL]\"]\n",
        "[project]\ndependencies = [\"pydantic\", \"email-validator>=2\"]\n",
        "[project]\ndependencies = [\"fastapi[standard]\", \"pydantic\"]\n",
        "[tool.poetry.dependencies]\npydantic = {version = \"^2.0\", extras = [\"email\"]}\n",
    ] {
        is_present(&main("pydantic[email]>=2"), FILE, text);
    }
    let psycopg = "[project]\ndependencies = [\"psycopg\", \"psycopg-binary\"]\n";
    is_present(&main("psycopg[binary]"), FILE, psycopg);
    for text in [
        "[tool.poetry.dependencies]\npydantic = {version = \"^2.0\", extras = [\"timezone\"]}\n",
        "[tool.poetry.dependencies.pydantic]\nversion = \"^2.0\"\n",
    ] {
        is_manual(&main("pydantic[email]"), FILE, text, "without the extra");
    }
}

#[test]
fn versions_are_bounded_as_those_of_the_siblings() {
    for (before, after) in [
        (
            "[tool.poetry.dependencies]\npython = \">=3.11\"\nfastapi = \"^0.115\"\nuvicorn = {version = \"^0.3\", extras = [\"standard\"]}\n",
            "[tool.poetry.dependencies]\npython = \">=3.11\"\nfastapi = \"^0.115\"\nhttpx = \"^0.28\"\nuvicorn = {version = \"^0.3\", extras = [\"standard\"]}\n",
        ),
        (
            "[project]\ndependencies = [\"a==1.0\", \"b==2.1\"]\n",
            "[project]\ndependencies = [\"a==1.0\", \"b==2.1\", \"httpx==0.28\"]\n",
        ),
        (
            "[project]\ndependencies = [\"a ~= 1.0\", \"b~=2.1\", \"c\"]\n",
            "[project]\ndependencies = [\"a ~= 1.0\", \"b~=2.1\", \"c\", \"httpx~=0.28\"]\n",
        ),
        (
            "[project]\ndependencies = [\"a\", \"b\"]\n",
            "[project]\ndependencies = [\"a\", \"b\", \"httpx>=0.28\"]\n",
        ),
        (
            "[project]\ndependencies = [\"a (>=1,<2)\", \"b (>=1)\"]\n",
            "[project]\ndependencies = [\"a (>=1,<2)\", \"b (>=1)\", \"httpx (>=0.28)\"]\n",
        ),
        (
            "[project]\ndependencies = [\"a<2,>=1\", \"b>=1\", \"c==1\"]\n",
            "[project]\ndependencies = [\"a<2,>=1\", \"b>=1\", \"c==1\", \"httpx>=0.28\"]\n",
        ),
        (
            "[project]\ndependencies = [\"a==1\"]\n",
            "[project]\ndependencies = [\"a==1\", \"httpx>=0.28\"]\n",
        ),
    ] {
        adds(&main("httpx>=0.28"), before, after);
    }
    adds(
        &main("httpx>=1,<2"),
        "[project]\ndependencies = [\"a==1\", \"b==1\"]\n",
        "[project]\ndependencies = [\"a==1\", \"b==1\", \"httpx>=1,<2\"]\n",
    );
}

#[test]
fn a_new_group_is_bounded_as_the_others() {
    let base = "[tool.poetry.dependencies]\npython = \"^3.11\"\nfastapi = \"^0.1\"\n";
    adds(
        &dev("pytest>=8"),
        base,
        &format!("{base}\n[tool.poetry.group.dev.dependencies]\npytest = \"^8\"\n"),
    );
}

#[test]
fn groups_under_another_name() {
    for (before, after) in [
        (
            "[dependency-groups]\ntests = [\"pytest-cov\"]\n",
            "[dependency-groups]\ntests = [\"httpx\", \"pytest-cov\"]\n",
        ),
        (
            "[tool.poetry.dependencies]\na = \"^1\"\n\n[tool.poetry.group.test.dependencies]\npytest = \"^8\"\n",
            "[tool.poetry.dependencies]\na = \"^1\"\n\n[tool.poetry.group.test.dependencies]\nhttpx = \"*\"\npytest = \"^8\"\n",
        ),
        (
            "[project]\ndependencies = []\n\n[tool.hatch.envs.default]\ndependencies = [\"pytest\"]\n",
            "[project]\ndependencies = []\n\n[tool.hatch.envs.default]\ndependencies = [\"httpx\", \"pytest\"]\n",
        ),
        (
            "[tool.hatch.envs.hatch-test]\nextra-dependencies = [\"pytest-x\"]\n",
            "[tool.hatch.envs.hatch-test]\nextra-dependencies = [\"httpx\", \"pytest-x\"]\n",
        ),
    ] {
        adds(&dev("httpx"), before, after);
    }
}

#[test]
fn a_requirements_file_in_its_own_way() {
    for (wanted, before, after) in [
        (
            "httpx>=0.28",
            "# web\nfastapi==0.115.0\n# server\nuvicorn[standard]==0.30.1\n",
            "# web\nfastapi==0.115.0\nhttpx==0.28\n# server\nuvicorn[standard]==0.30.1\n",
        ),
        ("httpx>=0.28", "a\nb\n", "a\nb\nhttpx>=0.28\n"),
        (
            "httpx>=0.28",
            "# all\nuvicorn>=1",
            "# all\nhttpx>=0.28\nuvicorn>=1",
        ),
        (
            "uvicorn[standard]>=0.3",
            "fastapi\n  uvicorn >= 0.2  # server\n",
            "fastapi\n  uvicorn[standard] >= 0.2  # server\n",
        ),
    ] {
        changes(&main(wanted), "requirements.txt", before, after);
    }
    for (text, why) in [
        (
            "#\n# This file is autogenerated by pip-compile\na==1\n",
            "made by a program",
        ),
        ("a==1 \\\n    --hash=sha256:00\n", "pinned with hashes"),
    ] {
        is_manual(&main("httpx>=0.28"), "requirements.txt", text, why);
    }
}

//! What tests say and how they are marked. It is read from their lines: files that hold tests alone are not parsed.

use crate::detect::code::Code;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, FactValue, Facts};

/// So many files of tests show a habit.
const ENOUGH: usize = 200;

/// Adds `words.test_docs`, whether nearly all tests say what they show, and `tests.mark`, what most async ones carry.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut docs = Tally::default();
    let mut marks = Tally::default();
    for path in code.written_tests().take(ENOUGH) {
        let text = code.text(path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let mut values = lines
            .iter()
            .filter_map(|line| line.strip_prefix("pytestmark = "));
        let of_module = values.find_map(runner);
        for (index, line) in lines.iter().enumerate() {
            let line = line.trim_start();
            let is_async = line.starts_with("async def test_");
            if !is_async && !line.starts_with("def test_") {
                continue;
            }
            let evidence = Evidence::line(path, index + 1);
            docs.add(says(&lines[index..]).to_string(), evidence.clone());
            if let Some(mark) = own(&lines[..index]).or(of_module).filter(|_| is_async) {
                marks.add(mark, evidence);
            }
        }
    }
    let fact = docs.decide(Decides::Share(80)).filter(|fact| fact.certain);
    if let Some(fact) = fact.filter(|fact| fact.value == FactValue::Flag(true)) {
        facts.add("words.test_docs", fact);
    }
    if let Some((mark, _, evidence)) = marks.ranked().first() {
        facts.add("tests.mark", text(mark, (*evidence).clone()));
    }
}

/// Whether the function that begins with the first line has a docstring.
fn says(lines: &[&str]) -> bool {
    let is_end = |line: &&str| uncommented(line).ends_with(':');
    let body = lines
        .iter()
        .position(is_end)
        .and_then(|end| lines.get(end + 1));
    body.is_some_and(|line| {
        let start = line.trim_start().trim_start_matches(['r', 'R']);
        start.starts_with("\"\"\"") || start.starts_with("'''")
    })
}

/// The mark of a runner among the decorators that end with the last line.
fn own<'a>(above: &[&'a str]) -> Option<&'a str> {
    let decorators = above
        .iter()
        .rev()
        .take_while(|line| !line.trim().is_empty());
    decorators
        .filter_map(|line| line.trim_start().strip_prefix('@'))
        .find_map(runner)
}

/// The mark that says how an async test is run, if it stands on this line whole.
fn runner(mark: &str) -> Option<&str> {
    let mark = uncommented(mark);
    let is_runner =
        mark.starts_with("pytest.mark.asyncio") || mark.starts_with("pytest.mark.anyio");
    let is_whole = mark.matches('(').count() == mark.matches(')').count();
    (is_runner && is_whole).then_some(mark)
}

fn uncommented(line: &str) -> &str {
    line.split("  #").next().unwrap_or(line).trim_end()
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn habits_of_tests() {
        let main = "from fastapi import FastAPI\napp = FastAPI()\n";
        for (test, docs, mark) in [
            // Files that hold tests alone are read, too.
            (
                "def test_a():\n    \"\"\"It is.\"\"\"\n    assert 1\n",
                "true",
                "",
            ),
            (
                "def test_a(\n    a: int,\n) -> None:  # x\n    r'''It is.'''\n",
                "true",
                "",
            ),
            ("def test_a():\n    assert 1\n", "", ""),
            (
                "def helper():\n    \"\"\"It is.\"\"\"\n\ndef test_a():\n    pass\n",
                "",
                "",
            ),
            (
                "@pytest.mark.asyncio(loop_scope=\"session\")\n@other\nasync def test_a():\n    pass\n",
                "",
                "pytest.mark.asyncio(loop_scope=\"session\")",
            ),
            (
                "pytestmark = pytest.mark.anyio  # all\n\nasync def test_a():\n    pass\n",
                "",
                "pytest.mark.anyio",
            ),
            // A mark that ends on another line, one of a test that does not wait.
            (
                "@pytest.mark.asyncio(\n)\nasync def test_a():\n    pass\n",
                "",
                "",
            ),
            (
                "pytestmark = pytest.mark.anyio\n\ndef test_a():\n    pass\n",
                "",
                "",
            ),
        ] {
            check(
                &[
                    ("app/__init__.py", ""),
                    ("app/main.py", main),
                    ("tests/test_a.py", test),
                ],
                &[("words.test_docs", docs), ("tests.mark", mark)],
            );
        }
    }

    #[test]
    fn modes_of_pytest() {
        let main = "from fastapi import FastAPI\napp = FastAPI()\n";
        let test = "async def test_a(client):\n    pass\n";
        let conftest =
            "import pytest\n@pytest.fixture\ndef anyio_backend():\n    return 'asyncio'\n";
        for (path, settings, runner) in [
            (
                "pytest.ini",
                "[pytest]\nasyncio_mode = auto\n",
                "asyncio-auto",
            ),
            (
                "setup.cfg",
                "[tool:pytest]\nasyncio_mode=strict\n",
                "asyncio-strict",
            ),
            (
                "tox.ini",
                "[tox]\n[pytest]\nanyio_mode = auto\n",
                "anyio-auto",
            ),
            (
                "pyproject.toml",
                "[tool.pytest.ini_options]\nanyio_mode = \"auto\"\n",
                "anyio-auto",
            ),
            (
                "pyproject.toml",
                "[tool.pytest]\nasyncio_mode = \"auto\"\n",
                "asyncio-auto",
            ),
            (
                "pytest.toml",
                "[pytest]\nasyncio_mode = \"auto\"\n",
                "asyncio-auto",
            ),
            (
                ".pytest.toml",
                "[pytest]\nanyio_mode = \"auto\"\n",
                "anyio-auto",
            ),
            ("pyproject.toml", "", "anyio"),
        ] {
            let conftest = if runner.starts_with("asyncio") {
                ""
            } else {
                conftest
            };
            check(
                &[
                    ("app/__init__.py", ""),
                    ("app/main.py", main),
                    ("tests/conftest.py", conftest),
                    ("tests/test_a.py", test),
                    (path, settings),
                ],
                &[("tests.runner", runner)],
            );
        }
    }
}

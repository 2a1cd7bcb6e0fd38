//! Scripts: modules that do their work when they are imported, so that a test of them does it too, or ends with it.

use super::code::Code;
use crate::error::{Error, Result};
use crate::naming::shown;
use crate::python::{Call, Module, Resolved};

/// Calls that run a program, end one, or wait for somebody at a terminal.
const RUNNING: [&str; 18] = [
    "sys.exit",
    "os._exit",
    "os.abort",
    "os.execv",
    "os.system",
    "asyncio.run",
    "anyio.run",
    "trio.run",
    "uvicorn.run",
    "unittest.main",
    "pytest.main",
    "setuptools.setup",
    "distutils.core.setup",
    "subprocess.run",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.Popen",
];

/// The same of what is built in.
const ENDING: [&str; 3] = ["exit", "quit", "input"];

/// Methods by which a database is asked.
const QUERYING: [&str; 3] = ["execute", "executemany", "executescript"];

/// How far functions of the module are followed.
const DEPTH: usize = 3;

/// Makes sure that a module can be imported without doing its work.
///
/// # Errors
/// A project error that names what runs, and where.
pub(super) fn ensure_quiet(code: &Code, path: &str, module: &Module, text: &str) -> Result<()> {
    let source = code.text(path).unwrap_or_default();
    let lines: Vec<&str> = source.lines().collect();
    let at_top = |scope: &str, line: usize| scope.is_empty() && !is_guarded(&lines, line);
    let calls = module
        .calls
        .iter()
        .filter(|site| at_top(&site.scope, site.call.line));
    let call = calls.clone().find(|site| {
        let called = site.call.callee().unwrap_or_default();
        site.is_statement && called == "main" && module.function("main").is_some()
            || QUERYING.contains(&site.call.name()) && site.call.receiver().is_some()
            || works(code, path, module, &site.call, DEPTH)
    });
    let by_call = call.map(|site| (site.call.line, site.call.function.source.clone()));
    let mut assignments = module.assignments.iter();
    let by_word = assignments.find(|one| {
        let value = one.value.as_ref();
        at_top(&one.scope, one.line) && value.is_some_and(|it| it.source.contains("sys.argv["))
    });
    let by_word = by_word.map(|one| (one.line, "sys.argv".to_owned()));
    let by_loop = lines.iter().position(|line| line.starts_with("while "));
    let by_loop = by_loop.map(|at| (at + 1, "while".to_owned()));
    let Some((line, what)) = by_call.or(by_word).or(by_loop) else {
        return Ok(());
    };
    Err(Error::project(format!(
        "`--target {}`: {path}:{line}: `{what}` runs when the module is imported, and tests import it",
        shown(text)
    ))
    .hint("put what the script does below `if __name__ == \"__main__\":`, and what is to be tested into functions"))
}

/// Whether a call does the work of a program, itself or in the functions of its module.
fn works(code: &Code, path: &str, module: &Module, call: &Call, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let Some(callee) = call.callee() else {
        return call.name() == "parse_args";
    };
    if call.name() == "parse_args" && call.arguments.is_empty() {
        return true;
    }
    match code.resolve(path, callee) {
        Some(Resolved::External(dotted)) => RUNNING.contains(&dotted.as_str()),
        Some(Resolved::Own(symbol)) if symbol.path == path => {
            let mut inner = module.calls.iter();
            module.function(&symbol.name).is_some()
                && inner.any(|site| {
                    site.scope == symbol.name && works(code, path, module, &site.call, depth)
                })
        }
        Some(_) => false,
        None => ENDING.contains(&callee),
    }
}

/// Whether a line at the top of a module stands below a condition: `if __name__ == "__main__":`.
fn is_guarded(lines: &[&str], line: usize) -> bool {
    let above = lines.iter().take(line).rev();
    let mut heads = above.filter(|line| line.starts_with(|c: char| c.is_alphabetic()));
    heads.next().is_some_and(|head| {
        ["if ", "elif ", "else:"]
            .iter()
            .any(|word| head.starts_with(word))
    })
}

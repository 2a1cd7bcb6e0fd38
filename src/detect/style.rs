//! How the code is written: line length, quotes, formatter, `from __future__ import annotations`.

use super::code::Code;
use super::config::Config;
use super::formatting;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, FactValue, Facts};

/// No linter takes more; who writes `1000` wants no line broken.
const LONGEST: i64 = 320;

/// The tables of ruff: in `pyproject.toml` below `tool`, in its own file at the top.
fn ruff<'a>(config: &Config, keys: &[&'a str]) -> Vec<&'a str> {
    let mut all = if config.path.ends_with("ruff.toml") {
        Vec::new()
    } else {
        vec!["tool", "ruff"]
    };
    all.extend(keys);
    all
}

/// Adds `style.formatter`, `style.line_length`, `style.quotes` by what is configured, the nearest file first.
pub(super) fn add_configured(configs: &[Config], facts: &mut Facts) {
    for config in configs {
        formatting::add(config, facts);
        let has_ruff =
            config.path.ends_with("ruff.toml") || config.get(&["tool", "ruff"]).is_some();
        let has_black = config.get(&["tool", "black"]).is_some();
        let lengths = [
            ruff(config, &["line-length"]),
            vec!["tool", "black", "line-length"],
        ];
        let length = lengths
            .iter()
            .find_map(|keys| config.get(keys)?.as_integer());
        let flake = || {
            config
                .ini("flake8", "max-line-length")
                .and_then(|(value, _)| value.parse().ok())
        };
        if let Some(length) = length.or_else(flake) {
            let length = length.clamp(1, LONGEST);
            let evidence = config.line_with(if length_is_flake(config) {
                "max-line-length"
            } else {
                "line-length"
            });
            facts.add("style.line_length", text(&length.to_string(), evidence));
        }
        let quotes = config.text_at(&ruff(config, &["format", "quote-style"]));
        if let Some(quotes) = quotes {
            facts.add("style.quotes", text(quotes, config.line_of("quote-style")));
        }
        let skips = config
            .get(&["tool", "black", "skip-string-normalization"])
            .and_then(toml::Value::as_bool);
        if has_black && !has_ruff && skips != Some(true) {
            facts.add(
                "style.quotes",
                text("double", config.line_with("[tool.black]")),
            );
        }
        if has_black && config.get(&["tool", "ruff", "format"]).is_none() {
            facts.add(
                "style.formatter",
                text("black", config.line_with("[tool.black]")),
            );
        } else if has_ruff {
            facts.add("style.formatter", text("ruff", config.line_with("ruff")));
        }
    }
}

fn length_is_flake(config: &Config) -> bool {
    !config.path.ends_with(".toml")
}

/// Adds what the code itself shows: quotes where nothing is configured, `style.future`,
/// `style.relative`, and `style.indent` where it is by tabs.
pub(super) fn add_seen(code: &Code, facts: &mut Facts) {
    let mut future = Tally::default();
    let mut relative = Tally::default();
    let mut indents = Tally::default();
    for (path, module) in code.own() {
        let import = module
            .imports
            .iter()
            .find(|import| import.target() == "__future__.annotations");
        let line = import.map_or(1, |import| import.line);
        for import in &module.imports {
            let is_relative = import.dots() > 0;
            if is_relative || code.index.knows(&import.module) {
                relative.add(is_relative.to_string(), Evidence::line(path, import.line));
            }
        }
        future.add(import.is_some().to_string(), Evidence::line(path, line));
    }
    for (path, text) in code.samples() {
        count_indents(path, &text, &mut indents);
    }
    if let Some(fact) = future
        .decide(Decides::Share(60))
        .filter(|fact| fact.value.to_string() == "true")
    {
        facts.add("style.future", fact);
    }
    let most = relative.decide(Decides::Share(66));
    if let Some(fact) = most.filter(|fact| fact.certain && fact.value == FactValue::Flag(true)) {
        facts.add("style.relative", fact);
    }
    let indent = indents.decide(Decides::Share(80));
    if let Some(fact) = indent.filter(|fact| fact.value.as_text() == Some("tab")) {
        facts.add("style.indent", fact);
    }
    add_quotes(code, facts);
}

/// Adds `style.quotes` as most lines have them, where nothing is configured.
pub(super) fn add_quotes(code: &Code, facts: &mut Facts) {
    let mut quotes = Tally::default();
    for (path, text) in code.samples() {
        count_quotes(path, &text, &mut quotes);
    }
    if let Some(fact) = quotes.decide(Decides::Share(80)) {
        facts.add("style.quotes", fact);
    }
}

/// Counts lines that begin with a tab, and with four blanks.
fn count_indents(path: &str, text: &str, indents: &mut Tally) {
    for (index, line) in text.lines().enumerate() {
        let evidence = || Evidence::line(path, index + 1);
        if line.starts_with('\t') {
            indents.add("tab", evidence());
        } else if line.starts_with("    ") {
            indents.add("space", evidence());
        }
    }
}

/// Counts lines with strings of one kind of quotes only.
fn count_quotes(path: &str, text: &str, quotes: &mut Tally) {
    for (index, line) in text.lines().enumerate() {
        let (single, double) = (line.matches('\'').count(), line.matches('"').count());
        let evidence = Evidence::line(path, index + 1);
        if single >= 2 && double == 0 {
            quotes.add("single", evidence);
        } else if double >= 2 && single == 0 && !line.contains("\"\"\"") {
            quotes.add("double", evidence);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// Ruff takes no more than 320.
    #[test]
    fn lines_without_an_end() {
        let main = ("app.py", "from fastapi import FastAPI\napp = FastAPI()\n");
        for (length, expected) in [("100", "100"), ("1000", "320")] {
            let ruff = format!("line-length = {length}\n");
            check(
                &[main, (".ruff.toml", &ruff)],
                &[("style.line_length", expected)],
            );
        }
    }

    #[test]
    fn imports_by_dots() {
        let uses = "from fastapi import FastAPI\n";
        for (a, b, expected) in [
            (
                "from .b import x\nfrom . import c\n",
                "from ..app import a\n",
                "true",
            ),
            (
                "from app.b import x\nfrom . import c\n",
                "from app import a\n",
                "",
            ),
            ("from app.b import x\n", "from .c import x\n", ""),
            ("", "", ""),
        ] {
            let main = format!("{uses}app = FastAPI()\n{a}");
            let other = format!("{uses}{b}");
            let files = [
                ("app/__init__.py", ""),
                ("app/a.py", main.as_str()),
                ("app/b.py", &other),
                ("app/c.py", uses),
            ];
            check(&files, &[("style.relative", expected)]);
        }
    }
}

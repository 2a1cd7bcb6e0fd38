//! `patgen show PATTERN`: all that its manifest says.

use std::collections::BTreeSet;

use clap::{Arg, ArgMatches, Command};
use indexmap::IndexSet;
use serde_json::{Value as Json, json};

use super::fixed_names::FixedNames;
use super::readable::{SOMETIMES, readable};

use super::{Outcome, Setting, common};
use crate::error::Result;
use crate::pattern::{FILES, Pattern, Question, QuestionType};
use crate::ui::visible;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("show")
        .about("Show a pattern: purpose, questions, files, edits, evidence")
        .defer(|command| {
            command.args(common::flags()).arg(
                Arg::new("pattern")
                    .value_name("PATTERN")
                    .required(true)
                    .help("Its name, such as `crud` or `fastapi/crud`"),
            )
        })
}

/// Prints the pattern.
///
/// # Errors
/// A usage error with the nearest names where there is none.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let name = matches
        .get_one::<String>("pattern")
        .map_or("", String::as_str);
    let entry = setting.catalogue.find(name, setting.stack.as_deref())?;
    let whole = super::new::wholes(setting, &entry)?.swap_remove(0);
    let questions: Vec<(String, Question)> = whole
        .questions()
        .into_iter()
        .filter(|(_, question)| !question.hidden)
        .collect();
    let shown = Shown {
        pattern: &whole.pattern,
        parts: whole.patterns().collect(),
        questions: &questions,
        fixed: FixedNames::of(&whole),
    };
    if setting.json {
        setting.print_json(&shown.document());
    } else {
        setting.ui.data(visible(&shown.page()).as_bytes());
    }
    Ok(Outcome::Done)
}

struct Shown<'a> {
    pattern: &'a Pattern,
    parts: Vec<&'a Pattern>,
    questions: &'a [(String, Question)],
    fixed: FixedNames,
}

impl Shown<'_> {
    fn files(&self) -> BTreeSet<String> {
        let files = self.parts.iter().flat_map(|pattern| &pattern.files);
        files
            .filter(|file| file.folder == FILES)
            .map(|file| file.path.strip_suffix(".j2").unwrap_or(&file.path))
            .map(|path| self.fixed.put_into(path))
            .collect()
    }

    fn edits(&self) -> BTreeSet<String> {
        let edits = self.parts.iter().flat_map(|pattern| &pattern.manifest.edit);
        edits
            .map(|edit| {
                let file = edit.file.as_deref().unwrap_or("pyproject.toml");
                format!("{}: {}", self.fixed.put_into(file), edit.op)
            })
            .collect()
    }

    fn requires(&self) -> BTreeSet<String> {
        let provided = self.provides();
        let required = self
            .parts
            .iter()
            .flat_map(|pattern| &pattern.manifest.requires);
        required
            .map(|capability| self.fixed.put_into(capability))
            .filter(|capability| !provided.contains(capability))
            .collect()
    }

    fn provides(&self) -> BTreeSet<String> {
        self.parts
            .iter()
            .flat_map(|pattern| pattern.manifest.provides.keys())
            .map(|capability| self.fixed.put_into(capability))
            .collect()
    }

    fn document(&self) -> Json {
        let manifest = &self.pattern.manifest;
        let question = |(name, question): &(String, Question)| {
            json!({
                "name": name, "flag": question.flag(name), "type": format!("{:?}", question.kind).to_lowercase(),
                "help": question.help, "required": question.is_required(), "default": question.default,
                "choices": question.choices, "example": question.example,
            })
        };
        json!({
            "version": 1,
            "name": self.pattern.full_name(),
            "about": manifest.about, "when": manifest.when, "when_not": manifest.when_not,
            "tags": manifest.tags, "related": manifest.related, "variants": manifest.variants,
            "questions": self.questions.iter().map(question).collect::<Vec<_>>(),
            "compose": manifest.compose.iter().map(|part| part.pattern.clone()).collect::<Vec<_>>(),
            "requires": self.requires(), "provides": self.provides(),
            "files": self.files(), "edits": self.edits(),
            "evidence": {
                "confidence": manifest.evidence.confidence, "examples": manifest.evidence.examples,
                "reinforced": manifest.evidence.reinforced, "saves": manifest.evidence.saves,
                "why": manifest.evidence.why, "missing": manifest.evidence.missing, "proves": manifest.evidence.proves,
            },
            "next": manifest.next.steps, "run": manifest.next.run,
        })
    }

    fn page(&self) -> String {
        let manifest = &self.pattern.manifest;
        let mut page = format!("{}: {}\n", self.pattern.full_name(), manifest.about);
        page += &paragraph("Use it", &manifest.when);
        page += &paragraph("Do not", &manifest.when_not);
        page += &section("Questions", self.questions.iter().map(question_line));
        page += &section(
            "Made of",
            manifest.compose.iter().map(|part| part.pattern.clone()),
        );
        page += &section("Needs", self.requires());
        page += &section("Gives", self.provides());
        page += &section("Files", self.files());
        page += &section("Edits", self.edits());
        page += &section("Proven on", manifest.variants.clone());
        page += &self.evidence();
        page += &section(
            "Next",
            manifest
                .next
                .steps
                .iter()
                .chain(&manifest.next.run)
                .cloned(),
        );
        page += &section("Related", manifest.related.clone());
        page + &paragraph("Tags", &manifest.tags.join(", "))
    }

    fn evidence(&self) -> String {
        let evidence = &self.pattern.manifest.evidence;
        let mut text = paragraph("Why it works", &evidence.why);
        text += &paragraph("How to see that it is missing", &evidence.missing);
        text += &section("Its tests show", evidence.proves.clone());
        text += &section("Examples", evidence.examples.clone());
        let confidence = [
            ("", evidence.confidence.as_str()),
            ("last confirmed ", evidence.reinforced.as_str()),
            ("saves ", evidence.saves.as_str()),
        ];
        let known = confidence.iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = known
            .map(|(what, value)| format!("{what}{value}"))
            .collect();
        text + &paragraph("Confidence", &parts.join(", "))
    }
}

fn paragraph(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("\n{title}: {text}\n")
    }
}

/// A list under its title: each line once, and none that is in some cases what another is in all.
fn section(title: &str, lines: impl IntoIterator<Item = String>) -> String {
    let told: IndexSet<String> = lines.into_iter().map(|line| readable(&line)).collect();
    let is_needless = |line: &str| {
        let always = line.strip_suffix(SOMETIMES);
        line.is_empty() || always.is_some_and(|always| told.contains(always))
    };
    let lines: String = told
        .iter()
        .filter(|line| !is_needless(line))
        .map(|line| format!("  {line}\n"))
        .collect();
    if lines.is_empty() {
        lines
    } else {
        format!("\n{title}:\n{lines}")
    }
}

fn question_line((name, question): &(String, Question)) -> String {
    let flag = match question.kind {
        QuestionType::Bool => format!("--{} | --{}", question.flag(name), question.no_flag(name)),
        QuestionType::Choice => format!("--{} {}", question.flag(name), question.choices.join("|")),
        _ => format!(
            "--{} {}",
            question.flag(name),
            question.example.as_deref().unwrap_or("VALUE")
        ),
    };
    let required = if question.is_required() {
        " (required)"
    } else {
        ""
    };
    format!("{flag}\n      {}{required}", question.help)
}

//! Facts on how a new revision is written: the template of its file, its id, its layout, as the siblings have them.

use super::config::Config;
use super::versions::{Revision, Versions};
use super::{Group, chain, files, form, ids, style};
use crate::facts::{Evidence, FactValue};
use crate::render::CodeStyle;

/// How many of the newest revisions are siblings to a new one.
const SIBLINGS: usize = 24;

impl Group<'_> {
    /// How a new revision is written. Those that were stamped are no siblings: what was written once decides nothing.
    pub(super) fn add_forms(&mut self, config: &Config, versions: &Versions, stamped: &[&str]) {
        let mut siblings = chain::newest(&versions.revisions, SIBLINGS + stamped.len());
        siblings.retain(|sibling| !stamped.contains(&sibling.path.as_str()));
        siblings.truncate(SIBLINGS);
        let texts: Vec<String> = siblings
            .iter()
            .map(|sibling| files::text(self.tree, &sibling.path).unwrap_or_default())
            .collect();
        let newest = siblings.first().zip(texts.first());
        let from = match newest {
            Some((sibling, _)) => Evidence::line(&sibling.path, sibling.line),
            None => Evidence::place("Alembic's default"),
        };
        let files: Vec<(&str, &str)> = siblings
            .iter()
            .zip(&texts)
            .map(|(sibling, text)| (text.as_str(), sibling.path.as_str()))
            .collect();
        self.add_form(config, &files);
        self.add_ids(&siblings, versions, &from);
        for (name, value) in style::habits(&texts) {
            self.add_text(name, value, from.clone());
        }
        self.add_dialect();
        self.add_layout(&texts, &from);
        self.add_header(&texts, &from);
        self.add_batch(config, &texts, &from);
    }

    /// The database, where it is certain: a revision does without where it is not.
    fn add_dialect(&mut self) {
        let known = self.facts.get("db.dialect").filter(|fact| fact.certain);
        if let Some(dialect) = known.cloned() {
            self.add("dialect", dialect.value, dialect.evidence);
        }
    }

    fn add_form(&mut self, config: &Config, siblings: &[(&str, &str)]) {
        let dependencies = match self
            .facts
            .get("project.dependencies")
            .map(|fact| &fact.value)
        {
            Some(FactValue::List(names)) => Some(names.clone()),
            _ => None,
        };
        let form = form::form(
            self.tree,
            &config.directory,
            siblings,
            dependencies.as_deref(),
        );
        if let Some(mako) = form.mako {
            self.add_text("mako", &mako, Evidence::line(&mako, 1));
        }
        if let Some(note) = form.note {
            self.add_text("form_note", note, form.evidence.clone());
        }
        self.add_text("form", form.template, form.evidence);
    }

    fn add_ids(&mut self, siblings: &[&Revision], versions: &Versions, from: &Evidence) {
        let newest = siblings.iter().map(|sibling| sibling.id.as_str());
        let all = versions
            .revisions
            .iter()
            .map(|revision| revision.id.as_str());
        let others: Vec<&str> = all
            .filter(|id| !siblings.iter().any(|sibling| sibling.id == *id))
            .collect();
        let ids: Vec<&str> = newest.chain(others).collect();
        let form = ids::form(&ids);
        self.add_text("ids", form.name, from.clone());
        self.add_text("next_id", form.template, from.clone());
        if !form.highest.is_empty() {
            self.add_text("highest_id", form.highest, from.clone());
        }
    }

    /// Whether most siblings are as the formatter leaves them, and at which width.
    fn add_layout(&mut self, texts: &[String], from: &Evidence) {
        let style = CodeStyle::from_facts(self.facts);
        if texts.is_empty() {
            if let Some(formatter) = self.facts.get("style.formatter").cloned() {
                self.add("formatted", FactValue::Flag(true), formatter.evidence);
            }
            return;
        }
        let sample = &texts[..texts.len().min(5)];
        let single_quotes = style::quotes(&texts.concat()) == Some("single");
        for line_length in [style.line_length, 88, 100, 120] {
            let style = CodeStyle {
                line_length,
                single_quotes,
                ..style.clone()
            };
            let formatted = sample.iter().filter(|text| style.is_kept_by(text)).count();
            if formatted * 2 > sample.len() {
                self.add("formatted", FactValue::Flag(true), from.clone());
                self.add_text("line_length", line_length.to_string(), from.clone());
                return;
            }
        }
    }

    /// Whether most siblings begin with the comment that the project's files begin with.
    fn add_header(&mut self, texts: &[String], from: &Evidence) {
        let Some(header) = self.facts.text("style.header") else {
            return;
        };
        let headed = texts
            .iter()
            .filter(|text| text.starts_with(header.trim_end()));
        if headed.count() * 2 > texts.len() {
            self.add("headed", FactValue::Flag(true), from.clone());
        }
    }

    /// Batch mode: `env.py` renders so, or most siblings that change a table do.
    fn add_batch(&mut self, config: &Config, texts: &[String], from: &Evidence) {
        let env = files::joined(&config.directory, "env.py").unwrap_or_default();
        let lines = files::text(self.tree, &env).unwrap_or_default();
        let line = lines.lines().position(|line| {
            let code = line.split('#').next().unwrap_or_default().replace(' ', "");
            code.contains("render_as_batch") && !code.contains("render_as_batch=False")
        });
        if let Some(line) = line {
            self.add(
                "batch",
                FactValue::Flag(true),
                Evidence::line(&env, line + 1),
            );
            return;
        }
        let batched = texts
            .iter()
            .filter(|text| text.contains("batch_alter_table("))
            .count();
        let plain = [
            "op.add_column(",
            "op.drop_column(",
            "op.alter_column(",
            "op.create_foreign_key(",
        ];
        let altered = texts.iter().filter(|text| {
            plain
                .iter()
                .any(|call| text.replace("batch_op.", "").contains(call))
        });
        if batched > altered.count() {
            self.add("batch", FactValue::Flag(true), from.clone());
        }
    }
}

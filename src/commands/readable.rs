//! A template of a manifest as a person reads it: what it may come to, without the conditions.

/// `template` without its tags. Alternatives that are all there is are listed, one that may be absent says so; in the
/// midst of a text the first of them stands for all. An expression is `<what it takes>`.
pub(super) fn readable(template: &str) -> String {
    let parts = parts(template);
    let told: Vec<&Part> = parts.iter().filter(|part| !part.is_blank()).collect();
    let text = match told.as_slice() {
        [Part::Choice { branches, .. }] if branches.is_empty() => String::new(),
        [Part::Choice { branches, always }] => {
            let sometimes = if *always { "" } else { SOMETIMES };
            format!("{}{sometimes}", branches.join(" | "))
        }
        _ => parts.iter().map(Part::first).collect(),
    };
    expressions_named(&text)
}

/// What stands behind a thing that may be absent.
pub(super) const SOMETIMES: &str = " (in some cases)";

/// A piece of a template.
enum Part {
    Text(String),
    /// The branches of an `if` that are not blank, and whether one of them always holds.
    Choice {
        branches: Vec<String>,
        always: bool,
    },
}

impl Part {
    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    fn first(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Choice { branches, .. } => branches.first().map_or("", String::as_str),
        }
    }
}

/// The pieces in order; an `if` within an `if` is read as one of its branches.
fn parts(template: &str) -> Vec<Part> {
    let (mut parts, mut rest) = (Vec::new(), template);
    let mut open: Option<(Vec<String>, bool)> = None;
    while let Some((before, after)) = rest.split_once("{%") {
        let (tag, behind) = after.split_once("%}").unwrap_or((after, ""));
        let word = tag.trim_matches(['-', ' ']).split(' ').next();
        match &mut open {
            Some((branches, _)) => branches.push(before.to_owned()),
            None => parts.push(Part::Text(before.to_owned())),
        }
        match (word, &mut open) {
            (Some("if"), None) => open = Some((Vec::new(), false)),
            (Some("else"), Some((_, has_else))) => *has_else = true,
            (Some("endif"), Some(_)) => parts.extend(open.take().map(choice)),
            _ => {}
        }
        rest = behind;
    }
    parts.push(Part::Text(rest.to_owned()));
    parts
}

fn choice((mut branches, has_else): (Vec<String>, bool)) -> Part {
    let all = branches.len();
    branches.retain(|branch| !branch.trim().is_empty());
    let always = has_else && branches.len() == all;
    Part::Choice { branches, always }
}

/// `text` with each `{{ expression }}` as `<value>`.
fn expressions_named(text: &str) -> String {
    let (mut named, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let (expression, behind) = after.split_once("}}").unwrap_or((after, ""));
        named = named + before + &value_of(expression);
        rest = behind;
    }
    named + rest
}

/// The value that an expression begins with, without its filters and conditions, and without `f`, as which manifests
/// import the forms of a foreign project.
fn value_of(expression: &str) -> String {
    let value = expression.split('|').next().unwrap_or_default();
    let value = value.split(" if ").next().unwrap_or_default().trim();
    match value.strip_prefix('\'') {
        Some(text) => text.trim_end_matches('\'').to_owned(),
        None => format!("<{}>", value.trim_start_matches("f.")),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn what_a_template_may_come_to() {
        for (template, shown) in [
            ("db.base", "db.base"),
            ("app/{{ entity.snake }}.py", "app/<entity.snake>.py"),
            (
                "{{ tests if not foreign }}/{{ module | replace('.', '/') }}.py",
                "<tests>/<module>.py",
            ),
            ("test{{ 's' if many else '' }}", "tests"),
            (
                "{% if auth %}http.auth{% endif %}",
                "http.auth (in some cases)",
            ),
            ("{% if a %}one{% else %}two{% endif %}", "one | two"),
            (
                "{% if a %}one{% elif b %}two{% endif %}",
                "one | two (in some cases)",
            ),
            ("{% if a %}{% else %}two{% endif %}", "two (in some cases)"),
            (
                "{% if a %}uv run {% elif b %}{{ run }}{% endif %}pytest",
                "uv run pytest",
            ),
            ("{%- import 'x' as f -%}{{ f.file }}", "<file>"),
            ("{% if a %}{% endif %}", ""),
            ("{% broken", ""),
            ("{{ broken", "<broken>"),
        ] {
            assert_eq!(readable(template), shown, "{template}");
        }
    }
}

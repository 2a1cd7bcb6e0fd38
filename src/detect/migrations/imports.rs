//! The imports of a revision template, in the order and with the blank lines that siblings have: what sorts them has
//! been over the siblings, but not over the template.

/// How many of the newest siblings are looked at.
const LOOKED_AT: usize = 5;

/// A block of imports with the blank lines behind it.
struct Block<'a> {
    /// From the first import to the last, by lines.
    lines: Vec<&'a str>,
    /// Where it begins, and where what comes behind the blank lines begins.
    range: std::ops::Range<usize>,
    blank: usize,
}

/// The template with the imports as the newest sibling has them that has no others.
pub(super) fn as_siblings_have_them(template: &str, siblings: &[(&str, &str)]) -> String {
    let all: Vec<&str> = template.lines().collect();
    let Some(own) = block(&all) else {
        return template.to_owned();
    };
    for (text, _) in siblings.iter().take(LOOKED_AT) {
        let lines: Vec<&str> = text.lines().collect();
        let Some(other) = block(&lines).filter(|other| imports(other) == imports(&own)) else {
            continue;
        };
        let mut out: Vec<&str> = all[..own.range.start].to_vec();
        out.extend(&other.lines);
        let slot = own
            .lines
            .iter()
            .chain(&all[own.range.clone()])
            .find(|line| is_slot(line));
        out.extend(slot);
        // The place of further imports is a blank line where there are none.
        out.extend(vec![
            "";
            other.blank.saturating_sub(usize::from(slot.is_some()))
        ]);
        out.extend(&all[own.range.end..]);
        return out.join("\n") + "\n";
    }
    template.to_owned()
}

fn is_slot(line: &str) -> bool {
    line.starts_with("${imports")
}

fn is_import(line: &str) -> bool {
    line.starts_with("import ") || line.starts_with("from ")
}

/// The imports of a block, in no order.
fn imports<'a>(block: &Block<'a>) -> Vec<&'a str> {
    let mut lines: Vec<&str> = block
        .lines
        .iter()
        .copied()
        .filter(|line| is_import(line))
        .collect();
    lines.sort_unstable();
    lines
}

/// The imports at the top; none where they are more than plain lines.
fn block<'a>(lines: &[&'a str]) -> Option<Block<'a>> {
    let start = lines.iter().position(|line| is_import(line))?;
    let is_part = |line: &&&str| is_import(line) || is_slot(line) || line.trim().is_empty();
    let length = lines[start..].iter().take_while(is_part).count();
    let end = start + length;
    let last = lines[start..end].iter().rposition(|line| is_import(line))? + start;
    let is_plain = lines[start..=last]
        .iter()
        .all(|line| !line.ends_with(['(', '\\']) && !is_slot(line));
    is_plain.then(|| Block {
        lines: lines[start..=last].to_vec(),
        blank: lines[last + 1..end]
            .iter()
            .filter(|line| !is_slot(line))
            .count(),
        range: start..end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_and_siblings() {
        let template =
            "d\nfrom alembic import op\nimport sqlalchemy as sa\n${imports}\n\nrevision\n";
        for (sibling, expected) in [
            (
                "x\nimport sqlalchemy as sa\nfrom alembic import op\n\ny\n",
                "d\nimport sqlalchemy as sa\nfrom alembic import op\n${imports}\nrevision\n",
            ),
            (
                "import sqlalchemy as sa\n\nfrom alembic import op\n\n\ny\n",
                "d\nimport sqlalchemy as sa\n\nfrom alembic import op\n${imports}\n\nrevision\n",
            ),
            (
                "from alembic import op\nimport sqlalchemy as sa\n\n\ny\n",
                template,
            ),
            (
                "import sqlalchemy as sa\nfrom alembic import op\nimport uuid\n\ny\n",
                template,
            ),
            ("y\n", template),
        ] {
            assert_eq!(
                as_siblings_have_them(template, &[(sibling, "a.py")]),
                expected,
                "{sibling}"
            );
        }
    }
}

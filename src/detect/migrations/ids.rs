//! The form of revision ids: what most of the siblings have.

/// A form of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Its name as a fact: `hex12`, `number`, `date`, `words`; a number or date with words behind it is that.
    pub name: String,
    /// What the next id is made of: `%(hex12)s`, `%(slug)s`, `%(kebab)s`, `%(year)d` …, plain text.
    pub template: String,
    /// The highest id that is all digits, where dates are.
    pub highest: String,
}

/// The form that most of `ids` have; the newest come first and decide where there is no majority.
pub(super) fn form(ids: &[&str]) -> Form {
    let shapes: Vec<Shape> = ids.iter().map(|id| Shape::of(id)).collect();
    let count = |shape: &Shape| shapes.iter().filter(|other| other.is_like(shape)).count();
    let most = shapes.iter().map(count).max().unwrap_or(0);
    let Some(shape) = shapes.iter().find(|shape| count(shape) == most) else {
        return Form {
            name: "hex12".to_owned(),
            template: "%(hex12)s".to_owned(),
            highest: String::new(),
        };
    };
    let alike: Vec<&Shape> = shapes.iter().filter(|other| other.is_like(shape)).collect();
    // The next number comes after all there are, with words behind them or not.
    let same = |other: &&Shape| other.kind == shape.kind && other.prefix == shape.prefix;
    let numbered: Vec<&Shape> = shapes.iter().filter(same).collect();
    Form {
        name: shape.kind.name(),
        template: shape.template(&numbered),
        highest: alike
            .iter()
            .map(|one| one.digits.clone())
            .max()
            .filter(|_| shape.kind == Kind::Date)
            .unwrap_or_default(),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Hex(usize),
    Number,
    Date,
    Words,
}

impl Kind {
    fn name(&self) -> String {
        match self {
            Self::Hex(digits) => format!("hex{digits}"),
            Self::Number => "number".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Words => "words".to_owned(),
        }
    }
}

/// An id taken apart: `v0012-add-users` is `v`, `0012`, `-`, and words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    kind: Kind,
    prefix: String,
    digits: String,
    /// What stands between the digits and the words; none without words.
    separator: Option<char>,
    /// Words are joined by `-`.
    kebab: bool,
}

impl Shape {
    fn of(id: &str) -> Self {
        let kebab = id.contains('-') && !id.contains('_');
        let plain = |kind| Self {
            kind,
            prefix: String::new(),
            digits: String::new(),
            separator: None,
            kebab,
        };
        let is_digits = id.chars().all(|c| c.is_ascii_digit());
        let is_hex = id.len() >= 8
            && id
                .chars()
                .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
        if is_hex && !(is_digits && (is_date(id) || id.starts_with('0'))) {
            return plain(Kind::Hex(id.len()));
        }
        let start = id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len());
        let (prefix, rest) = id.split_at(start);
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let separator = rest.chars().next();
        let has_words = rest.chars().skip(1).any(char::is_alphanumeric);
        let is_numbered = !digits.is_empty()
            && prefix.len() <= 4
            && (rest.is_empty() || has_words && separator.is_some_and(|c| "_-".contains(c)));
        if !is_numbered {
            return plain(Kind::Words);
        }
        Self {
            kind: if is_date(digits) {
                Kind::Date
            } else {
                Kind::Number
            },
            prefix: prefix.to_owned(),
            digits: digits.to_owned(),
            separator,
            kebab: rest.matches('-').count() > rest.matches('_').count(),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind && self.prefix == other.prefix && self.separator == other.separator
    }

    /// The template of the id that comes after `all`, which `self` is one of.
    fn template(&self, all: &[&Self]) -> String {
        let words = if self.kebab { "%(kebab)s" } else { "%(slug)s" };
        let number = match &self.kind {
            Kind::Hex(digits) => return format!("%(hex{digits})s"),
            Kind::Words => return words.to_owned(),
            Kind::Date => date_template(self.digits.len()).to_owned(),
            Kind::Number => {
                let highest = all
                    .iter()
                    .filter_map(|one| one.digits.parse::<u64>().ok())
                    .max()
                    .unwrap_or(0);
                format!("{:0width$}", highest + 1, width = self.digits.len())
            }
        };
        let tail = self
            .separator
            .map(|separator| format!("{separator}{words}"));
        format!("{}{number}{}", self.prefix, tail.unwrap_or_default())
    }
}

fn date_template(digits: usize) -> &'static str {
    match digits {
        8 => "%(year)d%(month).2d%(day).2d",
        12 => "%(year)d%(month).2d%(day).2d%(hour).2d%(minute).2d",
        _ => "%(year)d%(month).2d%(day).2d%(hour).2d%(minute).2d%(second).2d",
    }
}

/// Eight, twelve or fourteen digits that begin with a day of these centuries.
fn is_date(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| {
        digits
            .get(range)
            .and_then(|part| part.parse::<u32>().ok())
            .unwrap_or(0)
    };
    matches!(digits.len(), 8 | 12 | 14)
        && (1990..2100).contains(&part(0..4))
        && (1..=12).contains(&part(4..6))
        && (1..=31).contains(&part(6..8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_ids() {
        for (ids, name, template) in [
            ("", "hex12", "%(hex12)s"),
            ("1975ea83b712 ae1027a6acf", "hex12", "%(hex12)s"),
            ("1975ea83b712 add_users ae1027a6acf3", "hex12", "%(hex12)s"),
            ("0003 0002 0001", "number", "0004"),
            ("9", "number", "10"),
            ("0004_add_age 0003 0002 0001", "number", "0005"),
            ("v09 v08", "number", "v10"),
            ("0002_add_age 0001_initial", "number", "0003_%(slug)s"),
            ("0002-add-age 0001-initial", "number", "0003-%(kebab)s"),
            ("20240110 20231231", "date", "%(year)d%(month).2d%(day).2d"),
            (
                "202401101530",
                "date",
                "%(year)d%(month).2d%(day).2d%(hour).2d%(minute).2d",
            ),
            (
                "20240110_add_age",
                "date",
                "%(year)d%(month).2d%(day).2d_%(slug)s",
            ),
            ("add_age initial", "words", "%(slug)s"),
            ("add-age initial-tables", "words", "%(kebab)s"),
            ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", "hex32", "%(hex32)s"),
        ] {
            let ids: Vec<&str> = ids.split_whitespace().collect();
            let form = form(&ids);
            assert_eq!(
                (form.name.as_str(), form.template.as_str()),
                (name, template),
                "{ids:?}"
            );
        }
    }
}

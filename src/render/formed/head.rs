//! The heads of blocks, as the formatter leaves them.

use super::cursor::Cursor;
use super::expression::Kind;

impl Cursor<'_> {
    pub(super) fn except(&mut self) -> Option<()> {
        if self.eat(":") {
            return Some(());
        }
        self.expect(" ")?;
        self.expression()?;
        if self.eat(" as ") {
            self.name()?;
        }
        self.expect(":")
    }

    /// The plainest patterns: a class without arguments, a value, what is left.
    pub(super) fn case(&mut self) -> Option<()> {
        self.expect("case ")?;
        loop {
            match self.peek()? {
                b'"' | b'\'' => self.string("")?,
                b'0'..=b'9' => self.number()?,
                _ => {
                    self.dotted()?;
                    self.eat("()");
                }
            }
            if !self.eat(" | ") {
                return self.expect(":");
            }
        }
    }

    pub(super) fn decorator(&mut self, indent: usize) -> Option<()> {
        self.name()?;
        loop {
            match self.peek() {
                Some(b'.') => {
                    self.at += 1;
                    self.name()?;
                }
                Some(b'(') if self.looks_at("(\n") => return self.arguments(indent),
                Some(b'(') => return self.call(),
                _ => return Some(()),
            }
        }
    }

    /// The head of a block, with its colon.
    pub(super) fn head(&mut self, word: &str, indent: usize) -> Option<()> {
        match word {
            "async" => {
                self.expect("async ")?;
                let word = ["def", "for", "with"]
                    .into_iter()
                    .find(|word| self.looks_at(word))?;
                return self.head(word, indent);
            }
            "def" => self.function(indent)?,
            "class" => self.class(indent)?,
            "for" => {
                self.expect("for ")?;
                self.targets()?;
                self.expect(" in ")?;
                self.expressions()?;
            }
            "with" => self.with()?,
            _ => {
                self.expect(word)?;
                self.expect(" ")?;
                self.expression()?;
            }
        }
        self.expect(":")
    }

    fn with(&mut self) -> Option<()> {
        self.expect("with ")?;
        loop {
            self.expression().filter(|kind| *kind == Kind::Plain)?;
            if self.eat(" as ") {
                self.target()?;
            }
            if !self.eat(", ") {
                return Some(());
            }
        }
    }

    fn class(&mut self, indent: usize) -> Option<()> {
        self.expect("class ")?;
        self.name()?;
        match self.peek()? {
            b'(' if self.looks_at("()") => None,
            b'(' if self.looks_at("(\n") => self.arguments(indent),
            b'(' => self.call(),
            _ => Some(()),
        }
    }

    fn function(&mut self, indent: usize) -> Option<()> {
        self.expect("def ")?;
        self.name()?;
        let mut parameters = Parameters::default();
        if self.looks_at("(\n") {
            self.column(indent, ")", |cursor| cursor.parameter(&mut parameters))?;
        } else {
            self.expect("(")?;
            self.flat_parameters(&mut parameters)?;
        }
        (parameters.stage != Stage::WantsName).then_some(())?;
        if self.eat(" -> ") {
            self.expression()?;
        }
        Some(())
    }

    fn flat_parameters(&mut self, parameters: &mut Parameters) -> Option<()> {
        if self.eat(")") {
            return Some(());
        }
        loop {
            self.parameter(parameters)?;
            if self.eat(")") {
                return Some(());
            }
            self.expect(", ")?;
        }
    }

    fn parameter(&mut self, parameters: &mut Parameters) -> Option<()> {
        let stage = parameters.stage;
        parameters.stage = if self.eat("**") {
            self.annotated()?;
            (stage != Stage::WantsName).then_some(Stage::Over)?
        } else if self.eat("*") {
            let is_alone = self.peek() == Some(b',');
            if !is_alone {
                self.annotated()?;
            }
            let next = if is_alone {
                Stage::WantsName
            } else {
                Stage::Starred
            };
            (stage < Stage::WantsName).then_some(next)?
        } else if self.eat("/") {
            (stage == Stage::Some).then_some(Stage::Slashed)?
        } else {
            let sign = if self.annotated()? { " = " } else { "=" };
            let has_default = self.eat(sign);
            if has_default {
                self.expression()?;
            }
            let in_order = has_default || !parameters.defaults || stage >= Stage::WantsName;
            parameters.defaults |= has_default;
            in_order.then_some(stage.with_a_name())?
        };
        (stage < Stage::Over).then_some(())
    }

    /// A name with its annotation; says whether it has one.
    fn annotated(&mut self) -> Option<bool> {
        self.name()?;
        if !self.eat(": ") {
            return Some(false);
        }
        self.expression()?;
        Some(true)
    }
}

/// The parameters of a function so far.
#[derive(Default)]
struct Parameters {
    stage: Stage,
    /// One has a default: so must those behind it, up to the star.
    defaults: bool,
}

/// How far the parameters have come; none stands behind a later one.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    #[default]
    None,
    Some,
    Slashed,
    /// Behind a star alone.
    WantsName,
    Starred,
    /// Behind two stars.
    Over,
}

impl Stage {
    fn with_a_name(self) -> Self {
        match self {
            Self::None => Self::Some,
            Self::WantsName => Self::Starred,
            stage => stage,
        }
    }
}

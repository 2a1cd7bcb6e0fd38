//! Expressions on one line, as the formatter leaves them: blanks where it sets them, no parentheses that it would drop.
//!
//! Answers no as soon as something is not plain. What it takes is Python, and stays as it is wherever it fits the line.

use super::cursor::{Cursor, is_keyword};

/// What an expression is to the parentheses around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a call, a literal: it needs none.
    Plain,
    /// Operands and operators: it may stand in parentheses beside an operator.
    Operation,
    /// A tuple in its parentheses.
    Tuple,
    /// An operation in parentheses: it may stand nowhere alone.
    Wrapped,
}

/// Operators between two operands, the longer ones before those that they begin with. `**` is not among them: whether blanks
/// stand around it depends on its operands.
const OPERATORS: [&str; 22] = [
    " == ", " != ", " <= ", " >= ", " << ", " >> ", " // ", " < ", " > ", " + ", " - ", " * ",
    " / ", " % ", " @ ", " | ", " ^ ", " & ", " not in ", " in ", " is not ", " is ",
];

/// How deep brackets may be nested: beyond that the formatter sees to it.
const DEEPEST: usize = 40;

impl Cursor<'_> {
    /// One expression that does not stand in parentheses of its own.
    pub(super) fn expression(&mut self) -> Option<Kind> {
        self.deeper()?;
        let kind = self.conditional()?;
        self.depth -= 1;
        (kind != Kind::Wrapped).then_some(kind)
    }

    /// One level deeper, unless that is too deep.
    pub(super) fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST).then_some(())
    }

    /// Expressions with commas between them, of which some may have a star; a last comma is not plain.
    pub(super) fn expressions(&mut self) -> Option<()> {
        loop {
            if self.eat("*") {
                self.plain()?;
            } else {
                self.expression()?;
            }
            if !self.eat(", ") {
                return Some(());
            }
        }
    }

    fn conditional(&mut self) -> Option<Kind> {
        if self.eat("lambda:") || self.eat("lambda ") {
            self.at -= 1;
            return self.lambda();
        }
        let kind = self.test()?;
        if !self.eat(" if ") {
            return Some(kind);
        }
        self.test()?;
        if !self.eat(" else ") {
            return None;
        }
        self.expression()?;
        Some(Kind::Operation)
    }

    fn lambda(&mut self) -> Option<Kind> {
        if !self.looks_at(":") {
            self.eat(" ").then_some(())?;
            loop {
                self.name()?;
                if !self.eat(", ") {
                    break;
                }
            }
        }
        self.eat(": ").then_some(())?;
        self.expression()?;
        Some(Kind::Operation)
    }

    /// Without a condition behind it, as a comprehension wants it.
    pub(super) fn test(&mut self) -> Option<Kind> {
        let mut kind = self.negation()?;
        while self.eat(" and ") || self.eat(" or ") {
            self.negation()?;
            kind = Kind::Operation;
        }
        Some(kind)
    }

    fn negation(&mut self) -> Option<Kind> {
        if self.looks_at("not ") {
            self.eat("not ");
            self.operands()?;
            return Some(Kind::Operation);
        }
        self.operands()
    }

    fn operands(&mut self) -> Option<Kind> {
        let mut kind = self.operand()?;
        while self.peek() == Some(b' ') && OPERATORS.iter().any(|operator| self.eat(operator)) {
            self.operand()?;
            kind = Kind::Operation;
        }
        Some(kind)
    }

    fn operand(&mut self) -> Option<Kind> {
        if matches!(self.peek(), Some(b'-' | b'+' | b'~')) {
            self.at += 1;
            self.plain()?;
            return Some(Kind::Plain);
        }
        if self.looks_at("await ") {
            self.eat("await ");
            self.plain()?;
            return Some(Kind::Operation);
        }
        self.primary()
    }

    /// An operand that has no parentheses around it, as a star or a sign wants it.
    pub(super) fn plain(&mut self) -> Option<()> {
        (self.primary()? == Kind::Plain).then_some(())
    }

    /// An atom with its calls, subscripts and attributes.
    fn primary(&mut self) -> Option<Kind> {
        let is_number = matches!(self.peek(), Some(b'0'..=b'9'));
        let mut kind = self.atom()?;
        if is_number && self.eat("**") {
            self.number()?;
            return Some(Kind::Operation);
        }
        loop {
            match self.peek() {
                Some(b'.') if !is_number => {
                    self.at += 1;
                    self.name()?;
                }
                Some(b'(') => self.call()?,
                Some(b'[') => self.subscript()?,
                _ => return Some(kind),
            }
            kind = Kind::Plain;
        }
    }

    fn atom(&mut self) -> Option<Kind> {
        match self.peek()? {
            b'(' => self.parenthesized(),
            b'[' => {
                self.at += 1;
                self.elements(b']')?;
                Some(Kind::Plain)
            }
            b'{' => {
                self.at += 1;
                self.braces()?;
                Some(Kind::Plain)
            }
            b'0'..=b'9' => self.number().map(|()| Kind::Plain),
            b'"' | b'\'' => self.string("").map(|()| Kind::Plain),
            b'.' => self.eat("...").then_some(Kind::Plain),
            _ => self.word(),
        }
    }

    /// A name, a constant, or the prefix of a string.
    fn word(&mut self) -> Option<Kind> {
        let start = self.mark();
        let word = self.identifier()?;
        if matches!(self.peek(), Some(b'"' | b'\'')) {
            self.string(word)?;
        } else if is_keyword(word) && !matches!(word, "None" | "True" | "False") {
            self.back(start);
            return None;
        }
        Some(Kind::Plain)
    }

    fn parenthesized(&mut self) -> Option<Kind> {
        self.at += 1;
        if self.eat(")") {
            return Some(Kind::Tuple);
        }
        let kind = self.expression()?;
        if self.eat(")") {
            return (kind == Kind::Operation).then_some(Kind::Wrapped);
        }
        if self.comprehension()? {
            // Whether its parentheses stay depends on where it stands.
            return self.eat(")").then_some(Kind::Wrapped);
        }
        if self.eat(",)") {
            return Some(Kind::Tuple);
        }
        self.eat(", ").then_some(())?;
        self.expressions()?;
        self.eat(")").then_some(Kind::Tuple)
    }
}

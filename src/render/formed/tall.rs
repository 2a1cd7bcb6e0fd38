//! Values that take several lines: with one element a line and a comma behind each, which the formatter takes for a wish.

use super::cursor::Cursor;
use super::expression::Kind;

impl Cursor<'_> {
    /// The rest of a text of several lines.
    pub(super) fn text(&mut self) -> Option<()> {
        let length = self.code[self.at..].find("\"\"\"")?;
        let text = &self.code[self.at..self.at + length];
        self.at += length + 3;
        let is_plain = text.starts_with('\n') && text.ends_with('\n') && !text.contains('\\');
        is_plain.then_some(())
    }

    /// The value of a statement: one that takes several lines, or expressions.
    pub(super) fn values(&mut self, indent: usize) -> Option<()> {
        let start = self.mark();
        if self.tall(indent).is_some() {
            return Some(());
        }
        self.back(start);
        self.expressions()
    }

    /// A value in an element that has a line of its own.
    fn value(&mut self, indent: usize) -> Option<Kind> {
        let start = self.mark();
        if self.tall(indent).is_some() {
            return Some(Kind::Plain);
        }
        self.back(start);
        self.expression()
    }

    /// A call, list, tuple, set or dictionary with one element a line; nothing else may stand before or behind it.
    fn tall(&mut self, indent: usize) -> Option<()> {
        self.eat("await ");
        let is_call = !matches!(self.peek()?, b'(' | b'[' | b'{');
        if is_call {
            self.dotted()?;
        }
        if !(self.looks_at("(\n") || !is_call && (self.looks_at("[\n") || self.looks_at("{\n"))) {
            return None;
        }
        if is_call {
            return self.arguments(indent);
        }
        match self.peek()? {
            b'(' => {
                // In a tuple of one, the comma is no wish.
                let mut count = 0;
                self.column(indent, ")", |cursor| {
                    count += 1;
                    cursor.value(indent + 4).map(drop)
                })?;
                (count > 1).then_some(())
            }
            b'[' => self.column(indent, "]", |cursor| cursor.value(indent + 4).map(drop)),
            _ => self.tall_braces(indent),
        }
    }

    fn tall_braces(&mut self, indent: usize) -> Option<()> {
        let mut is_dictionary = None;
        self.column(indent, "}", |cursor| {
            let start = cursor.mark();
            let is_entry = cursor.tall_entry(indent + 4)?;
            if !is_entry {
                cursor.back(start);
                cursor.value(indent + 4)?;
            }
            (*is_dictionary.get_or_insert(is_entry) == is_entry).then_some(())
        })
    }

    fn tall_entry(&mut self, indent: usize) -> Option<bool> {
        if self.looks_at("*") {
            return self.entry();
        }
        let start = self.mark();
        if self.expression().is_none() || !self.eat(": ") {
            self.back(start);
            return Some(false);
        }
        self.value(indent)?;
        Some(true)
    }

    /// The arguments of a call, one a line.
    pub(super) fn arguments(&mut self, indent: usize) -> Option<()> {
        let mut named = false;
        self.column(indent, ")", |cursor| {
            cursor
                .argument(&mut named, |cursor| cursor.value(indent + 4))
                .map(drop)
        })
    }

    /// A bracket, elements on lines of their own, each with a comma behind it, and the bracket that closes.
    pub(super) fn column(
        &mut self,
        indent: usize,
        close: &str,
        mut element: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.deeper()?;
        self.at += 1;
        loop {
            self.expect("\n")?;
            self.blanks(indent + 4)?;
            element(self)?;
            self.expect(",")?;
            let line = self.at;
            self.expect("\n")?;
            if self.blanks(indent).is_some() && self.eat(close) {
                self.depth -= 1;
                return Some(());
            }
            self.at = line;
        }
    }

    /// Goes beyond that many blanks.
    fn blanks(&mut self, count: usize) -> Option<()> {
        let blanks = self.code.as_bytes().get(self.at..self.at + count)?;
        blanks
            .iter()
            .all(|byte| *byte == b' ')
            .then(|| self.at += count)
    }
}

//! Statements without a block, as the formatter leaves them.

use super::cursor::Cursor;
use super::lines::begins_text;

/// Assignments that change what is there.
const AUGMENTED: [&str; 12] = [
    " += ", " -= ", " *= ", " /= ", " //= ", " %= ", " @= ", " &= ", " |= ", " ^= ", " >>= ",
    " <<= ",
];

impl Cursor<'_> {
    /// A statement that begins with these words and has no block, or the head of one with its colon; `indent` is that of its line.
    pub(super) fn statement(&mut self, (word, next): (&str, &str), indent: usize) -> Option<()> {
        match word {
            "pass" | "break" | "continue" | "else" | "try" | "finally" | "except"
                if self.eat(word) =>
            {
                match word {
                    "else" | "try" | "finally" => self.expect(":"),
                    "except" => self.except(),
                    _ => Some(()),
                }
            }
            "return" if self.eat("return") => match self.peek() {
                Some(b' ') => self.after_blank(indent),
                _ => Some(()),
            },
            "raise" if self.eat("raise") => self.raise(),
            "import" if self.eat("import ") => self.imports(),
            "from" if self.eat("from ") => self.from(indent),
            "global" | "nonlocal" if self.eat(word) => self.names(),
            "del" if self.eat("del ") => self.targets().map(drop),
            "assert" if self.eat("assert ") => self.assertion(),
            "yield" => self.yielded(indent),
            "def" | "async" | "class" | "if" | "elif" | "while" | "for" | "with" => {
                self.head(word, indent)
            }
            "match" if !next.is_empty() => self.head(word, indent),
            "case" if !next.is_empty() => self.case(),
            "@" if self.eat("@") => self.decorator(indent),
            _ => self.assignment(indent),
        }
    }

    fn after_blank(&mut self, indent: usize) -> Option<()> {
        self.expect(" ")?;
        self.values(indent)
    }

    fn raise(&mut self) -> Option<()> {
        if self.peek() != Some(b' ') {
            return Some(());
        }
        self.at += 1;
        self.expression()?;
        if self.eat(" from ") {
            self.expression()?;
        }
        Some(())
    }

    fn imports(&mut self) -> Option<()> {
        loop {
            self.dotted()?;
            if self.eat(" as ") {
                self.name()?;
            }
            if !self.eat(", ") {
                return Some(());
            }
        }
    }

    fn from(&mut self, indent: usize) -> Option<()> {
        let first = self.at;
        while self.eat(".") {}
        if self.at == first || self.peek() != Some(b' ') {
            self.dotted()?;
        }
        self.expect(" import ")?;
        if self.eat("*") {
            return Some(());
        }
        if self.looks_at("(\n") {
            return self.column(indent, ")", Self::imported);
        }
        loop {
            self.imported()?;
            if !self.eat(", ") {
                return Some(());
            }
        }
    }

    fn imported(&mut self) -> Option<()> {
        self.name()?;
        if self.eat(" as ") {
            self.name()?;
        }
        Some(())
    }

    fn names(&mut self) -> Option<()> {
        self.expect(" ")?;
        loop {
            self.name()?;
            if !self.eat(", ") {
                return Some(());
            }
        }
    }

    fn assertion(&mut self) -> Option<()> {
        self.expression()?;
        if self.eat(", ") {
            self.expression()?;
        }
        Some(())
    }

    fn yielded(&mut self, indent: usize) -> Option<()> {
        self.expect("yield")?;
        if self.eat(" from ") {
            return self.expression().map(drop);
        }
        match self.peek() {
            Some(b' ') => self.after_blank(indent),
            _ => Some(()),
        }
    }

    fn assignment(&mut self, indent: usize) -> Option<()> {
        let start = self.mark();
        let count = self.targets();
        if count == Some(1) && self.eat(": ") {
            self.expression()?;
            return if self.eat(" = ") {
                self.values(indent)
            } else {
                Some(())
            };
        }
        if count == Some(1) && AUGMENTED.iter().any(|sign| self.eat(sign)) {
            return self.values(indent);
        }
        if count.is_none() || !self.eat(" = ") {
            self.back(start);
            (!begins_text(&self.code[self.at..])).then_some(())?;
            return self.values(indent);
        }
        self.assigned(indent)
    }

    /// What stands behind ` = `: further targets, then the value.
    fn assigned(&mut self, indent: usize) -> Option<()> {
        loop {
            if self.looks_at("yield") {
                return self.yielded(indent);
            }
            if self.quote == b'"' && self.eat("\"\"\"") {
                return self.text();
            }
            let start = self.mark();
            if self.targets().is_none() || !self.eat(" = ") {
                self.back(start);
                return self.values(indent);
            }
        }
    }
}

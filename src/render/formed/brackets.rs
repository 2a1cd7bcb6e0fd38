//! What stands in brackets on one line, the brackets of calls and subscripts among them; and what can be assigned to.

use super::cursor::{Cursor, is_keyword};
use super::expression::Kind;

impl Cursor<'_> {
    /// What stands between square brackets, or in a set, up to the one that closes.
    pub(super) fn elements(&mut self, close: u8) -> Option<()> {
        if self.peek() == Some(close) {
            self.at += 1;
            return Some(());
        }
        let is_starred = self.looks_at("*");
        if is_starred {
            self.expressions()?;
        } else {
            self.expression()?;
            if !self.comprehension()? && self.eat(", ") {
                self.expressions()?;
            }
        }
        self.close(close)
    }

    pub(super) fn close(&mut self, close: u8) -> Option<()> {
        (self.peek() == Some(close)).then(|| self.at += 1)
    }

    pub(super) fn braces(&mut self) -> Option<()> {
        if self.eat("}") {
            return Some(());
        }
        let start = self.mark();
        if !self.entry()? {
            self.back(start);
            return self.elements(b'}');
        }
        if !self.comprehension()? {
            while self.eat(", ") {
                self.entry()?.then_some(())?;
            }
        }
        self.close(b'}')
    }

    /// One entry of a dictionary; no, where it is an element of a set.
    pub(super) fn entry(&mut self) -> Option<bool> {
        if self.eat("**") {
            self.plain()?;
            return Some(true);
        }
        if self.looks_at("*") {
            return Some(false);
        }
        self.expression()?;
        if !self.eat(": ") {
            return Some(false);
        }
        self.expression()?;
        Some(true)
    }

    /// ` for x in y if z`, any number of times; says whether there was one.
    pub(super) fn comprehension(&mut self) -> Option<bool> {
        let mut any = false;
        while self.eat(" for ") || self.eat(" async for ") {
            any = true;
            self.targets()?;
            self.eat(" in ").then_some(())?;
            self.test().filter(|kind| *kind != Kind::Wrapped)?;
            while self.eat(" if ") {
                self.test().filter(|kind| *kind != Kind::Wrapped)?;
            }
        }
        Some(any)
    }

    /// What can be assigned to, with commas between: names, attributes, subscripts. A star is right in some places only.
    pub(super) fn targets(&mut self) -> Option<usize> {
        let mut count = 0;
        loop {
            self.target()?;
            count += 1;
            if !self.eat(", ") {
                return Some(count);
            }
        }
    }

    /// One name, attribute or subscript.
    pub(super) fn target(&mut self) -> Option<()> {
        self.name()?;
        let mut is_target = true;
        loop {
            match self.peek() {
                Some(b'.') => {
                    self.at += 1;
                    self.name()?;
                    is_target = true;
                }
                Some(b'[') => {
                    self.subscript()?;
                    is_target = true;
                }
                Some(b'(') => {
                    self.call()?;
                    is_target = false;
                }
                _ => return is_target.then_some(()),
            }
        }
    }

    /// The arguments of a call or the bases of a class, with their parentheses.
    pub(super) fn call(&mut self) -> Option<()> {
        self.at += 1;
        if self.eat(")") {
            return Some(());
        }
        let mut named = false;
        let mut first = true;
        loop {
            let is_positional = self.argument(&mut named, Self::expression)?;
            if first && is_positional && self.comprehension()? {
                return self.eat(")").then_some(());
            }
            first = false;
            if self.eat(")") {
                return Some(());
            }
            self.eat(", ").then_some(())?;
        }
    }

    /// One argument; says whether it is positional and has no star. Behind one that is `named`, only such may stand.
    pub(super) fn argument(
        &mut self,
        named: &mut bool,
        value: impl FnOnce(&mut Self) -> Option<Kind>,
    ) -> Option<bool> {
        if self.eat("**") {
            *named = true;
            self.plain()?;
            return Some(false);
        }
        if self.eat("*") {
            // Behind a keyword it is Python, but hardly plain.
            (!*named).then_some(())?;
            self.plain()?;
            return Some(false);
        }
        let start = self.mark();
        if let Some(name) = self.identifier()
            && self.peek() == Some(b'=')
            && !self.looks_at("==")
        {
            (!is_keyword(name)).then_some(())?;
            *named = true;
            self.at += 1;
            value(self)?;
            return Some(false);
        }
        self.back(start);
        (!*named).then_some(())?;
        value(self)?;
        Some(true)
    }

    pub(super) fn subscript(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.index()?;
            if self.eat("]") {
                return Some(());
            }
            self.eat(", ").then_some(())?;
        }
    }

    /// One index or slice; the blanks around the colon depend on its bounds, so only the plainest bounds are taken.
    fn index(&mut self) -> Option<()> {
        let start = self.mark();
        if self.bound() && self.eat(":") {
            self.bound();
            return Some(());
        }
        self.back(start);
        if self.eat(":") {
            self.bound();
            return Some(());
        }
        let kind = self.expression()?;
        (kind != Kind::Tuple).then_some(())
    }

    /// A name or a number, if there is one.
    fn bound(&mut self) -> bool {
        let start = self.mark();
        self.eat("-");
        let found = match self.peek() {
            Some(b'0'..=b'9') => self.number().is_some(),
            Some(_) => self.name().is_some(),
            None => false,
        };
        if !found {
            self.back(start);
        }
        found
    }
}

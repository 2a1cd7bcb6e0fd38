//! A place in a line of code, and the words, numbers and strings that stand there.

/// Where a line is being read.
pub(super) struct Cursor<'c> {
    /// The code of the whole file: ASCII.
    pub(super) code: &'c str,
    /// How far it is read.
    pub(super) at: usize,
    /// The quote that strings have where they can.
    pub(super) quote: u8,
    /// How deep the brackets are nested here.
    pub(super) depth: usize,
    /// In the braces of a string, where no string can be told apart.
    in_string: bool,
}

impl<'c> Cursor<'c> {
    pub(super) fn new(code: &'c str, at: usize, quote: u8) -> Self {
        Self {
            code,
            at,
            quote,
            depth: 0,
            in_string: false,
        }
    }

    /// This place, to come back to.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.at, self.depth)
    }

    pub(super) fn back(&mut self, mark: (usize, usize)) {
        (self.at, self.depth) = mark;
    }

    fn rest(&self) -> &'c [u8] {
        &self.code.as_bytes()[self.at..]
    }

    /// The letter that comes next.
    pub(super) fn peek(&self) -> Option<u8> {
        self.code.as_bytes().get(self.at).copied()
    }

    pub(super) fn looks_at(&self, text: &str) -> bool {
        self.rest().starts_with(text.as_bytes())
    }

    /// Goes beyond `text`, if that comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.looks_at(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Goes beyond `text`, which must come next.
    pub(super) fn expect(&mut self, text: &str) -> Option<()> {
        self.eat(text).then_some(())
    }

    /// A word, be it a name or a keyword.
    pub(super) fn identifier(&mut self) -> Option<&'c str> {
        let rest = self.rest();
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = rest.iter().take_while(|byte| is_letter(byte)).count();
        if length == 0 || rest[0].is_ascii_digit() {
            return None;
        }
        let word = &self.code[self.at..self.at + length];
        self.at += length;
        Some(word)
    }

    /// A name that is no keyword.
    pub(super) fn name(&mut self) -> Option<&'c str> {
        self.identifier().filter(|word| !is_keyword(word))
    }

    /// Names with dots between them.
    pub(super) fn dotted(&mut self) -> Option<()> {
        self.name()?;
        while self.eat(".") {
            self.name()?;
        }
        Some(())
    }

    /// A decimal number in its plain form.
    pub(super) fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.digits()?;
        let whole = &self.code[start..self.at];
        if self.eat(".") {
            self.digits()?;
        } else if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let ends = !self
            .peek()
            .is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'.'));
        ends.then_some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_digit() || byte == b'_')
        {
            self.at += 1;
        }
        let digits = &self.code[start..self.at];
        let is_plain = !digits.is_empty() && !digits.starts_with('_') && !digits.ends_with('_');
        (is_plain && !digits.contains("__")).then_some(())
    }

    /// A string of one line behind its `prefix`, in the quotes that it would get.
    pub(super) fn string(&mut self, prefix: &str) -> Option<()> {
        let (raw, fields) = match prefix {
            "" | "b" => (false, false),
            "r" | "rb" | "br" => (true, false),
            "f" => (false, true),
            "rf" | "fr" => (true, true),
            _ => return None,
        };
        let quote = self.peek()?;
        if self.in_string {
            return None;
        }
        self.at += 1;
        let start = self.at;
        while self.peek()? != quote {
            match self.peek()? {
                b'\n' => return None,
                b'\\' if raw => return None,
                b'\\' => self.escape()?,
                b'{' if fields => self.field()?,
                b'}' if fields => self.expect("}}")?,
                _ => self.at += 1,
            }
        }
        let text = &self.code[start..self.at];
        self.at += 1;
        // Another string behind it would be joined with it; three quotes begin one of many lines.
        let alone = !matches!(self.peek(), Some(b'"' | b'\''));
        let settled = quote == self.quote || is_better_so(text, self.quote, raw || fields);
        (alone && settled).then_some(())
    }

    /// The escapes that are written in one way only.
    fn escape(&mut self) -> Option<()> {
        self.at += 1;
        matches!(self.peek()?, b'n' | b't' | b'r' | b'\\').then(|| self.at += 1)
    }

    /// `{expression!r:format}` in a string.
    fn field(&mut self) -> Option<()> {
        if self.eat("{{") {
            return Some(());
        }
        self.at += 1;
        if self.peek() == Some(b'{') {
            return None;
        }
        self.in_string = true;
        let read = self.expression();
        self.in_string = false;
        read?;
        if self.eat("!") {
            matches!(self.peek()?, b'r' | b's' | b'a').then(|| self.at += 1)?;
        }
        if self.eat(":") {
            while !matches!(self.peek()?, b'{' | b'}' | b'"' | b'\'' | b'\\' | b'\n') {
                self.at += 1;
            }
        }
        self.expect("}")
    }
}

/// Whether a string keeps the other quotes, for it holds the ones that it would get.
fn is_better_so(text: &str, quote: u8, is_special: bool) -> bool {
    !is_special && !text.contains('\\') && text.bytes().any(|byte| byte == quote)
}

/// The words that are no names.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

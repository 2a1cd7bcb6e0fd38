//! Python that is in the formatter's form, told without the formatter: it takes twenty times as long to say so.
//!
//! Code is read line by line, where a line ends with its brackets. One that is plain and in form stays as it is; any other
//! goes to the formatter by itself, which does with it what it would do in its place. Where the lines do not fit together
//! as the formatter would have them (comments), or something is not plain Python, all of it is the
//! formatter's. So what comes out is what the formatter makes of the whole, only sooner; the tests hold it to that.

mod blocks;
mod brackets;
mod broken;
mod cursor;
mod docstring;
mod expression;
mod head;
mod lines;
mod statement;
mod tall;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use blocks::{Blocks, Head};
use cursor::Cursor;
use lines::{Gap, gap, line_end, logical_end, words_of};

/// The form that code is to have.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// Columns of a line.
    pub(super) width: u16,
    /// The quote of strings.
    pub(super) quote: u8,
}

/// Formats a piece of code to lines of that width; nothing where it is no Python.
pub(super) type Formatter<'f> = &'f dyn Fn(&str, u16) -> Option<String>;

/// `code` as the formatter would leave it; nothing where only it can tell.
pub(super) fn formed<'c>(code: &'c str, form: Form, format: Formatter) -> Option<Cow<'c, str>> {
    let is_plain = !code.contains(['\r', '\t', '\x0c']);
    // Comments that speak to the formatter are its own affair.
    if !is_plain || code.contains("fmt:") || code.contains("yapf:") {
        return None;
    }
    let mut reader = Reader {
        code,
        form,
        format,
        blocks: Blocks::default(),
        formatted: String::new(),
        taken: 0,
    };
    let mut at = 0;
    while at < code.len() {
        let gap = gap(code, at)?;
        at = reader.line(&gap)?;
    }
    reader.blocks.is_closed().then(|| reader.whole())
}

struct Reader<'c, 'f> {
    code: &'c str,
    form: Form,
    format: Formatter<'f>,
    blocks: Blocks,
    /// The code up to `taken`, where some of it was changed.
    formatted: String,
    taken: usize,
}

impl<'c> Reader<'c, '_> {
    fn whole(mut self) -> Cow<'c, str> {
        if self.taken == 0 {
            return Cow::Borrowed(self.code);
        }
        self.formatted.push_str(&self.code[self.taken..]);
        Cow::Owned(self.formatted)
    }

    /// Reads one line behind its gap; says where the next begins.
    fn line(&mut self, gap: &Gap) -> Option<usize> {
        let start = gap.end + gap.indent;
        if self.code[start..].starts_with("\"\"\"") {
            self.blocks.docstring(gap)?;
            let end = docstring::end(self.code, start, gap.indent, self.width())?;
            return (self.code.as_bytes().get(end) == Some(&b'\n')).then_some(end + 1);
        }
        let words = words_of(&self.code[start..]);
        let (head, blanks) = self.blocks.statement(gap, words)?;
        if blanks != gap.blanks {
            self.replace(gap.start, gap.start + gap.blanks, &"\n".repeat(blanks));
        }
        let mut cursor = Cursor::new(self.code, start, self.form.quote);
        let read = cursor
            .statement(words, gap.indent)
            .and_then(|()| comment(&mut cursor));
        if read.is_some() && self.fits(&self.code[gap.end..cursor.at]) {
            return Some(cursor.at + 1);
        }
        let end = logical_end(self.code, start)?;
        let line = &self.code[start..end];
        let formed = self.broken(line, gap.indent);
        let formed = formed.or_else(|| self.by_formatter(line, gap.indent, head))?;
        if formed != line {
            self.replace(start, end, &formed);
        }
        Some(end + 1)
    }

    /// Sets `text` in place of the code from `start` to `end`.
    fn replace(&mut self, start: usize, end: usize, text: &str) {
        self.formatted.push_str(&self.code[self.taken..start]);
        self.formatted.push_str(text);
        self.taken = end;
    }

    /// A line that is in form but for where it is broken.
    fn broken(&self, line: &str, indent: usize) -> Option<String> {
        let flat = broken::joined(line)?;
        let mut cursor = Cursor::new(&flat, 0, self.form.quote);
        cursor.statement(words_of(&flat), indent)?;
        if cursor.at < flat.len() || flat.contains('\n') || !flat.is_ascii() {
            return None;
        }
        if indent + flat.len() <= self.width() {
            return Some(flat.into_owned());
        }
        broken::broken(&flat, indent, self.width())
    }

    /// A line as the formatter leaves it, alone.
    fn by_formatter(&self, line: &str, indent: usize, head: Head) -> Option<String> {
        let behind = head.behind(line)?;
        let width = self.form.width.checked_sub(u16::try_from(indent).ok()?)?;
        let formatted = (self.format)(&format!("{line}{behind}"), width)?;
        let formatted = formatted.strip_suffix(behind)?;
        let one = !formatted.contains("\n\n");
        one.then(|| formatted.replace('\n', &format!("\n{}", " ".repeat(indent))))
    }

    fn width(&self) -> usize {
        usize::from(self.form.width)
    }

    /// Whether every line of `text` is seen to fit the width.
    fn fits(&self, text: &str) -> bool {
        text.is_ascii() && text.lines().all(|line| line.len() <= self.width())
    }
}

/// A comment behind a statement, and the end of its line.
fn comment(cursor: &mut Cursor) -> Option<()> {
    if cursor.eat("  ") {
        let end = line_end(cursor.code, cursor.at);
        let text = &cursor.code[cursor.at..end];
        lines::is_comment(text).then(|| cursor.at = end)?;
    }
    (cursor.peek() == Some(b'\n')).then_some(())
}

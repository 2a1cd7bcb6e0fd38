//! How statements stand among each other: blocks, what may follow what, and the empty lines between.

use super::lines::{Gap, begins_text};

/// The open blocks, the outermost first.
#[derive(Default)]
pub(super) struct Blocks {
    /// The module itself has none.
    open: Vec<Block>,
    module: Last,
    /// The head of a block was read, which has to follow.
    opened: Option<Owner>,
    /// A decorator was read, which a definition has to follow.
    decorated: bool,
}

struct Block {
    owner: Owner,
    indent: usize,
    last: Last,
}

/// What a block belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Class,
    Function,
    Match,
    Other,
}

/// The statement that was read last in a block.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    None,
    Docstring,
    Import,
    Simple,
    Definition,
    /// A statement with blocks; whether the last of them ends in a definition, and what may follow.
    Compound {
        defines: bool,
        open: Open,
    },
}

/// What may go on with a statement of several blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    If,
    Loop,
    /// Something must go on with it.
    Try,
    Except,
    TryElse,
    Over,
}

/// What a line is, for the formatter to see it alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Statement,
    Block,
    Clause,
    Decorator,
}

impl Head {
    /// What to set behind such a line, so that it is Python by itself; nothing where it would say something else alone.
    pub(super) fn behind(self, line: &str) -> Option<&'static str> {
        match self {
            Self::Statement => (!line.ends_with(':') && !begins_text(line)).then_some("\n"),
            Self::Block => line.ends_with(':').then_some("\n    pass\n"),
            Self::Decorator => Some("\ndef f():\n    pass\n"),
            Self::Clause => None,
        }
    }
}

impl Blocks {
    /// Whether no block has to follow, nor anything else.
    pub(super) fn is_closed(&self) -> bool {
        let is_over = |last: Last| {
            !matches!(
                last,
                Last::Compound {
                    open: Open::Try,
                    ..
                }
            )
        };
        let blocks = self.open.iter().map(|block| block.last);
        self.opened.is_none() && !self.decorated && blocks.chain([self.module]).all(is_over)
    }

    /// Takes a docstring behind `gap`.
    pub(super) fn docstring(&mut self, gap: &Gap) -> Option<()> {
        let owner = self.opened;
        self.enter(gap)?;
        let may = *self.last() == Last::None
            && owner != Some(Owner::Other)
            && !gap.comments
            && gap.blanks == 0;
        let is_function = owner == Some(Owner::Function);
        *self.last() = if is_function {
            Last::Simple
        } else {
            Last::Docstring
        };
        may.then_some(())
    }

    /// Takes a statement that begins with these words behind `gap`; tells what it is, and how many empty lines stand before it.
    pub(super) fn statement(
        &mut self,
        gap: &Gap,
        (word, next): (&str, &str),
    ) -> Option<(Head, usize)> {
        self.enter(gap)?;
        // `match` and `case` are names, too.
        let word = match word {
            "async" => next,
            "match" | "case" if next.is_empty() => "",
            word => word,
        };
        if matches!(word, "else" | "elif" | "except" | "finally") {
            return Some((self.clause(gap, word)?, 0));
        }
        let defines = matches!(word, "def" | "class" | "@");
        let blanks = if self.decorated {
            (defines && gap.blanks == 0 && !gap.comments).then_some(0)?
        } else {
            self.blanks(gap, word, defines)?
        };
        self.decorated = word == "@";
        self.opened = opens(word);
        *self.last() = match word {
            "import" | "from" => Last::Import,
            "def" | "class" | "@" => Last::Definition,
            _ if self.opened.is_some() => Last::Compound {
                defines: false,
                open: match word {
                    "if" => Open::If,
                    "for" | "while" => Open::Loop,
                    "try" => Open::Try,
                    _ => Open::Over,
                },
            },
            _ => Last::Simple,
        };
        let head = match word {
            "@" => Head::Decorator,
            _ if self.opened.is_some() => Head::Block,
            _ => Head::Statement,
        };
        Some((head, blanks))
    }

    /// Goes into the block that was opened, or out of those that end.
    fn enter(&mut self, gap: &Gap) -> Option<()> {
        if let Some(owner) = self.opened.take() {
            let indent = self.indent() + 4;
            self.open.push(Block {
                owner,
                indent,
                last: Last::None,
            });
        } else {
            while self.indent() > gap.indent {
                self.leave()?;
            }
        }
        (self.indent() == gap.indent).then_some(())
    }

    fn leave(&mut self) -> Option<()> {
        let ended = self.open.pop()?;
        let ends_in_definition = match ended.last {
            Last::Definition => true,
            Last::Compound {
                open: Open::Try, ..
            } => return None,
            Last::Compound { defines, .. } => defines,
            _ => false,
        };
        if let Last::Compound { defines, .. } = self.last() {
            *defines = ends_in_definition;
        }
        Some(())
    }

    fn indent(&self) -> usize {
        self.open.last().map_or(0, |block| block.indent)
    }

    fn last(&mut self) -> &mut Last {
        match self.open.last_mut() {
            Some(block) => &mut block.last,
            None => &mut self.module,
        }
    }

    /// Takes `else:` and its like.
    fn clause(&mut self, gap: &Gap, word: &str) -> Option<Head> {
        let Last::Compound {
            defines: false,
            open,
        } = *self.last()
        else {
            return None;
        };
        let open = match (open, word) {
            (Open::If, "elif") => Open::If,
            (Open::Try | Open::Except, "except") => Open::Except,
            (Open::Except, "else") => Open::TryElse,
            (Open::If | Open::Loop, "else")
            | (Open::Try | Open::Except | Open::TryElse, "finally") => Open::Over,
            _ => return None,
        };
        *self.last() = Last::Compound {
            defines: false,
            open,
        };
        self.opened = Some(Owner::Other);
        let is_close = gap.blanks == 0 && !gap.comments && !self.decorated;
        is_close.then_some(Head::Clause)
    }

    /// As many empty lines as the formatter leaves there, or sets.
    fn blanks(&mut self, gap: &Gap, word: &str, defines: bool) -> Option<usize> {
        let is_module = self.open.is_empty();
        let owner = self.open.last().map(|block| block.owner);
        if owner == Some(Owner::Match) || word == "case" {
            let is_case = owner == Some(Owner::Match) && word == "case";
            return (is_case && !gap.comments).then_some(0);
        }
        let most = if is_module { 2 } else { 1 };
        let is_import = matches!(word, "import" | "from");
        let range = match *self.last() {
            // It sets one before a definition that a block begins with.
            Last::None if defines && owner == Some(Owner::Other) => {
                (!gap.comments).then_some(1..=1)?
            }
            Last::None if owner == Some(Owner::Function) => 0..=most,
            Last::None => 0..=0,
            Last::Compound {
                open: Open::Try, ..
            } => return None,
            Last::Definition | Last::Compound { defines: true, .. } => most..=most,
            _ if defines => most..=most,
            Last::Import if !is_import || gap.comments => 1..=most,
            Last::Docstring => 1..=1,
            _ => 0..=most,
        };
        Some(gap.blanks.clamp(*range.start(), *range.end()))
    }
}

/// The block that a statement beginning with `word` opens.
fn opens(word: &str) -> Option<Owner> {
    match word {
        "def" => Some(Owner::Function),
        "class" => Some(Owner::Class),
        "match" => Some(Owner::Match),
        "case" | "if" | "for" | "while" | "with" | "try" => Some(Owner::Other),
        _ => None,
    }
}

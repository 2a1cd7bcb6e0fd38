//! How the newest revisions are written: quotes, layout, types, names of constraints.

use std::collections::BTreeMap;

use tree_sitter::{Node, Parser};

use super::versions::string;

/// What the siblings show, as values of facts below `db.migrations`.
pub(super) fn habits(siblings: &[String]) -> Vec<(&'static str, String)> {
    let mut habits = Vec::new();
    let all = siblings.concat();
    if let Some(quotes) = quotes(&all) {
        habits.push(("quotes", quotes.to_owned()));
    }
    // Where a repository has SQLModel's own type of texts, that is the one of its columns.
    let strings = ["AutoString(", "String("]
        .iter()
        .find_map(|end| most(calls(siblings, end)));
    if let Some(string) = strings {
        habits.push(("string", string_type(&string)));
    }
    let uuids = ["UUID(", "Uuid(", "GUID("]
        .iter()
        .flat_map(|end| calls(siblings, end));
    if let Some(uuid) = most(uuids) {
        habits.push(("uuid", uuid));
    }
    for (kind, names) in names(siblings) {
        if let Some(name) = most(names.into_iter().filter(|name| is_form(kind, name))) {
            habits.push((kind, name));
        }
    }
    habits
}

/// Whether a name tells a form: it has the part that tells it from others of its kind, or it is none.
fn is_form(kind: &str, name: &str) -> bool {
    // Two tables cannot have a constraint of one name, for the index behind it has that name, too.
    let parts: &[&str] = match kind {
        "names.pk" => &["%(table)s"],
        "names.uq" => &["%(table)s", "%(column)s"],
        _ => &["%(column)s"],
    };
    let has_all = parts.iter().all(|part| name.contains(part));
    let is_for_all = kind != "names.ix" || name.contains("%(table)s") || has_no_word(name);
    name.is_empty() && kind != "names.ix" || has_all && is_for_all
}

/// Whether a name says no more beside its column than that it is one of an index: `idx_pet_%(column)s` is of one table.
fn has_no_word(name: &str) -> bool {
    let name = name.trim_start_matches("op.f:");
    let rest = name.replace("%(column)s", "");
    let mut words = rest.split('_').filter(|word| !word.is_empty());
    words.all(|word| ["ix", "idx", "index"].contains(&word))
}

/// The quotes that most texts have; those of docstrings do not count.
pub(super) fn quotes(text: &str) -> Option<&'static str> {
    let plain = text.replace("\"\"\"", "").replace("'''", "");
    // An apostrophe of prose has a letter before it.
    let mut before = ' ';
    let (mut single, mut double) = (0, 0);
    for c in plain.chars() {
        single += usize::from(c == '\'' && !before.is_alphanumeric());
        double += usize::from(c == '"' && !before.is_alphanumeric());
        before = c;
    }
    match single.cmp(&double) {
        std::cmp::Ordering::Greater => Some("single"),
        std::cmp::Ordering::Less => Some("double"),
        std::cmp::Ordering::Equal => None,
    }
}

/// The most frequent text; the first one of several that are.
fn most(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for text in texts {
        match counts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counts.push((text, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(text, _)| text)
}

/// Calls of a type whose name ends with `end`, as they are written; only those that a new revision can write, too.
fn calls(siblings: &[String], end: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    for text in siblings {
        for (offset, _) in text.match_indices(end) {
            let is_outer = |c: char| !c.is_alphanumeric() && !"._".contains(c);
            let start = text[..offset].rfind(is_outer).map_or(0, |at| at + 1);
            let module = &text[start..offset];
            let behind = &text[offset + end.len()..];
            let is_known =
                ["sa.", "postgresql.", "sqlmodel.", "sqlmodel.sql.sqltypes."].contains(&module);
            if let Some(close) = behind.find(')').filter(|_| is_known) {
                found.push(format!("{module}{end}{})", &behind[..close]));
            }
        }
    }
    found.into_iter()
}

/// `sa.String(length=255)` as `sa.String(length=`; without a length only the name tells.
fn string_type(call: &str) -> String {
    let (name, arguments) = call.split_once('(').unwrap_or((call, ""));
    let is_plain = arguments.starts_with(|c: char| c.is_ascii_digit());
    format!("{name}({}", if is_plain { "" } else { "length=" })
}

/// The names of constraints and indexes with the table and columns taken out, by kind. No name is an empty one.
fn names(siblings: &[String]) -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for text in siblings {
        let mut parser = Parser::new();
        let set = parser.set_language(&tree_sitter_python::LANGUAGE.into());
        if let (Ok(()), Some(tree)) = (set, parser.parse(text, None)) {
            gather(tree.root_node(), &Walk { text, table: "" }, &mut found);
        }
    }
    found
}

struct Walk<'a> {
    text: &'a str,
    /// The table that the call around makes or changes.
    table: &'a str,
}

fn gather(node: Node, walk: &Walk, found: &mut BTreeMap<&'static str, Vec<String>>) {
    let mut table = walk.table.to_owned();
    if node.kind() == "call"
        && let Some(call) = Call::read(node, walk.text)
    {
        if call.name == "create_table"
            && let Some(first) = call.texts.first()
        {
            table.clone_from(first);
        }
        if let Some((kind, name)) = call.constraint(&table) {
            found.entry(kind).or_default().push(name);
        }
    }
    if node.kind() == "with_statement"
        && let Some(batched) = batched(&walk.text[node.byte_range()])
    {
        batched.clone_into(&mut table);
    }
    let mut cursor = node.walk();
    let inner = Walk {
        text: walk.text,
        table: &table,
    };
    for child in node.named_children(&mut cursor) {
        gather(child, &inner, found);
    }
}

/// The table of `with op.batch_alter_table("table") as …`.
fn batched(source: &str) -> Option<&str> {
    let (_, behind) = source.lines().next()?.split_once("batch_alter_table(")?;
    let quote = behind.chars().next().filter(|c| "'\"".contains(*c))?;
    behind[1..].split_once(quote).map(|(table, _)| table)
}

/// A call as far as constraints go.
struct Call {
    name: String,
    /// Every plain text among the arguments, those of lists included, in order; but for the name.
    texts: Vec<String>,
    /// The name that it gives, and whether `op.f` stands around it.
    named: Option<(String, bool)>,
}

impl Call {
    fn read(node: Node, text: &str) -> Option<Self> {
        let function = &text[node.child_by_field_name("function")?.byte_range()];
        let name = function.rsplit('.').next()?.to_owned();
        let list = node.child_by_field_name("arguments")?;
        let mut call = Self {
            name,
            texts: Vec::new(),
            named: None,
        };
        let mut cursor = list.walk();
        for (index, argument) in list.named_children(&mut cursor).enumerate() {
            if argument.kind() == "keyword_argument" {
                if &text[argument.child_by_field_name("name")?.byte_range()] == "name" {
                    call.named = given_name(argument.child_by_field_name("value")?, text);
                }
            } else if index == 0 && call.name.starts_with("create_") && call.name != "create_table"
            {
                call.named = given_name(argument, text);
            } else if argument.kind() != "call" {
                gather_texts(argument, text, &mut call.texts);
            }
        }
        Some(call)
    }

    /// Its kind and the form of its name.
    fn constraint(&self, table: &str) -> Option<(&'static str, String)> {
        let text = |index: usize| self.texts.get(index).map_or("", String::as_str);
        let columns = self.texts.join("_");
        // Within a batch, the table is that of the batch; an index on several columns shows no form.
        let (kind, table, column, target) = match self.name.as_str() {
            "PrimaryKeyConstraint" => ("names.pk", table, text(0), ""),
            "UniqueConstraint" => ("names.uq", table, columns.as_str(), ""),
            "ForeignKeyConstraint" => (
                "names.fk",
                table,
                text(0),
                text(1).split('.').next().unwrap_or(""),
            ),
            "create_index" if table.is_empty() && self.texts.len() == 2 => {
                ("names.ix", text(0), text(1), "")
            }
            "create_index" if !table.is_empty() && self.texts.len() == 1 => {
                ("names.ix", table, text(0), "")
            }
            _ => return None,
        };
        Some((
            kind,
            self.named
                .as_ref()
                .map_or_else(String::new, |(name, wrapped)| {
                    let form = general(name, table, column, target);
                    if *wrapped {
                        format!("op.f:{form}")
                    } else {
                        form
                    }
                }),
        ))
    }
}

fn given_name(node: Node, text: &str) -> Option<(String, bool)> {
    match node.kind() {
        "string" => string(node, text).map(|name| (name, false)),
        "call" => {
            let inner = node.child_by_field_name("arguments")?.named_child(0)?;
            string(inner, text).map(|name| (name, true))
        }
        _ => None,
    }
}

fn gather_texts(node: Node, text: &str, texts: &mut Vec<String>) {
    if node.kind() == "string" {
        texts.extend(string(node, text));
        return;
    }
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        gather_texts(child, text, texts);
    }
}

/// `fk_items_owner_id_users` as `fk_%(table)s_%(column)s_%(target)s`: the longest part goes first, each once.
fn general(name: &str, table: &str, column: &str, target: &str) -> String {
    let mut parts = vec![(column, "\u{1}"), (table, "\u{2}"), (target, "\u{3}")];
    parts.retain(|(part, _)| !part.is_empty());
    parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.len()));
    let mut out = name.to_owned();
    for (part, mark) in parts {
        // The target stands behind the table: `fk_user_id_user`.
        out = if mark == "\u{3}" {
            replace_last(&out, part, mark)
        } else {
            out.replacen(part, mark, 1)
        };
    }
    let marks = [
        ("\u{1}", "%(column)s"),
        ("\u{2}", "%(table)s"),
        ("\u{3}", "%(target)s"),
    ];
    marks
        .iter()
        .fold(out, |out, (mark, token)| out.replace(mark, token))
}

fn replace_last(text: &str, part: &str, mark: &str) -> String {
    match text.rfind(part) {
        Some(at) => format!("{}{mark}{}", &text[..at], &text[at + part.len()..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(&str, &str)]) {
        for (text, expected) in rows {
            let habits = habits(&[(*text).to_owned()]);
            let shown: Vec<String> = habits
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            assert_eq!(shown.join(" "), *expected, "{text}");
        }
    }

    #[test]
    fn what_siblings_show() {
        check(&[
            (
                "op.drop_table('a')\nop.drop_table('b')\nx = \"y\"\n",
                "quotes=single",
            ),
            ("# the table's own\nop.drop_table(\"a\")\n", "quotes=double"),
            (
                "sa.Column('a', sa.String(length=255))",
                "quotes=single string=sa.String(length=",
            ),
            (
                "sa.Column('a', sa.String(255))",
                "quotes=single string=sa.String(",
            ),
            (
                "f(sqlmodel.sql.sqltypes.AutoString())",
                "string=sqlmodel.sql.sqltypes.AutoString(length=",
            ),
            (
                "f(postgresql.UUID(as_uuid=True), sa.Uuid(), postgresql.UUID(as_uuid=True))",
                "uuid=postgresql.UUID(as_uuid=True)",
            ),
        ]);
    }

    #[test]
    fn names_that_siblings_show() {
        check(&[
            (
                "op.create_table('item', sa.PrimaryKeyConstraint('id', name=op.f('pk_item')), \
                 sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_item_user_id_user')), sa.UniqueConstraint('a'))",
                "quotes=single names.fk=op.f:fk_%(table)s_%(column)s_%(target)s names.pk=op.f:pk_%(table)s names.uq=",
            ),
            (
                "op.create_table('pet', sa.UniqueConstraint('name', 'owner_id', name='uq_pet_name_owner_id'))",
                "quotes=single names.uq=uq_%(table)s_%(column)s",
            ),
            // Without the table, or with other columns, a name is none of another table.
            (
                "op.create_table('pet', sa.UniqueConstraint('name', 'home_id', name='name_home_id_key'))",
                "quotes=single",
            ),
            (
                "op.create_table('pet', sa.UniqueConstraint('name', 'home_id', name='pet_name_key'))",
                "quotes=single",
            ),
            (
                "op.create_index(op.f('ix_user_email'), 'user', ['email'])",
                "quotes=single names.ix=op.f:ix_%(table)s_%(column)s",
            ),
            (
                "op.create_index('idx_email', 'user', ['email'])",
                "quotes=single names.ix=idx_%(column)s",
            ),
            (
                "op.create_index('idx_pet_name', 'pets', ['name'])",
                "quotes=single",
            ),
            (
                "with op.batch_alter_table('user') as batch_op:\n    batch_op.create_index(batch_op.f('ix_user_email'), ['email'])",
                "quotes=single names.ix=op.f:ix_%(table)s_%(column)s",
            ),
        ]);
    }
}

//! The columns that a class declares: what they hold, and what a row needs.

use super::code::Code;
use super::ids;
use super::tables::column_form;
use crate::python::{Attribute, Call, Class, Expression, Form, Function, Resolved};

/// A column as its class declares it.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each thing that a column is or is not"
)]
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// What it is called in the database, where that is not its name.
    pub stored: Option<String>,
    /// The type of its values: `str`, `datetime`, `Status`.
    pub annotation: Option<String>,
    /// The type in the database, as a call or a name: `String(20)`.
    pub kind: Option<Expression>,
    /// May be null.
    pub null: bool,
    /// No two rows have the same.
    pub unique: bool,
    /// Has an index.
    pub index: bool,
    /// Is the primary key.
    pub primary: bool,
    /// The default in the program.
    pub default: Option<Expression>,
    /// The default in the database.
    pub server_default: Option<Expression>,
    /// Has a default of any kind, or is no argument of the class.
    pub filled: bool,
    /// What it refers to, `table.column`.
    pub target: Option<String>,
    /// What becomes of it when that goes.
    pub on_delete: Option<String>,
    /// The most characters.
    pub longest: Option<String>,
    /// The line.
    pub line: usize,
}

/// The columns of a table: those of its ancestors, then its own.
pub(super) fn of_table(code: &Code, path: &str, class: &Class) -> Vec<Column> {
    let mut found: Vec<Column> = Vec::new();
    let mut above = code.ancestors(path, class);
    above.reverse();
    for ancestor in above {
        let Resolved::Own(symbol) = ancestor else {
            continue;
        };
        if let Some(class) = code.class(&symbol) {
            join(&mut found, with_aliases(code, &symbol.path, &class));
        }
    }
    join(&mut found, with_aliases(code, path, class));
    found
}

/// The columns that a class declares, with what aliases of their types bring.
fn with_aliases(code: &Code, path: &str, class: &Class) -> Vec<Column> {
    let mut columns = of_class(class);
    for column in &mut columns {
        if let Some(attribute) = class.attribute(&column.name) {
            column.read_alias(code, path, attribute);
        }
    }
    columns
}

fn join(found: &mut Vec<Column>, more: Vec<Column>) {
    for column in more {
        found.retain(|known| known.name != column.name);
        found.push(column);
    }
}

/// The columns that a class itself declares, those of `declared_attr` after the others.
pub(super) fn of_class(class: &Class) -> Vec<Column> {
    let declared = class.methods.iter().filter(|method| is_declared(method));
    let declared: Vec<Attribute> = declared.filter_map(as_attribute).collect();
    let all = class.attributes.iter().chain(&declared);
    all.filter_map(of_attribute).collect()
}

/// The attribute of a class, also one that a method of it makes.
pub(super) fn attribute_of(class: &Class, name: &str) -> Option<Attribute> {
    let method = || class.method(name).filter(|method| is_declared(method));
    let own = class.attribute(name).cloned();
    own.or_else(|| as_attribute(method()?))
}

/// Whether the method makes an attribute of each class that is mapped.
pub(super) fn is_declared(method: &Function) -> bool {
    let mut decorators = method.decorators.iter();
    decorators.any(|decorator| decorator.source.contains("declared_attr"))
        && !method.name.starts_with("__")
}

/// The attribute that such a method makes, where it always makes the same.
fn as_attribute(method: &Function) -> Option<Attribute> {
    let [value] = method.returned.as_slice() else {
        return None;
    };
    Some(Attribute {
        name: method.name.clone(),
        annotation: method.returns.clone(),
        value: Some(value.clone()),
        line: method.line,
        end_line: method.end_line,
    })
}

/// The column that an attribute is, if it is one.
pub(super) fn of_attribute(attribute: &Attribute) -> Option<Column> {
    let call = attribute.value.as_ref().and_then(Expression::as_call);
    let is_column = column_form(attribute).is_some();
    let is_plain =
        attribute.annotation.is_some() && call.is_none() && attribute.name != "model_config";
    if !(is_column || is_plain) || attribute.name.starts_with("__") {
        return None;
    }
    let annotation = attribute.annotation.as_ref();
    if annotation.and_then(Expression::head) == Some("ClassVar") {
        return None;
    }
    let held = annotation.map(inner);
    let null = held.is_some_and(is_optional);
    let mut column = Column {
        name: attribute.name.clone(),
        stored: None,
        annotation: held.and_then(bare).map(str::to_owned),
        kind: None,
        null,
        unique: false,
        index: false,
        primary: false,
        default: None,
        server_default: None,
        filled: false,
        target: None,
        on_delete: None,
        longest: None,
        line: attribute.line,
    };
    match (call, &attribute.value) {
        (Some(call), _) => column.read(call, annotation.is_none()),
        (None, Some(value)) => {
            column.default = Some(value.clone());
            column.filled = true;
        }
        (None, None) => {}
    }
    Some(column)
}

impl Column {
    /// Takes what the alias of its type says; what it says itself stands.
    fn read_alias(&mut self, code: &Code, path: &str, attribute: &Attribute) {
        let annotation = attribute.annotation.as_ref();
        let Some(alias) = annotation.and_then(|it| ids::alias(code, path, it)) else {
            return;
        };
        self.annotation = bare(&alias.of).map(str::to_owned);
        self.null |= is_optional(&alias.of);
        let own = attribute.value.as_ref().and_then(Expression::as_call);
        for call in alias.column.as_call().into_iter().chain(own) {
            self.read(call, false);
        }
    }

    /// Takes what the call of `mapped_column`, `Column` or `Field` says.
    fn read(&mut self, call: &Call, is_bare: bool) {
        let is_field = call.name() == "Field";
        for argument in &call.arguments {
            match argument.name.as_deref() {
                None if is_field => self.default = Some(argument.value.clone()),
                None => self.read_positional(&argument.value),
                Some(name) => self.read_keyword(name, &argument.value),
            }
        }
        if is_bare && call.keyword("nullable").is_none() && !self.primary {
            self.null = true;
        }
        let gives = [
            "default",
            "default_factory",
            "server_default",
            "insert_default",
        ];
        self.filled |= self.default.is_some()
            || gives.iter().any(|name| call.keyword(name).is_some())
            || is_false(call.keyword("init"));
    }

    fn read_positional(&mut self, value: &Expression) {
        match value.head() {
            Some("ForeignKey") => {
                let call = value.as_call();
                let target = call.and_then(|call| call.positional(0)?.as_text());
                self.target = target.map(str::to_owned);
                let action = call.and_then(|call| call.keyword("ondelete")?.as_text());
                self.on_delete = action.map(str::to_owned);
            }
            // The database gives its value.
            Some("Computed" | "Identity") => self.filled = true,
            Some(_) if self.kind.is_none() => self.kind = Some(value.clone()),
            _ => {
                if let Some(name) = value.as_text() {
                    self.stored = Some(name.to_owned());
                }
            }
        }
    }

    fn read_keyword(&mut self, name: &str, value: &Expression) {
        let yes = value.form == Form::Bool(true);
        match name {
            "nullable" => self.null = yes,
            "unique" => self.unique = yes,
            "index" => self.index = yes,
            "primary_key" => self.primary = yes,
            "default" | "insert_default" => self.default = Some(value.clone()),
            "server_default" => self.server_default = Some(value.clone()),
            "type_" | "sa_type" => self.kind = Some(value.clone()),
            "foreign_key" => self.target = value.as_text().map(str::to_owned),
            "ondelete" => self.on_delete = value.as_text().map(str::to_owned),
            "name" => self.stored = value.as_text().map(str::to_owned),
            "max_length" => self.longest = Some(value.source.clone()),
            "sa_column" => {
                if let Some(call) = value.as_call() {
                    self.read(call, true);
                }
            }
            _ => {}
        }
    }
}

/// What stands in `Mapped[…]`, `Annotated[…]`.
fn inner(annotation: &Expression) -> &Expression {
    match &annotation.form {
        Form::Index(value, items) if matches!(value.head(), Some("Mapped" | "Annotated")) => {
            items.first().map_or(annotation, inner)
        }
        _ => annotation,
    }
}

fn is_optional(annotation: &Expression) -> bool {
    match &annotation.form {
        Form::None => true,
        Form::Either(left, right) => is_optional(left) || is_optional(right),
        Form::Index(value, items) => match value.head() {
            Some("Optional") => true,
            Some("Union") => items.iter().any(is_optional),
            _ => false,
        },
        Form::Text(text) => text.contains("None") || text.starts_with("Optional["),
        _ => false,
    }
}

/// The name of the type, without what makes it optional.
fn bare(annotation: &Expression) -> Option<&str> {
    match &annotation.form {
        Form::Either(left, right) => bare(left).or_else(|| bare(right)),
        Form::Index(value, items) => match value.head() {
            Some("Optional" | "Union") => items.iter().find_map(bare),
            head => head,
        },
        Form::Text(text) => Some(text.split(['|', '[']).next().unwrap_or(text).trim()),
        _ => annotation.head(),
    }
}

fn is_false(value: Option<&Expression>) -> bool {
    value.is_some_and(|value| value.form == Form::Bool(false))
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: &str = "\
from sqlalchemy import Column, DateTime, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

class Moments:
    @declared_attr
    def created_at(cls):
        return Column(DateTime, nullable=False)
    @declared_attr.directive
    def __mapper_args__(cls):
        return {}
    @declared_attr
    def either(cls):
        if cls.__name__ == 'User':
            return Column(String(1))
        return Column(String(2))

class Base(Moments, DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str] = mapped_column('tenant_name', String(20))
    org_id: Mapped[int] = mapped_column(ForeignKey('orgs.id', ondelete='CASCADE'))

class User(Base):
    __tablename__ = 'users'
    @declared_attr
    def name(cls) -> Mapped[str]:
        return mapped_column(String(40))

class Order(Base):
    __tablename__ = 'orders'
";

    #[test]
    fn columns_of_methods() {
        let made = [
            "sa.Column(\"created_at\", sa.DateTime(), nullable=False)",
            "sa.Column(\"tenant_name\", sa.String(length=20), nullable=False)",
            "sa.Column(\"org_id\", sa.Integer(), sa.ForeignKey(\"orgs.id\", ondelete=\"CASCADE\"), nullable=False)",
        ];
        check(
            &[("app/__init__.py", ""), ("app/models.py", MODELS)],
            &[
                ("db.base.made", &made.join(", ")),
                ("entities.user.fields", "tenant:str=20 name:str=40"),
                ("entities.order.fields", "tenant:str=20"),
            ],
        );
    }
}

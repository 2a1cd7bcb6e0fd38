//! Aliases of types that bring a column along: `intpk = Annotated[int, mapped_column(primary_key=True)]`.

use crate::detect::code::Code;
use crate::python::{Expression, Symbol};

/// What an alias is and brings.
#[derive(Clone, Debug)]
pub(in crate::detect) struct Alias {
    /// Where it is.
    pub symbol: Symbol,
    /// The type of the values.
    pub of: Expression,
    /// The call that makes the column.
    pub column: Expression,
}

/// The alias that `Mapped[…]` names, where it is one of the project's own.
pub(in crate::detect) fn alias(code: &Code, path: &str, annotation: &Expression) -> Option<Alias> {
    let (_, items) = annotation.as_index()?;
    let [item] = items else { return None };
    Alias::at(code, code.resolve(path, item.as_name()?)?.own()?)
}

impl Alias {
    /// The alias that a module defines by a name.
    pub(in crate::detect) fn of(code: &Code, module: &str, name: &str) -> Option<Self> {
        let symbol = Symbol {
            module: module.to_owned(),
            name: name.to_owned(),
            path: code.index.path(module)?.to_owned(),
        };
        Self::at(code, symbol)
    }

    fn at(code: &Code, symbol: Symbol) -> Option<Self> {
        let module = code.module(&symbol.path)?;
        let (_, parts) = module.value(&symbol.name, "")?.as_index()?;
        let column = parts.iter().find(|part| {
            let call = part.as_call();
            call.is_some_and(|call| matches!(call.name(), "mapped_column" | "Field"))
        })?;
        Some(Alias {
            of: parts.first()?.clone(),
            column: column.clone(),
            symbol,
        })
    }
}

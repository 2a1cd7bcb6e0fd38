//! Calls that are sure to come back: built-in functions, methods, sessions, and what is called of the project.

use ruff_python_ast::{Expr, ExprCall};

use super::super::body::{self, Body};
use super::super::code::Found;
use super::super::known::{
    ANSWERED, ANSWERS, ASKED, BUILT_IN, HASHING, METHODS, STATEMENTS, is_calm_library,
};
use super::super::types::{Type, annotated};
use super::{Judge, attribute_type, is_harmless};
use crate::python::{Expression, Form, Function, Resolved, Symbol};

impl Judge<'_> {
    pub(super) fn called(&mut self, function: &Expr, call: &Expr) -> bool {
        match function {
            Expr::Name(name) if name.id == "cls" => {
                let owner = self.owner.clone();
                owner.is_some_and(|owner| self.follows(&owner))
            }
            Expr::Name(name) => match self.code.resolve(&self.path, &name.id) {
                Some(Resolved::Own(symbol)) => !self.is_local(&name.id) && self.follows(&symbol),
                Some(Resolved::External(dotted)) => {
                    is_calm_library(&dotted) || STATEMENTS.contains(&name.id.as_str())
                }
                _ => self.is_built_in(&name.id),
            },
            Expr::Attribute(attribute) => {
                let method = attribute.attr.as_str();
                if self.is_nothing(&attribute.value) {
                    return false;
                }
                if method == "__init__" && is_super(&attribute.value) {
                    return self.next_constructor();
                }
                if is_statement(function) || self.is_library(function) {
                    return true;
                }
                if self.is_session(&attribute.value) {
                    return ASKED.contains(&method);
                }
                if is_query(&attribute.value, self) {
                    let is_count = format!("{call:?}").contains("\"count\"");
                    let sure = ANSWERED.contains(&method)
                        || is_count && ["one", "scalar_one"].contains(&method);
                    return sure && self.calm(&attribute.value);
                }
                if let Some((owner, function)) = self.method(&attribute.value, method) {
                    return self.is_calm(&function, Some(&owner));
                }
                METHODS.contains(&method)
                    && self.is_value(&attribute.value)
                    && self.calm(&attribute.value)
            }
            _ => false,
        }
    }

    /// Whether `of` is a text, a number or a collection, and no client that has methods of the same names.
    fn is_value(&self, of: &Expr) -> bool {
        match of {
            Expr::Name(name) => match self.parameter(&name.id) {
                Some(of) => is_built_in(of),
                None => self.bound.contains(name.id.as_str()) || self.is_constant(&name.id),
            },
            Expr::Attribute(attribute) => match &*attribute.value {
                Expr::Name(me) if me.id == "self" => {
                    let known = self.attribute_type(of);
                    known.is_some_and(|of| is_built_in(&of)) || self.is_set_plainly(&attribute.attr)
                }
                Expr::Name(name) => {
                    let owner = self.parameter(&name.id);
                    owner.is_some_and(|of| {
                        matches!(of, Type::Model(_) | Type::Dataclass(_) | Type::Enum(..))
                    })
                }
                _ => false,
            },
            Expr::Call(call) => self.own_callee(call).is_none_or(|symbol| {
                let function = self.code.function(&symbol);
                let returns = function.and_then(|it| Some((it.path, it.item.returns?)));
                returns.is_some_and(|(path, of)| is_built_in(&annotated(self.code, &path, &of).of))
            }),
            _ => true,
        }
    }

    /// The function or class of the project that is called by its name.
    fn own_callee(&self, call: &ExprCall) -> Option<Symbol> {
        let name = call.func.as_name_expr()?;
        self.code.resolve(&self.path, &name.id)?.own()
    }

    /// Whether a name is a text, a number or a collection at the top of a module of the project.
    fn is_constant(&self, name: &str) -> bool {
        let symbol = self.code.symbol(&self.path, name);
        let value = symbol.and_then(|symbol| self.code.value(&symbol));
        value.is_some_and(|value| is_written_out(&value))
    }

    /// Whether the constructor sets an attribute to a text, a number or a collection.
    fn is_set_plainly(&self, name: &str) -> bool {
        let Some(owner) = &self.owner else {
            return false;
        };
        self.code.lineage(owner).own.iter().any(|class| {
            let scope = format!("{}.__init__", class.item.name);
            let module = self.code.module(&class.path);
            let value = module.as_ref().and_then(|module| {
                let mut set = module.assignments.iter();
                let found =
                    set.find(|one| one.scope == scope && one.name == format!("self.{name}"))?;
                found.value.as_ref()
            });
            value.is_some_and(is_written_out)
        })
    }

    /// Whether a built-in function comes back: for any value, or because what it raises is caught.
    fn is_built_in(&self, name: &str) -> bool {
        let reads = ["int", "float", "Decimal"].contains(&name);
        BUILT_IN.contains(&name) || reads && self.catches(&["ValueError"])
    }

    /// Whether the constructor that `super().__init__` means comes back.
    fn next_constructor(&self) -> bool {
        let Some(owner) = &self.owner else {
            return false;
        };
        let lineage = self.code.lineage(owner);
        let own = lineage.own.iter();
        let above =
            own.skip_while(|class| class.path != self.path || class.item.name != self.scope);
        let next = above.skip(1).find_map(|class| {
            let item = class.item.method("__init__")?.clone();
            Some(Found {
                path: class.path.clone(),
                module: class.module.clone(),
                item,
            })
        });
        match next {
            Some(init) => self.is_calm(&init, Some(owner)),
            None => lineage.external.iter().all(|base| is_plain(base)),
        }
    }

    /// Whether `of` is a session: a parameter, or an attribute of `self` that a session was given for.
    pub fn is_session(&self, of: &Expr) -> bool {
        match of {
            Expr::Name(name) => matches!(self.parameter(&name.id), Some(Type::Session { .. })),
            _ => matches!(self.attribute_type(of), Some(Type::Session { .. })),
        }
    }

    /// The type of `self.x`, by the parameter of `__init__` that it is set from.
    fn attribute_type(&self, of: &Expr) -> Option<Type> {
        let dotted = body::dotted(of)?;
        let name = dotted.strip_prefix("self.")?;
        let owner = self.owner.as_ref()?;
        attribute_type(self.code, owner, name)
    }

    /// The method of the project that `of.name` is.
    fn method(&self, of: &Expr, name: &str) -> Option<(Symbol, Found<Function>)> {
        let owner = match of {
            Expr::Name(me) if me.id == "self" => self.owner.clone()?,
            Expr::Name(parameter) => match self.parameter(&parameter.id)? {
                Type::Class(symbol) => symbol.clone(),
                _ => return None,
            },
            Expr::Call(call) => self.own_callee(call)?,
            _ => match self.attribute_type(of)? {
                Type::Class(symbol) => symbol,
                _ => return None,
            },
        };
        let method = self.code.method(&owner, name)?;
        Some((owner, method))
    }

    /// Whether what is called is declared to give a value or none.
    pub fn may_find_nothing(&self, function: &Expr) -> bool {
        let found = match function {
            Expr::Attribute(attribute) => self
                .method(&attribute.value, attribute.attr.as_str())
                .map(|(_, function)| function),
            Expr::Name(name) => self
                .code
                .symbol(&self.path, &name.id)
                .and_then(|symbol| self.code.function(&symbol)),
            _ => None,
        };
        found.is_some_and(|function| {
            let returns = function.item.returns.as_ref();
            returns
                .is_some_and(|returns| annotated(self.code, &function.path, returns).is_optional())
        })
    }

    /// Whether a function of a library is called that comes back, or a hash is made by an object of one.
    fn is_library(&self, function: &Expr) -> bool {
        let Some(dotted) = body::dotted(function) else {
            return false;
        };
        match self.code.resolve(&self.path, &dotted) {
            Some(Resolved::External(found)) => return is_calm_library(&found),
            Some(_) => return false,
            None => {}
        }
        let made = dotted
            .strip_suffix(".hash")
            .and_then(|name| self.code.symbol(&self.path, name))
            .and_then(|symbol| {
                let made = self.code.value(&symbol)?;
                let found = self.code.resolve(&symbol.path, made.as_call()?.callee()?)?;
                found.external().map(str::to_owned)
            });
        made.is_some_and(|name| HASHING.iter().any(|one| name.starts_with(one)))
    }

    /// Whether a function or plain class of the project that is called by name comes back.
    fn follows(&self, symbol: &Symbol) -> bool {
        if let Some(function) = self.code.function(symbol) {
            return self.is_calm(&function, None);
        }
        self.code.class(symbol).is_some_and(|class| {
            let decorators = &class.item.decorators;
            if decorators.iter().any(|one| one.head() == Some("dataclass")) {
                return class.item.method("__post_init__").is_none();
            }
            let is_plain = self
                .code
                .lineage(symbol)
                .external
                .iter()
                .all(|base| is_plain(base));
            let init = self.code.method(symbol, "__init__");
            is_plain && init.is_none_or(|init| self.is_calm(&init, Some(symbol)))
        })
    }

    /// Whether a function, a method of `owner` where there is one, comes back.
    pub(super) fn is_calm(&self, function: &Found<Function>, owner: Option<&Symbol>) -> bool {
        let Some(depth) = self.depth.checked_sub(1) else {
            return false;
        };
        let is_plain = function.item.raised.is_empty()
            && !function.item.yields
            && function.item.decorators.iter().all(is_harmless);
        let body = Body::read(self.code, &function.path, &function.item).filter(|_| is_plain);
        body.is_some_and(|body| Judge::at(self.code, function, owner, depth).all(body.statements()))
    }
}

/// Whether an expression is a literal.
fn is_written_out(value: &Expression) -> bool {
    matches!(
        value.form,
        Form::Text(_) | Form::Number(_) | Form::Items(_) | Form::Pairs(_)
    )
}

/// Whether a type is built in, or a date: its methods are known.
fn is_built_in(of: &Type) -> bool {
    if let Type::Either(types) = of {
        return types
            .iter()
            .all(|one| one.of == Type::None || is_built_in(&one.of));
    }
    let is_other = matches!(of, Type::Other(_) | Type::Class(_) | Type::Session { .. });
    !is_other && !matches!(of, Type::Any | Type::None)
}

/// Whether an expression is `super()`.
fn is_super(expression: &Expr) -> bool {
    matches!(expression, Expr::Call(call) if body::dotted(&call.func).as_deref() == Some("super"))
}

/// Whether a base from elsewhere brings no constructor that could refuse; exceptions take whatever they are given.
pub(in super::super) fn is_plain(base: &str) -> bool {
    let last = base.rsplit('.').next().unwrap_or(base);
    let known = [
        "object",
        "ABC",
        "Generic",
        "Protocol",
        "Exception",
        "ValueError",
        "TypeError",
        "RuntimeError",
        "LookupError",
        "KeyError",
    ];
    known.contains(&last)
}

/// Whether a call puts a statement together: `select(…)…`, `func.count()`.
fn is_statement(function: &Expr) -> bool {
    body::root(function).is_some_and(|root| STATEMENTS.contains(&root))
}

/// Whether an expression is what a session answered.
fn is_query(expression: &Expr, judge: &Judge) -> bool {
    match expression {
        Expr::Await(awaited) => is_query(&awaited.value, judge),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(attribute) => {
                judge.is_session(&attribute.value) || is_query(&attribute.value, judge)
            }
            _ => false,
        },
        Expr::Name(name) => {
            judge.bound.contains(name.id.as_str()) && ANSWERS.contains(&name.id.as_str())
        }
        _ => false,
    }
}

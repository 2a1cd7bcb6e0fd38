//! Expressions that are sure to have a value.

use ruff_python_ast::{Comprehension, Expr, InterpolatedStringFormatSpec, Operator};

use super::super::body;
use super::super::evaluate::{Value, Values, evaluate};
use super::super::types::Type;
use super::{Judge, is_property};

impl Judge<'_> {
    /// Whether an expression is sure to have a value.
    pub fn calm(&mut self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(_)
            | Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::Lambda(_) => true,
            Expr::FString(text) => text.value.elements().all(|element| {
                element.as_interpolation().is_none_or(|value| {
                    is_plain_spec(value.format_spec.as_deref()) && self.calm(&value.expression)
                })
            }),
            Expr::BoolOp(operation) => operation.values.iter().all(|value| self.tested(value)),
            Expr::Yield(given) => given.value.as_ref().is_none_or(|value| self.calm(value)),
            Expr::Subscript(part) => {
                let is_sure = part.slice.is_slice_expr() || self.catches(&["LookupError"]);
                is_sure
                    && !self.is_nothing(&part.value)
                    && self.calm(&part.value)
                    && self.calm(&part.slice)
            }
            Expr::Slice(slice) => [&slice.lower, &slice.upper, &slice.step]
                .into_iter()
                .flatten()
                .all(|bound| self.calm(bound)),
            Expr::UnaryOp(unary) => self.calm(&unary.operand),
            Expr::BinOp(operation) => {
                is_sure(operation.op, &operation.right)
                    && !self.is_nothing(&operation.left)
                    && !self.is_nothing(&operation.right)
                    && self.calm(&operation.left)
                    && self.calm(&operation.right)
            }
            Expr::Compare(compare) => {
                self.calm(&compare.left) && compare.comparators.iter().all(|value| self.calm(value))
            }
            Expr::If(chosen) => {
                self.tested(&chosen.test) && self.calm(&chosen.body) && self.calm(&chosen.orelse)
            }
            Expr::List(list) => list.elts.iter().all(|item| self.calm(item)),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.calm(item)),
            Expr::Set(set) => set.elts.iter().all(|item| self.calm(item)),
            Expr::Dict(dict) => dict.items.iter().all(|item| {
                item.key.as_ref().is_none_or(|key| self.calm(key)) && self.calm(&item.value)
            }),
            Expr::ListComp(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::SetComp(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::Generator(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::DictComp(made) => {
                let value: Option<&Expr> = Some(&made.value);
                let key: Option<&Expr> = made.key.as_deref();
                let both: Vec<&Expr> = key.into_iter().chain(value).collect();
                self.comprehended(&made.generators, &both)
            }
            Expr::Await(awaited) => self.calm(&awaited.value),
            Expr::Starred(starred) => self.calm(&starred.value),
            Expr::Attribute(attribute) => self.attribute(&attribute.value, &attribute.attr),
            Expr::Call(call) => {
                let mut arguments = call.arguments.args.iter();
                let calm = arguments.all(|argument| self.calm(argument))
                    && call
                        .arguments
                        .keywords
                        .iter()
                        .all(|keyword| self.calm(&keyword.value));
                calm && self.called(&call.func, expression)
            }
            _ => false,
        }
    }

    fn comprehended(&mut self, generators: &[Comprehension], made: &[&Expr]) -> bool {
        let calm = generators.iter().all(|generator| {
            !generator.is_async
                && self.calm(&generator.iter)
                && self.bind_item(&generator.target, &generator.iter)
                && generator.ifs.iter().all(|test| self.calm(test))
        });
        calm && made.iter().all(|value| self.calm(value))
    }

    /// Whether `self.name` comes back: a property of the class does only if its body does.
    fn own_attribute(&self, name: &str) -> bool {
        let owner = self.owner.as_ref();
        let method = owner.and_then(|owner| self.code.method(owner, name));
        method.is_none_or(|found| !is_property(&found.item) || self.is_calm(&found, owner))
    }

    /// Whether an expression is a parameter that nobody passes, and that is `None` then.
    pub(super) fn is_nothing(&self, expression: &Expr) -> bool {
        matches!(expression, Expr::Name(name) if self.nothing.contains(name.id.as_str()))
    }

    /// An attribute of a value with fields that are known, or of a class or module.
    fn attribute(&self, of: &Expr, attribute: &str) -> bool {
        if self.is_nothing(of) {
            return false;
        }
        let Expr::Name(name) = of else {
            return body::dotted(of).is_some_and(|dotted| {
                let root = dotted.split('.').next().unwrap_or_default().to_owned();
                !self.is_local(&root)
            });
        };
        match self.parameter(&name.id) {
            Some(of) => has_attribute(of, attribute),
            None if name.id == "self" => self.own_attribute(attribute),
            None => !self.is_local(&name.id),
        }
    }
}

/// Whether objects of a type have an attribute for sure.
fn has_attribute(of: &Type, name: &str) -> bool {
    match of {
        Type::Model(_) | Type::Dataclass(_) => true,
        Type::Enum(..) => ["value", "name"].contains(&name),
        Type::Other(source) if source.contains("UploadFile") => {
            ["filename", "content_type", "size", "headers"].contains(&name)
        }
        _ => false,
    }
}

/// Whether a format is written out, if there is one.
fn is_plain_spec(spec: Option<&InterpolatedStringFormatSpec>) -> bool {
    spec.is_none_or(|spec| {
        spec.elements
            .iter()
            .all(|element| element.as_literal().is_some())
    })
}

/// An operation that has a value for all numbers: no division by what may be nothing.
pub(super) fn is_sure(operator: Operator, right: &Expr) -> bool {
    let is_number = || match right {
        Expr::NumberLiteral(_) => {
            evaluate(right, &Values::new()).is_some_and(|value| value.is_true())
        }
        Expr::Call(call) => call
            .arguments
            .args
            .first()
            .and_then(|first| evaluate(first, &Values::new()))
            .is_some_and(|value| value != Value::Text("0".to_owned()) && value.is_true()),
        _ => false,
    };
    match operator {
        Operator::Add | Operator::Sub | Operator::Mult | Operator::BitOr | Operator::BitAnd => true,
        Operator::Div | Operator::FloorDiv | Operator::Mod => is_number(),
        _ => false,
    }
}

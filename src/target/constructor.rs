//! Tests of constructors: an object has what it is made with.

use ruff_python_ast::{Expr, Stmt};

use super::body::Body;
use super::callable::Passed;
use super::calm::is_plain;
use super::case::{Case, TestNames};
use super::check::is_kept;
use super::shape::Shape;
use super::unit::Makes;

/// Methods that stand between what is set and what is read.
const BETWEEN: [&str; 5] = [
    "__new__",
    "__setattr__",
    "__getattribute__",
    "__getattr__",
    "__init_subclass__",
];

impl Makes<'_> {
    /// An object has what it is made with; nothing where its constructor keeps nothing as it is.
    pub fn made(&self, names: &mut TestNames) -> Option<Case> {
        let owner = self.callable.owner.as_ref()?;
        let kept = self.kept()?;
        let (left, right): (Vec<String>, Vec<&str>) = kept
            .iter()
            .map(|(name, passed)| (format!("result.{name}"), passed.value.code.as_str()))
            .unzip();
        let assertion = match &left[..] {
            [] => return None,
            [one] => format!("{one} == {}", right.concat()),
            _ => format!("({}) == ({})", left.join(", "), right.join(", ")),
        };
        let mut case = self.case(&names.free(&self.callable.test_name()));
        case.doc = format!("A `{}` has what it is made with.", owner.name);
        let call = self.call(&mut case, None);
        case.shape = Shape::Returns {
            arrange: self.setting.arrange.clone(),
            call,
            assertion,
        };
        Some(case)
    }

    /// The attributes that are set to an argument as it is, once and whatever the arguments are.
    fn kept(&self) -> Option<Vec<(String, &Passed)>> {
        let (code, function) = (self.makings.code, &self.callable.function);
        let lineage = code.lineage(self.callable.owner.as_ref()?);
        let is_bare = lineage.own.iter().all(|class| {
            let item = &class.item;
            item.decorators.is_empty()
                && item.keywords.is_empty()
                && !BETWEEN.iter().any(|name| item.method(name).is_some())
        });
        if !is_bare || !lineage.external.iter().all(|base| is_plain(base)) {
            return None;
        }
        let body = Body::read(code, &function.path, &function.item)?;
        let module = code.module(&function.path)?;
        let scope = function.item.path();
        let times = |name: &str| {
            let own = module.assignments.iter();
            own.filter(|one| one.scope == scope && one.name == name)
                .count()
        };
        let found = body.statements().iter().filter_map(|statement| {
            let (attribute, parameter) = set(statement)?;
            let passed = self.given.iter().find(|passed| passed.name == parameter)?;
            let is_free = !attribute.starts_with('_')
                && attribute != "args"
                && times(&format!("self.{attribute}")) == 1
                && times(&parameter) == 0
                && lineage
                    .own
                    .iter()
                    .all(|class| class.item.method(&attribute).is_none());
            let is_sure = is_free && passed.fixture.is_none() && is_kept(passed.of.essence());
            is_sure.then_some((attribute, passed))
        });
        Some(found.collect())
    }
}

/// The attribute of `self` and the name that a statement sets it to.
fn set(statement: &Stmt) -> Option<(String, String)> {
    let (target, value) = match statement {
        Stmt::Assign(assign) => match &assign.targets[..] {
            [target] => (target, &assign.value),
            _ => return None,
        },
        Stmt::AnnAssign(assign) => (&*assign.target, assign.value.as_ref()?),
        _ => return None,
    };
    match (target, &**value) {
        (Expr::Attribute(attribute), Expr::Name(name)) => {
            let me = attribute.value.as_name_expr()?;
            (me.id == "self").then(|| (attribute.attr.to_string(), name.id.to_string()))
        }
        _ => None,
    }
}

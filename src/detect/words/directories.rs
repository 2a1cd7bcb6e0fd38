//! Which directories of an entity are packages.

use super::siblings;
use crate::detect::code::Code;
use crate::detect::tables::Table;
use crate::facts::{Evidence, Fact, FactValue, Facts};

/// `layout.packages`: the directories of one entity that are packages, in the forms of the layers' paths. One that passes
/// its router on has more in it than nothing.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let mut found: Vec<String> = Vec::new();
    let mut evidence: Option<String> = None;
    let passing = (facts.text("http.router.through") == Some("package"))
        .then(|| facts.text("layout.router")?.rsplit_once('/'))
        .flatten();
    for layer in ["model", "schema", "repository", "service", "router", "test"] {
        let layout = facts.text(&format!("layout.{layer}")).unwrap_or_default();
        let ends = layout.match_indices('/').map(|(end, _)| &layout[..end]);
        let own = |dir: &&str| dir.contains('{') && passing.is_none_or(|(it, _)| it != *dir);
        for dir in ends.filter(own) {
            let Some(init) = package_of(code, &siblings(tables, Some(dir))) else {
                continue;
            };
            if !found.contains(&dir.to_owned()) {
                found.push(dir.to_owned());
                evidence.get_or_insert(init);
            }
        }
    }
    if let Some(init) = evidence {
        let fact = Fact::certain(FactValue::List(found), Evidence::line(&init, 1));
        facts.add("layout.packages", fact);
    }
}

/// The first `__init__.py` of these directories, where most of those that are there have one.
fn package_of(code: &Code, dirs: &[String]) -> Option<String> {
    let holds = |dir: &&String| {
        let mut files = code.files.iter();
        files.any(|path| {
            path.strip_prefix(dir.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let there: Vec<&String> = dirs.iter().filter(holds).collect();
    let inits = there.iter().map(|dir| format!("{dir}/__init__.py"));
    let inits: Vec<String> = inits.filter(|init| code.files.contains(init)).collect();
    let are_most = inits.len() * 2 > there.len();
    inits.into_iter().next().filter(|_| are_most)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// Which directories of an entity are packages, where siblings have their layers.
    #[test]
    fn directories_that_are_packages() {
        let main = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\napp = FastAPI()\nclass Base(DeclarativeBase): ...\n";
        let model =
            "from app.main import Base\nclass Order(Base):\n    __tablename__ = \"orders\"\n";
        let schema = "from pydantic import BaseModel\nclass OrderCreate(BaseModel): ...\n";
        for (inits, expected) in [
            (vec![], ""),
            (vec!["app/orders/__init__.py"], "app/{plural}"),
            (
                vec![
                    "app/orders/__init__.py",
                    "app/orders/models/__init__.py",
                    "app/orders/schemas/__init__.py",
                ],
                "app/{plural}, app/{plural}/models, app/{plural}/schemas",
            ),
        ] {
            let mut files = vec![
                ("app/main.py", main),
                ("app/orders/models/order.py", model),
                ("app/orders/schemas/order.py", schema),
            ];
            files.extend(inits.into_iter().map(|init| (init, "")));
            check(&files, &[("layout.packages", expected)]);
        }
    }
}

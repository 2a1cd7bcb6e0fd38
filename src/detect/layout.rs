//! Where the layers of an entity are, as siblings have them: paths with `{singular}` and `{plural}`.

mod circle;
mod doubt;
mod kind;
mod layer;
#[cfg(test)]
mod tests;

pub(super) use circle::part;
use kind::{Access, functions_line, has_routers, imports_tables, is_idle, is_schema, names_tables};
use layer::{Layer, is_deed, is_near};

use super::code::{Code, is_test, is_test_module};
use super::entities::Entities;
use super::router::{Aggregator, Made, made};
use super::tables::Table;
use crate::facts::{Evidence, Facts};

/// What stands in tests that send requests.
const SENDING: [&str; 9] = [
    "client.get(",
    "client.post(",
    "client.put(",
    "client.patch(",
    "client.delete(",
    "client.request(",
    "TestClient",
    "AsyncClient",
    "url_path_for",
];

/// Adds `layout.…`: for each layer the form of path that most siblings have.
pub(super) fn add(
    code: &Code,
    tables: &[Table],
    aggregator: &Aggregator,
    entities: &Entities,
    facts: &mut Facts,
) {
    let mut models = Layer::default();
    for table in tables {
        models.add(entities, &table.symbol.path, table.class.line);
    }
    let mut routers = Layer::default();
    for include in &aggregator.includes {
        let made = made(code, include);
        let own = |it: &&Made| !is_beside_own(code, entities, &it.symbol.path);
        if let Some(made) = made.as_ref().filter(own) {
            routers.add(entities, &made.symbol.path, made.line);
        }
    }
    let (mut schemas, mut repositories, mut services) = <(Layer, Layer, Layer)>::default();
    for (path, module) in code.own() {
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            if is_schema(code, path, class, entities) {
                schemas.add(entities, path, class.line);
            } else if let Some(access) = Access::of_class(&class.name).filter(|_| !is_idle(class)) {
                let layer = access.of(&mut repositories, &mut services);
                layer.add_of(entities, path, class.line, &class.name);
            }
        }
        let is_other = has_routers(module) || tables.iter().any(|table| table.symbol.path == path);
        let access = Access::of_file(path).filter(|_| !is_other);
        if let (Some(access), Some(line)) = (access, functions_line(module)) {
            let layer = access.of(&mut repositories, &mut services);
            let is_of_all =
                is_near(entities, path, tables) && names_tables(code, path, module, tables);
            layer.add_functions(entities, path, line, is_of_all);
        }
    }
    for (path, sketch) in code.sketches.iter().filter(|(path, _)| !is_test(path)) {
        for (class, line) in &sketch.classes {
            let access = Access::of_class(class).filter(|_| !sketch.idle.contains(line));
            if let Some(access) = access {
                let layer = access.of(&mut repositories, &mut services);
                layer.add_of(entities, path, *line, class);
            } else if sketch.is_data && entities.begins(class) {
                schemas.add(entities, path, *line);
            }
        }
        if let (Some(access), Some(line)) = (Access::of_file(path), sketch.function) {
            let layer = access.of(&mut repositories, &mut services);
            let is_of_all = is_near(entities, path, tables) && imports_tables(code, sketch, tables);
            layer.add_functions(entities, path, line, is_of_all);
        }
    }
    for (name, layer) in [
        ("layout.model", models),
        ("layout.router", routers.without_asides()),
        ("layout.schema", schemas),
        ("layout.repository", repositories),
        ("layout.service", services),
    ] {
        let is_layer = name.ends_with("repository") || name.ends_with("service");
        if !is_layer || layer.is_usual(tables.len()) {
            layer.decide(name, facts);
        }
    }
    let routers = aggregator.includes.iter();
    let paths: Vec<String> = routers
        .filter_map(|include| Some(made(code, include)?.symbol.path))
        .collect();
    add_tests(code, entities, &paths, facts);
}

/// Whether the router is another one of an entity that has its own: `user_me.py` beside `user.py`.
fn is_beside_own(code: &Code, entities: &Entities, path: &str) -> bool {
    let goes_on = entities
        .path_template(path)
        .is_some_and(|it| it.contains("}_"));
    let own = path.rsplit_once('_').map(|(stem, _)| format!("{stem}.py"));
    goes_on && own.is_some_and(|own| code.files.contains(&own))
}

/// Adds `layout.test`: where tests of routes are, for that is what comes along. Where they are in no one form, a new
/// one goes to the others without any. The tests of a part that is for no entity, as `platform` of
/// `app/platform/api/users.py`, are none that others go to.
fn add_tests(code: &Code, entities: &Entities, routers: &[String], facts: &mut Facts) {
    let layout = facts.text("layout.router").unwrap_or_default();
    let own: Vec<&str> = layout.split('/').collect();
    let parts = |path: &str| -> Vec<String> {
        let dirs = path.rsplit_once('/').map_or("", |(dirs, _)| dirs);
        dirs.split('/').map(str::to_owned).collect()
    };
    let mut elsewhere: Vec<String> = routers.iter().flat_map(|path| parts(path)).collect();
    elsewhere.retain(|part| !layout.is_empty() && !own.contains(&part.as_str()));
    let (mut routes, mut others) = (Layer::default(), Layer::default());
    for path in code.files.iter().filter(|path| is_test_module(path)) {
        let Some(template) = entities.path_template(path) else {
            others.plain.add(path, Evidence::line(path, 1));
            continue;
        };
        let is_aside = parts(&template).iter().any(|part| elsewhere.contains(part));
        if is_deed(&template) || is_aside {
            continue;
        }
        let layer = match code.text(path) {
            Some(text) if SENDING.iter().any(|word| text.contains(word)) => &mut routes,
            _ => &mut others,
        };
        layer.templates.add(template, Evidence::line(path, 1));
    }
    let tests = if routes.templates.is_empty() {
        others
    } else {
        routes
    };
    let mut found = Facts::default();
    tests.decide("layout.test", &mut found);
    if let Some(fact) = found.get("layout.test").filter(|fact| fact.certain) {
        facts.add("layout.test", fact.clone());
    }
}

//! Guards that siblings make by a call: `Depends(require_role("admin"))`.

use std::collections::{BTreeMap, BTreeSet};

use super::says_so;
use crate::detect::code::Code;
use crate::detect::parameters::is_route;
use crate::detect::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Call, Expression, Form, Resolved};

/// A guard in one module of routes.
struct Guard {
    path: String,
    line: usize,
    call: Call,
    /// The file where the call is written.
    at: String,
}

/// Adds `http.guard` where all of the modules make the same one of what another module can take over too, with
/// `http.guard.args` and `http.guard.imports`; else `http.demands`: what at least half of them call, each with what it
/// alone knows: `require(Permission.READ_USERS)`.
pub(super) fn add(code: &Code, paths: &BTreeSet<String>, facts: &mut Facts) {
    let mut by_callee: BTreeMap<String, Vec<Guard>> = BTreeMap::new();
    for guard in paths.iter().flat_map(|path| guards(code, path)) {
        let callee = guard.call.callee().unwrap_or_default().to_owned();
        by_callee.entry(callee).or_default().push(guard);
    }
    let modules = |guards: &[Guard]| {
        let paths: BTreeSet<&String> = guards.iter().map(|guard| &guard.path).collect();
        paths.len()
    };
    let most = by_callee.iter().max_by_key(|(_, guards)| modules(guards));
    let Some((callee, found)) = most.filter(|(_, found)| modules(found) * 2 >= paths.len()) else {
        return;
    };
    let evidence = Evidence::line(&found[0].path, found[0].line);
    let is_shared = paths.len() > 1 && modules(found) == paths.len();
    match plain(code, found).filter(|_| is_shared) {
        Some(guard) => {
            let list = Fact::certain(FactValue::List(guard.imports), evidence.clone());
            facts.add("http.guard.imports", list);
            facts.add("http.guard.args", text(&guard.arguments, evidence.clone()));
            facts.add("http.guard", text(&guard.symbol, evidence));
        }
        None => facts.add("http.demands", text(callee, evidence)),
    }
}

fn guards(code: &Code, path: &str) -> Vec<Guard> {
    let Some(module) = code.module(path) else {
        return Vec::new();
    };
    let depends = |name: &str| matches!(name, "Depends" | "Security");
    let sites = module.calls.iter().filter(|site| depends(site.call.name()));
    let guard = |site: &crate::python::CallSite| {
        let given = site.call.argument("dependency", 0)?;
        // The module may have a name for its own; what is of a library is no guard that siblings share.
        let of_project = |call: &&Call| {
            let callee = call.callee().and_then(|callee| code.resolve(path, callee));
            matches!(callee, Some(Resolved::Own(_)))
        };
        let named = || module.as_value(given, "").as_call().filter(of_project);
        let call = given.as_call().or_else(named)?;
        says_so(call.name()).then(|| Guard {
            path: path.to_owned(),
            line: site.call.line,
            call: call.clone(),
            at: path.to_owned(),
        })
    };
    let mut found: Vec<Guard> = sites.filter_map(guard).collect();
    for function in module.all_functions().filter(|it| is_route(it)) {
        let annotations = function.parameters.iter();
        let annotations = annotations.filter_map(|parameter| parameter.annotation.as_ref());
        let aliased = annotations.filter_map(|it| aliased(code, path, it));
        found.extend(aliased.map(|(at, call)| Guard {
            path: path.to_owned(),
            line: function.line,
            call,
            at,
        }));
    }
    found
}

/// The call that an alias depends on, and the file that has it: `Reader = Annotated[User, Depends(_reader)]`, where
/// `_reader = Authenticator(…)`.
fn aliased(code: &Code, path: &str, annotation: &Expression) -> Option<(String, Call)> {
    let alias = code.resolve(path, annotation.as_name()?)?.own()?;
    let module = code.module(&alias.path)?;
    let (_, items) = module.value(&alias.name, "")?.as_index()?;
    let mut calls = items.iter().filter_map(Expression::as_call);
    let depends = calls.find(|call| matches!(call.name(), "Depends" | "Security"))?;
    let given = depends.argument("dependency", 0)?;
    let call = module.as_value(given, "").as_call()?;
    // What is of a library is no guard that siblings share.
    code.resolve(&alias.path, call.callee()?)?.own()?;
    says_so(call.name()).then(|| (alias.path, call.clone()))
}

/// A guard that another module can make as well.
struct Plain {
    symbol: String,
    arguments: String,
    imports: Vec<String>,
}

/// The guard where all are the same, of literals and of names that are imported.
fn plain(code: &Code, found: &[Guard]) -> Option<Plain> {
    let arguments = |guard: &Guard| {
        let written = guard.call.arguments.iter().map(|argument| {
            let name = argument.name.as_ref().map(|name| format!("{name}="));
            name.unwrap_or_default() + &argument.value.source
        });
        written.collect::<Vec<_>>().join(", ")
    };
    let first = found.first()?;
    let symbol = code.resolve(&first.at, first.call.callee()?)?.own()?;
    let given = arguments(first);
    let mut imports = Vec::new();
    for argument in &first.call.arguments {
        add_imports(code, &first.at, &argument.value, &mut imports)?;
    }
    let same = |guard: &Guard| {
        let resolved = guard
            .call
            .callee()
            .and_then(|callee| code.resolve(&guard.at, callee));
        resolved.and_then(Resolved::own).as_ref() == Some(&symbol) && arguments(guard) == given
    };
    found.iter().all(same).then(|| Plain {
        symbol: symbol.to_string(),
        arguments: given,
        imports,
    })
}

/// Adds the imports that a value needs elsewhere; nothing where it cannot be written there.
fn add_imports(
    code: &Code,
    path: &str,
    value: &Expression,
    imports: &mut Vec<String>,
) -> Option<()> {
    match &value.form {
        Form::Text(_) | Form::Number(_) | Form::Bool(_) | Form::None => Some(()),
        Form::Items(items) => items
            .iter()
            .try_for_each(|item| add_imports(code, path, item, imports)),
        Form::Name(name) => {
            let bound = name.split('.').next()?;
            let symbol = code.resolve(path, bound)?.own()?;
            if symbol.name != bound || symbol.path == path {
                return None;
            }
            let line = format!("from {} import {bound}", symbol.module);
            if !imports.contains(&line) {
                imports.push(line);
            }
            Some(())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// A guard may stand behind an alias of another module.
    #[test]
    fn guards_by_aliases() {
        let main = "from fastapi import FastAPI\nfrom app import orders, users\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(users.router)\n";
        let deps = "from typing import Annotated\nfrom fastapi import Depends\nimport lib\ndef Authenticator(of): ...\ndef Paging(of): ...\n_orders = Authenticator(\"orders\")\n_users = Authenticator(\"users\")\n_pages = Paging(1)\n_theirs = lib.current_user(1)\nTheirs = Annotated[str, Depends(_theirs)]\nOrders = Annotated[str, Depends(_orders)]\nUsers = Annotated[str, Depends(_users)]\nPages = Annotated[int, Depends(_pages)]\n";
        for (aliases, guard, args, told) in [
            (["Orders", "Users"], "", "", "Authenticator"),
            (
                ["Orders", "Orders"],
                "app.deps:Authenticator",
                "\"orders\"",
                "",
            ),
            (["Pages", "Pages"], "", "", ""),
            (["Theirs", "Theirs"], "", "", ""),
        ] {
            let routes = aliases.map(|alias| {
                format!("from fastapi import APIRouter\nfrom app.deps import {alias}\nrouter = APIRouter()\n@router.get(\"/\")\ndef all(it: {alias}): ...\n")
            });
            let files = [
                ("app/main.py", main),
                ("app/deps.py", deps),
                ("app/orders.py", &routes[0]),
                ("app/users.py", &routes[1]),
            ];
            let expected = [
                ("http.guard", guard),
                ("http.guard.args", args),
                ("http.demands", told),
            ];
            check(&files, &expected);
        }
    }

    /// What all siblings demand alike is demanded of a new one; what each demands by itself is told, not copied.
    #[test]
    fn what_guards() {
        let main = "from fastapi import FastAPI\nfrom app import orders, users\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(users.router)\n";
        let deps = "def require_permission(of): ...\ndef paging(of): ...\nclass RoleChecker: ...\n";
        let read = "require_permission(Permission.READ)";
        let write = "require_permission(Permission.WRITE)";
        let unknown = "require_permission(given())";
        let imported = "from app.roles import Permission";
        for (guards, guard, args, imports, told) in [
            (
                [read, read],
                "app.deps:require_permission",
                "Permission.READ",
                imported,
                "",
            ),
            (
                [read, "own_guard"],
                "app.deps:require_permission",
                "Permission.READ",
                imported,
                "",
            ),
            ([read, write], "", "", "", "require_permission"),
            ([read, "paging(1)"], "", "", "", "require_permission"),
            ([unknown, unknown], "", "", "", "require_permission"),
            (
                ["deps.RoleChecker([\"admin\"])"; 2],
                "app.deps:RoleChecker",
                "[\"admin\"]",
                "",
                "",
            ),
            (["paging(10)"; 2], "", "", "", ""),
            (["require_permission"; 2], "", "", "", ""),
        ] {
            let routes = guards.map(|guard| {
                format!("from fastapi import APIRouter, Depends\nfrom app import deps\nfrom app.deps import paging, require_permission\nfrom app.roles import Permission\nrouter = APIRouter()\nown_guard = require_permission(Permission.READ)\n@router.get(\"/\", dependencies=[Depends({guard})])\ndef all(): ...\n")
            });
            let files = [
                ("app/main.py", main),
                ("app/deps.py", deps),
                ("app/roles.py", "class Permission: ...\n"),
                ("app/orders.py", &routes[0]),
                ("app/users.py", &routes[1]),
            ];
            let expected = [
                ("http.guard", guard),
                ("http.guard.args", args),
                ("http.guard.imports", imports),
                ("http.demands", told),
            ];
            check(&files, &expected);
        }
    }
}

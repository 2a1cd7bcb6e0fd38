//! Which function judges which operation.

use super::file::File;
use super::operation::Operation;
use super::python::Module;
use super::verdict::{Manual, Verdict};
use super::{Rung, Style, anchor, env_set, line, python_define, python_export, python_import};
use super::{python_include_router, python_list_item, python_member, python_statement};
use super::{toml_dependency, toml_set};
use crate::error::Result;

/// The rung of `operation` and its verdict on `file`.
pub(super) fn judge(
    operation: &Operation,
    file: &File<'_>,
    style: &Style,
) -> Result<(Rung, Verdict)> {
    let module = file.module().filter(|_| operation.is_python());
    let Some(module) = module else {
        return judge_text(operation, file, style);
    };
    match judge_python(operation, module, style)? {
        Verdict::Nowhere(manual) => Ok(by_anchor(operation, manual, file.text)),
        verdict => Ok((Rung::Syntax, verdict)),
    }
}

fn judge_text(operation: &Operation, file: &File<'_>, style: &Style) -> Result<(Rung, Verdict)> {
    let verdict = match operation {
        Operation::TomlDependency {
            requirement,
            group,
            extra,
        } => {
            let table = toml_dependency::place(group.as_deref(), extra.as_deref());
            toml_dependency::edit(requirement, &table, file, style)?
        }
        Operation::TomlSet { key, value } => toml_set::edit(key, value, file)?,
        Operation::EnvSet {
            key,
            value,
            comment,
        } => env_set::edit(key, value, comment.as_deref(), file.text),
        Operation::Line { line } => line::edit(line, file.text),
        Operation::Anchor { name, source } => {
            return Ok((Rung::Anchor, anchor::edit(name, source, file.text)));
        }
        _ => unreachable!("the operations on Python are judged with a syntax tree"),
    };
    Ok((Rung::Data, verdict))
}

fn judge_python(operation: &Operation, module: &Module<'_>, style: &Style) -> Result<Verdict> {
    match operation {
        Operation::PythonImport { line, within } => {
            python_import::edit(line, within.as_deref(), module, style)
        }
        Operation::PythonDefine { source } => python_define::edit(source, module),
        Operation::PythonIncludeRouter {
            receiver,
            router,
            args,
            ..
        } => python_include_router::edit(receiver, router, args.as_deref(), module, style),
        Operation::PythonExport { module: from, name } => {
            python_export::edit(from, name, module, style)
        }
        Operation::PythonListItem { target, item } => {
            python_list_item::edit(target, item, module, style)
        }
        Operation::PythonMember { class, source } => python_member::edit(class, source, module),
        Operation::PythonStatement {
            function,
            source,
            before,
        } => python_statement::edit(function, source, before.as_deref(), module),
        _ => unreachable!("the operations on other files are judged by their text"),
    }
}

/// The verdict where only an anchor comment can tell the place.
fn by_anchor(operation: &Operation, manual: Manual, plain: &str) -> (Rung, Verdict) {
    let name = operation.anchor().unwrap_or_default();
    match anchor::edit(name, &manual.snippet, plain) {
        Verdict::Nowhere(_) => (Rung::Manual, Verdict::Manual(manual)),
        verdict => (Rung::Anchor, verdict),
    }
}

//! The lines of an operation for a person who makes the edit by hand.

use super::Operation;

impl Operation {
    /// The exact lines to put in.
    #[must_use]
    pub fn snippet(&self) -> String {
        match self {
            Self::PythonImport { line, .. } | Self::Line { line } => line.clone(),
            Self::PythonIncludeRouter {
                receiver,
                router,
                args,
                import,
            } => {
                let args = args
                    .as_ref()
                    .filter(|args| !args.trim().is_empty())
                    .map_or(String::new(), |args| format!(", {args}"));
                let import = import
                    .as_ref()
                    .map_or(String::new(), |import| format!("{import}\n\n"));
                format!("{import}{receiver}.include_router({router}{args})")
            }
            Self::PythonExport { module, name } => format!("from {module} import {name}"),
            Self::PythonListItem { item, .. } => format!("{item},"),
            Self::PythonDefine { source }
            | Self::PythonMember { source, .. }
            | Self::PythonStatement { source, .. }
            | Self::Anchor { source, .. } => source.clone(),
            Self::TomlDependency { requirement, .. } => format!("\"{requirement}\","),
            Self::TomlSet { key, value } => format!("{key} = {value}"),
            // The value may be a secret, and the file is for it alone.
            Self::EnvSet { key, .. } => format!("{key}="),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::check::operation;

    #[test]
    fn a_router_without_further_arguments() {
        for (args, expected) in [
            ("", "api.include_router(users)"),
            (
                "prefix=\"/users\"",
                "api.include_router(users, prefix=\"/users\")",
            ),
        ] {
            let include = operation(
                "python-include-router",
                &[("receiver", "api"), ("router", "users"), ("args", args)],
            );
            assert_eq!(include.snippet(), expected);
        }
    }
}

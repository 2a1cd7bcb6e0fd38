//! Functions for the revision files of a repository that has its own form of them.

mod file;
mod name;

use minijinja::{Environment, ErrorKind};

type Result<T> = std::result::Result<T, minijinja::Error>;

/// Adds all of them.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_function("migration_file", name::migration_file);
    environment.add_function("revision_slug", name::revision_slug);
    environment.add_function("next_revision", name::next_revision);
    environment.add_function("constraint_name", name::constraint_name);
    environment.add_function("revision_file", file::revision_file);
}

fn error(message: impl Into<String>) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, message.into())
}

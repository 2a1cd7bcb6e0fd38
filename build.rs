//! Makes a new template seen on rebuild: `include_dir` alone does not notice added files.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}

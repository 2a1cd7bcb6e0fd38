//! What a project may want of its import blocks: the settings of isort, as ruff spells them.
//!
//! <https://docs.astral.sh/ruff/settings/#lintisort>

/// Settings of isort; the default is that of ruff.
#[expect(
    clippy::struct_excessive_bools,
    reason = "settings of somebody else, each of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRules {
    /// `force-single-line`: each name has a statement of its own.
    pub single_line: bool,
    /// `force-sort-within-sections`: `import` and `from` stand mixed, sorted by module.
    pub mixed: bool,
    /// `length-sort`: shorter modules and names stand first.
    pub by_length: bool,
    /// `combine-as-imports`: names with an alias stand among the others of their module.
    pub combine_as: bool,
    /// `split-on-trailing-comma = false`: a last comma does not ask for one name a line.
    pub ignore_last_comma: bool,
    /// `lines-between-types`: blank lines between `import` and `from` of a section.
    pub lines_between_types: usize,
    /// `lines-after-imports`: blank lines behind the block, where the code behind it does not ask for more.
    pub lines_after: usize,
    /// `required-imports`: the lines that every file begins with.
    pub required: Vec<String>,
}

impl ImportRules {
    /// Reads settings such as `force-single-line` and `lines-after-imports=2`; those of other names are passed over.
    pub fn read<'a>(settings: impl IntoIterator<Item = &'a str>) -> Self {
        let mut rules = Self::default();
        for setting in settings {
            let (name, value) = setting.split_once('=').unwrap_or((setting, "true"));
            let is_true = value == "true";
            let lines = || value.parse().unwrap_or_default();
            match name {
                "force-single-line" => rules.single_line = is_true,
                "force-sort-within-sections" => rules.mixed = is_true,
                "length-sort" => rules.by_length = is_true,
                "combine-as-imports" => rules.combine_as = is_true,
                "split-on-trailing-comma" => rules.ignore_last_comma = !is_true,
                "lines-between-types" => rules.lines_between_types = lines(),
                "lines-after-imports" => rules.lines_after = lines(),
                "required-imports" => rules.required.push(value.to_owned()),
                _ => {}
            }
        }
        rules
    }
}

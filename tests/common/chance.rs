//! Chance that is the same each time.

/// Numbers that look like chance; begun with the same seed they are the same.
pub struct Chance(pub u64);

impl Chance {
    /// The next one, below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

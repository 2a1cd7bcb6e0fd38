//! English nouns that break the rules of spelling: words, or a singular and its plural with a
//! colon between, separated by blanks.
//!
//! Only tables: [`super::plural`] reads them.

/// Words whose plural is spelt the same: mass nouns, and plurals that the rules would take for
/// singulars.
pub(super) const SAME: &str = "
    advice aircraft analytics baggage bison cash cattle chassis clothing corps crossroads debris
    deer economics electronics equipment evidence feedback furniture garbage graphics
    headquarters homework hovercraft information jewelry knowledge livestock logistics luggage
    mathematics means money moose music news offspring personnel physics police politics
    progress reindeer research rice salmon scissors sheep shrimp spacecraft species statistics
    swine tennis traffic trout watercraft weather wildlife
    alibis apis bacteria cacti children criteria curricula emojis feet fungi geese gurus kpis
    lice memoranda men menus mice nuclei oxen people phenomena skis spectra stimuli strata taxis
    teeth women
";

/// The same for words and all compounds that end with them: `software`, `goldfish`, `metadata`.
pub(super) const SAME_ENDING: &str = "
    data fish media pox series ware
";

/// Words with a plural of their own.
pub(super) const IRREGULAR: &str = "
    addendum:addenda alga:algae alumna:alumnae alumnus:alumni appendix:appendices
    automaton:automata bacterium:bacteria cactus:cacti canvas:canvases chateau:chateaux
    codex:codices consortium:consortia corpus:corpora cortex:cortices criterion:criteria
    curriculum:curricula datum:data die:dice dormouse:dormice erratum:errata fez:fezzes
    fungus:fungi ganglion:ganglia genus:genera goose:geese helix:helices larva:larvae locus:loci
    louse:lice medium:media memorandum:memoranda millennium:millennia mouse:mice nucleus:nuclei
    ovum:ova ox:oxen passerby:passersby phenomenon:phenomena polyhedron:polyhedra quantum:quanta
    radius:radii spectrum:spectra stimulus:stimuli stratum:strata syllabus:syllabi
    symposium:symposia tableau:tableaux terminus:termini vertebra:vertebrae vortex:vortices
";

/// Words, and compounds that end with them, with a plural of their own: `salesperson`.
pub(super) const IRREGULAR_ENDING: &str = "
    person:people woman:women child:children foot:feet tooth:teeth matrix:matrices
    vertex:vertices quiz:quizzes whiz:whizzes knife:knives life:lives wife:wives calf:calves
    elf:elves half:halves hoof:hooves leaf:leaves loaf:loaves scarf:scarves sheaf:sheaves
    thief:thieves wharf:wharves wolf:wolves
";

/// Words, and compounds that end with them, whose `man` is no man: `superhuman`.
pub(super) const NOT_MEN: &str = "
    caiman german human norman ottoman roman shaman talisman
";

/// Singulars that look like plurals.
pub(super) const SINGULAR_IN_S: &str = "
    alias asbestos atlas bias chaos christmas cosmos ethos gas lens pancreas pathos summons
";

/// Words, and compounds that end with them, whose `ch` sounds like `k`: `fintech`.
pub(super) const HARD_CH: &str = "
    epoch eunuch loch mach matriarch monarch oligarch patriarch stomach tech
";

/// Words in `o`, and compounds that end with them, that take `es`: `superhero`.
pub(super) const O_WITH_ES: &str = "
    buffalo cargo domino echo embargo hero mango mosquito potato tomato tornado torpedo veto
    volcano
";

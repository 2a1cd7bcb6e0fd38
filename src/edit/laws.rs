//! The laws

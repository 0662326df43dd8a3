//! The answers, asked through the public door: on generated logs, on the blog's data set, and under filters.

mod filters;
mod generated;
mod real_set;
mod support;
mod typescript;

//! Leaves the interpreter's symbols to be found when the module is loaded, which macOS has to be told.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}

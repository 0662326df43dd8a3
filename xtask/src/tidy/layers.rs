//! The layers of the repository, as `ARCHITECTURE.md` describes them and the rules enforce them.
//!
//! A new edge changes the architecture: it is added here deliberately and reviewed as such.

/// A crate and those of our crates that it may depend on.
pub(crate) struct Crate {
    pub(crate) folder: &'static str,
    pub(crate) may_use: &'static [&'static str],
}

/// From the bottom up. Tests may also use [`IN_TESTS`].
pub(crate) const CRATES: &[Crate] = &[
    Crate { folder: "schema", may_use: &[] },
    Crate { folder: "dictionary", may_use: &[] },
    Crate { folder: "source", may_use: &[] },
    Crate { folder: "record", may_use: &["schema", "source"] },
    Crate { folder: "frame", may_use: &[] },
    Crate { folder: "medallion", may_use: &["schema", "source", "record", "frame"] },
    Crate { folder: "query", may_use: &["schema", "record", "frame", "medallion"] },
    Crate { folder: "findings", may_use: &["schema", "record", "frame", "medallion", "query"] },
    Crate {
        folder: "analysis",
        may_use: &["schema", "dictionary", "source", "record", "frame", "medallion", "query", "findings"],
    },
    Crate { folder: "evidence", may_use: &["schema", "record", "frame", "medallion", "query", "findings", "analysis"] },
    Crate {
        folder: "export",
        may_use: &["schema", "record", "frame", "medallion", "query", "findings", "analysis", "evidence"],
    },
    Crate {
        folder: "wasm",
        may_use: &[
            "schema",
            "source",
            "record",
            "frame",
            "medallion",
            "query",
            "findings",
            "analysis",
            "evidence",
            "export",
        ],
    },
    Crate { folder: "native", may_use: &["source", "medallion", "query", "findings", "analysis"] },
    Crate {
        folder: "cli",
        may_use: &[
            "schema",
            "source",
            "record",
            "frame",
            "medallion",
            "query",
            "findings",
            "analysis",
            "evidence",
            "export",
            "native",
        ],
    },
    Crate { folder: "python", may_use: &["medallion", "findings", "analysis", "export", "native"] },
    Crate { folder: "generate", may_use: &[] },
    Crate { folder: "xtask", may_use: &["generate"] },
];

/// Generated logs are fixtures for the tests of any crate.
pub(crate) const IN_TESTS: &[&str] = &["generate"];

/// Packages that only one crate may name, in its manifest or sources.
pub(crate) struct Fence {
    pub(crate) inside: &'static str,
    /// Package names; in paths, dashes become underscores.
    pub(crate) packages: &'static [&'static str],
    pub(crate) reason: &'static str,
}

pub(crate) const FENCES: &[Fence] = &[
    Fence {
        inside: "wasm",
        packages: &["wasm-bindgen", "wasm-bindgen-futures", "serde-wasm-bindgen", "web-sys", "js-sys"],
        reason: "the core builds and is tested natively; a browser is met in crates/wasm only",
    },
    Fence {
        inside: "python",
        packages: &["pyo3", "pyo3-ffi"],
        reason: "the core is tested without an interpreter; Python is met in crates/python only",
    },
    Fence {
        inside: "frame",
        packages: &["polars-core", "polars-arrow", "polars-ops", "polars-io", "polars"],
        reason: "polars can be replaced as long as only crates/frame knows it",
    },
];

/// A folder of `web/src`, and the folders and npm packages that it may import.
pub(crate) struct WebFolder {
    pub(crate) name: &'static str,
    pub(crate) may_import: &'static [&'static str],
    /// Folders from which only types may be imported, so that none of their code ends up in the bundle.
    pub(crate) may_import_types: &'static [&'static str],
    pub(crate) packages: &'static [&'static str],
}

/// Packages for components.
const VIEW_PACKAGES: &[&str] = &["preact", "@preact/signals"];

/// A file directly in `web/src` is in the folder `""`.
pub(crate) const WEB_FOLDERS: &[WebFolder] = &[
    WebFolder { name: "base", may_import: &[], may_import_types: &[], packages: &[] },
    WebFolder { name: "engine", may_import: &["base"], may_import_types: &[], packages: &["@preact/signals"] },
    WebFolder { name: "worker", may_import: &[], may_import_types: &["engine"], packages: &["fzstd"] },
    WebFolder {
        name: "widgets",
        may_import: &["base"],
        may_import_types: &[],
        packages: &["preact", "@preact/signals", "uplot"],
    },
    WebFolder {
        name: "views",
        may_import: &["base", "engine", "widgets"],
        may_import_types: &[],
        packages: VIEW_PACKAGES,
    },
    WebFolder {
        name: "app",
        may_import: &["base", "engine", "widgets", "views"],
        may_import_types: &[],
        packages: VIEW_PACKAGES,
    },
    WebFolder {
        name: "",
        may_import: &["base", "engine", "widgets", "views", "app"],
        may_import_types: &[],
        packages: VIEW_PACKAGES,
    },
];

/// A name that the page's sources must not use, and why.
pub(crate) struct Forbidden {
    pub(crate) name: &'static str,
    /// Whether only calls are forbidden, for names that are also ordinary words.
    pub(crate) only_called: bool,
    pub(crate) reason: &'static str,
}

/// The file that may name what it removes at the start of the page.
pub(crate) const BOOT: &str = "web/src/app/boot.ts";
/// The names that this file removes.
pub(crate) const REMOVED_AT_BOOT: &[&str] = &["window.open", "RTCPeerConnection", "webkitRTCPeerConnection"];

const fn name(name: &'static str, reason: &'static str) -> Forbidden {
    Forbidden { name, only_called: false, reason }
}
const fn call(name: &'static str, reason: &'static str) -> Forbidden {
    Forbidden { name, only_called: true, reason }
}

const NETWORK: &str = "nothing leaves the machine, and the page's policy refuses it";
const MARKUP: &str = "log text is attacker-controlled and is only ever shown as text";
const CODE: &str = "text is never run as code, and the page's policy refuses it";
const STORE: &str = "local files share one store: what is loaded is kept in memory only";
const NAVIGATION: &str = "a navigation is a request that the page's policy cannot refuse; use the history API";

pub(crate) const FORBIDDEN: &[Forbidden] = &[
    call("fetch", NETWORK),
    name("XMLHttpRequest", NETWORK),
    name("WebSocket", NETWORK),
    name("WebTransport", NETWORK),
    name("EventSource", NETWORK),
    name("sendBeacon", NETWORK),
    name("RTCPeerConnection", NETWORK),
    name("webkitRTCPeerConnection", NETWORK),
    name("importScripts", NETWORK),
    name("serviceWorker", NETWORK),
    name("window.open", NAVIGATION),
    name("location.assign", NAVIGATION),
    name("location.replace", NAVIGATION),
    name("location.href =", NAVIGATION),
    name("location =", NAVIGATION),
    name("navigation.navigate", NAVIGATION),
    name("innerHTML", MARKUP),
    name("outerHTML", MARKUP),
    name("insertAdjacentHTML", MARKUP),
    name("dangerouslySetInnerHTML", MARKUP),
    name("setHTMLUnsafe", MARKUP),
    name("createContextualFragment", MARKUP),
    name("DOMParser", MARKUP),
    name("srcdoc", MARKUP),
    name("document.write", MARKUP),
    name("document.writeln", MARKUP),
    call("eval", CODE),
    name("new Function", CODE),
    name("localStorage", STORE),
    name("sessionStorage", STORE),
    name("indexedDB", STORE),
    name("document.cookie", STORE),
    name("navigator.storage", STORE),
    name("CacheStorage", STORE),
];

//! A folder of `web/src` may only import folders below it.

use crate::tidy::layers::{WEB_FOLDERS, WebFolder};
use crate::tidy::report::Report;
use crate::tidy::text::without_comments;
use crate::tidy::tree::Tree;

const ROOT: &str = "web/src/";

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.under(ROOT, &["ts", "tsx", "mjs", "js"]) {
        let folder = folder(&file.path);
        let Some(layer) = WEB_FOLDERS.iter().find(|layer| layer.name == folder) else {
            report.file(&file.path, "its folder has no place in xtask/src/tidy/layers.rs");
            continue;
        };
        for import in imports(&without_comments(&file.text)) {
            if let Some(fault) = fault(layer, &file.path, &import) {
                report.line(&file.path, import.line, fault);
            }
        }
    }
}

struct Import {
    line: usize,
    specifier: String,
    types_only: bool,
}

/// The top folder in `web/src`; empty for a file directly in it.
fn folder(path: &str) -> &str {
    let below = path.strip_prefix(ROOT).unwrap_or(path);
    below.split_once('/').map_or("", |(folder, _)| folder)
}

fn fault(layer: &WebFolder, path: &str, import: &Import) -> Option<String> {
    let shown = if layer.name.is_empty() { "web/src" } else { layer.name };
    let specifier = &import.specifier;
    if !specifier.starts_with('.') {
        let allowed = layer.packages.iter().any(|package| is_of_package(specifier, package));
        return (!allowed).then(|| format!("{shown} may not import the package {specifier}"));
    }
    let Some(target) = resolve(path, specifier) else {
        return Some(format!("{specifier} leads out of the repository"));
    };
    if !target.starts_with(ROOT) {
        return Some(format!("{specifier} leads out of {ROOT}"));
    }
    let imported = folder(&target);
    let allowed = imported == layer.name
        || layer.may_import.contains(&imported)
        || (import.types_only && layer.may_import_types.contains(&imported));
    (!allowed).then(|| {
        let only = if layer.may_import_types.contains(&imported) { " other than types of" } else { "" };
        format!("{shown} may not import{only} {}", if imported.is_empty() { "web/src" } else { imported })
    })
}

fn is_of_package(specifier: &str, package: &str) -> bool {
    specifier.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Resolves a relative specifier against the importing file's folder.
fn resolve(path: &str, specifier: &str) -> Option<String> {
    let mut parts: Vec<_> = path.split('/').collect();
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The beginnings of declarations that may end in `from "…"`.
const OPENINGS: [&str; 7] =
    ["import ", "import{", "import\"", "export {", "export *", "export type {", "export type *"];

/// Import and re-export declarations and `import("…")`, including multi-line ones.
fn imports(code: &str) -> Vec<Import> {
    let mut imports = Vec::new();
    let mut statement = String::new();
    for (line, text) in (1..).zip(code.lines()) {
        let trimmed = text.trim();
        if !statement.is_empty() || OPENINGS.iter().any(|opening| trimmed.starts_with(opening)) {
            statement.push_str(trimmed);
            statement.push(' ');
        }
        let specifier = specifier(&statement);
        let ended = specifier.is_some() || trimmed.ends_with(';') || trimmed.is_empty();
        imports.extend(specifier.map(|specifier| Import {
            line,
            specifier,
            types_only: statement.starts_with("import type ") || statement.starts_with("export type "),
        }));
        if ended {
            statement.clear();
        }
        imports.extend(dynamic(trimmed).map(|specifier| Import { line, specifier, types_only: false }));
    }
    imports
}

/// The quoted text after `from`, or after a bare `import`.
fn specifier(statement: &str) -> Option<String> {
    let rest = match statement.split_once(" from ").or_else(|| statement.split_once("}from ")) {
        Some((_, rest)) => rest,
        None => statement.strip_prefix("import")?,
    };
    quoted(rest)
}

fn dynamic(line: &str) -> Option<String> {
    quoted(line.split_once("import(")?.1)
}

fn quoted(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    text[1..].split_once(quote).map(|(inside, _)| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    fn found(path: &str, code: &str) -> Vec<String> {
        findings(check, &[(path, code)])
    }

    #[test]
    fn folders_below_and_the_same_folder_are_allowed() {
        let code = "import { h } from \"preact\";\nimport { a } from \"../base/a.ts\";\nimport { b } from './b.ts';\n";
        assert_eq!(found("web/src/widgets/x.tsx", code), [""; 0]);
        assert_eq!(found("web/src/main.tsx", "import \"./app/boot.ts\";\n"), [""; 0]);
    }

    #[test]
    fn folders_above_are_not() {
        assert_eq!(
            found("web/src/base/x.ts", "export {\n  a,\n} from \"../engine/a.ts\";\n"),
            ["web/src/base/x.ts:3: base may not import engine"]
        );
        assert_eq!(found("web/src/views/x.tsx", "const a = await import('../app/a.ts');\n").len(), 1);
        assert_eq!(found("web/src/engine/x.ts", "import uPlot from 'uplot';\n").len(), 1);
        assert_eq!(found("web/src/app/x.ts", "import a from '../../test/a.ts';\n").len(), 1);
    }

    #[test]
    fn the_worker_takes_only_types_from_the_engine() {
        let path = "web/src/worker/worker.ts";
        assert_eq!(found(path, "import type { Request } from '../engine/messages.ts';\n"), [""; 0]);
        assert_eq!(
            found(path, "import { Request } from '../engine/messages.ts';\n"),
            ["web/src/worker/worker.ts:1: worker may not import other than types of engine"]
        );
    }

    #[test]
    fn an_export_of_its_own_is_no_import() {
        let code = "export const title = \"what came from '../app/a.ts'\";\nexport function a() {}\n";
        assert_eq!(found("web/src/base/x.ts", code), [""; 0]);
    }

    #[test]
    fn an_unknown_folder_is_found() {
        assert_eq!(found("web/src/utils/x.ts", "").len(), 1);
    }
}

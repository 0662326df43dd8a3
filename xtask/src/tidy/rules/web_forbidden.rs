//! The page's sources must not name anything that could send, execute or store log text.

use crate::tidy::layers::{BOOT, FORBIDDEN, REMOVED_AT_BOOT};
use crate::tidy::report::Report;
use crate::tidy::text::{has_call, has_word, without_comments};
use crate::tidy::tree::Tree;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.under("web/src/", &["ts", "tsx", "mjs", "js"]) {
        for (number, line) in (1..).zip(without_comments(&file.text).lines()) {
            for forbidden in FORBIDDEN {
                let used = if forbidden.only_called { has_call } else { has_word };
                let removed = file.path == BOOT && REMOVED_AT_BOOT.contains(&forbidden.name);
                if used(line, forbidden.name) && !removed {
                    report.line(&file.path, number, format!("{}: {}", forbidden.name, forbidden.reason));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn every_way_out_is_found() {
        for code in ["fetch(url)", "new WebSocket(a)", "a.innerHTML = b", "window.open(a)", "localStorage.a", "eval(a)"]
        {
            assert_eq!(findings(check, &[("web/src/views/a.ts", code)]).len(), 1, "{code}");
        }
    }

    #[test]
    fn boot_may_name_what_it_removes_and_nothing_else() {
        let removes = "Reflect.deleteProperty(window, 'RTCPeerConnection'); window.open = refuse;";
        assert_eq!(findings(check, &[("web/src/app/boot.ts", removes)]), [""; 0]);
        assert_eq!(findings(check, &[("web/src/app/boot.ts", "fetch(a)")]).len(), 1);
    }

    #[test]
    fn words_in_comments_and_longer_names_are_no_use() {
        let code = "// never innerHTML\nprefetched(a); const fetched = 1;\n";
        assert_eq!(findings(check, &[("web/src/views/a.ts", code)]), [""; 0]);
    }
}

//! `repos`: Git folders.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "repos";

pub(crate) static SERVICE: Service = Service { people: 18, programs: 14, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = scene.random.next() >> 14;
    let path = format!("/Repos/{}/etl", scene.actor.principal.email);
    match scene.random.below(10) {
        0 => scene
            .event(NAME, "createRepo")
            .text("url", "https://git.corp.example/data/etl.git")
            .text("provider", "gitLab")
            .text("path", path)
            .null("sparse_checkout"),
        1..=3 => {
            scene.event(NAME, "updateRepo").shown("id", id).text("branch", "main").text("tag", "").text("git_url", "")
        }
        4..=5 => scene
            .event(NAME, "checkoutBranch")
            .shown("id", id)
            .text("branch", scene.pick(&["main", "feature/größe", "hotfix"])),
        6..=7 => scene
            .event(NAME, "commitAndPush")
            .shown("id", id)
            .text("message", "fix: \"null\" amounts\n\nCloses #12 😀")
            .text("files", r#"[{"path":"etl/ingest.py","status":"MODIFIED"}]"#)
            .text("checkSensitiveToken", "true"),
        8 => scene.event(NAME, "pull").shown("id", id),
        _ => scene.event(NAME, "getRepo").shown("id", id),
    }
}

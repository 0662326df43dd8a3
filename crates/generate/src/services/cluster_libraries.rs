//! `clusterLibraries`: libraries installed on clusters.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "clusterLibraries";

pub(crate) static SERVICE: Service = Service { people: 6, programs: 8, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let workspace = scene.workspace;
    let cluster = scene.random.pick(&workspace.clusters);
    let library = scene.pick(&[
        r#"[{"pypi":{"package":"pandas==2.2.3"}}]"#,
        r#"[{"maven":{"coordinates":"com.example:connector_2.12:1.4.0"}},{"pypi":{"package":"lightgbm"}}]"#,
        r#"[{"whl":"dbfs:/libs/corp_tools-0.9.1-py3-none-any.whl"}]"#,
    ]);
    match scene.random.below(20) {
        0..=13 => {
            scene.event(NAME, "installLibraries").text("cluster_id", cluster.id.as_str()).text("libraries", library)
        }
        14..=18 => {
            scene.event(NAME, "uninstallLibraries").text("cluster_id", cluster.id.as_str()).text("libraries", library)
        }
        _ => on_all_clusters(scene, library),
    }
}

pub(crate) fn on_all_clusters<'w>(scene: &mut Scene<'w, '_>, library: &'static str) -> Event<'w> {
    scene
        .event(NAME, "installLibraryOnAllClusters")
        .text("user", scene.actor.principal.email.as_str())
        .text("library", library)
}

//! `secrets`: scopes, keys, and who may read them.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "secrets";

pub(crate) static SERVICE: Service = Service { people: 6, programs: 60, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let world = scene.world;
    let scope = scene.random.pick(&world.scopes);
    let key = scene.random.pick(&scope.keys);
    match scene.random.below(100) {
        0..=79 => {
            // Clusters fetch their configured secrets as the platform.
            if scene.random.below(10) < 8 {
                scene.act_as_system();
            }
            get(scene, &scope.name, key)
        }
        80..=87 => list_secrets(scene, &scope.name),
        88..=91 => list_scopes(scene),
        92..=93 => scene
            .event(NAME, "createScope")
            .text("scope", scope.name.as_str())
            .text("initial_manage_principal", "users")
            .text("scope_backend_type", "DATABRICKS"),
        94..=96 => scene
            .event(NAME, "putSecret")
            .text("string_value", "*****")
            .text("scope", scope.name.as_str())
            .text("key", key.as_str()),
        97 => scene
            .event(NAME, "putAcl")
            .text("scope", scope.name.as_str())
            .text("principal", "interns")
            .text("permission", "READ"),
        98 => scene.event(NAME, "deleteAcl").text("scope", scope.name.as_str()).text("principal", "interns"),
        _ => scene.event(NAME, "deleteSecret").text("scope", scope.name.as_str()).text("key", key.as_str()),
    }
}

pub(crate) fn get<'w>(scene: &mut Scene<'w, '_>, scope: &'w str, key: &'w str) -> Event<'w> {
    scene.event(NAME, "getSecret").text("scope", scope).text("key", key)
}

pub(crate) fn list_scopes<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    scene.event(NAME, "listScopes")
}

pub(crate) fn list_secrets<'w>(scene: &mut Scene<'w, '_>, scope: &'w str) -> Event<'w> {
    scene.event(NAME, "listSecrets").text("scope", scope)
}

//! `clusterPolicies`: limits on the clusters that people may create.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "clusterPolicies";

pub(crate) static SERVICE: Service = Service { people: 3, programs: 2, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let policy = format!("{:016X}", scene.random.next());
    let name = scene.pick(&["Personal Compute", "Job clusters (EU)", "GPU – nur Forschung", "Shared"]);
    match scene.random.below(10) {
        0..=2 => scene.event(NAME, "create").text("name", name).result(format!("{{\"policy_id\":\"{policy}\"}}")),
        3..=5 => scene.event(NAME, "edit").text("policy_id", policy).text("name", name),
        6 => scene.event(NAME, "delete").text("policy_id", policy),
        _ => scene
            .event(NAME, "changeClusterPolicyAcl")
            .text("shardName", scene.workspace.shard.as_str())
            .shown("targetUserId", scene.actor.principal.user_id)
            .text("resourceId", format!("/cluster-policies/{policy}"))
            .text("aclPermissionSet", r#"[{"permission":"CAN_USE"}]"#),
    }
}

//! `instancePools`: machines kept warm.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;
use crate::world::workspaces::NODE_TYPES;

const NAME: &str = "instancePools";

pub(crate) static SERVICE: Service = Service { people: 2, programs: 3, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = format!("pool-{:016x}", scene.random.next());
    match scene.random.below(8) {
        0..=2 => {
            let name = format!("{} pool", scene.pick(&names::TEAMS));
            scene
                .event(NAME, "create")
                .text("instance_pool_name", name)
                .text("node_type_id", scene.pick(&NODE_TYPES))
                .shown("min_idle_instances", scene.random.below(5))
                .shown("max_capacity", scene.random.between(10, 60))
                .text("idle_instance_autotermination_minutes", "30")
                .text("enable_elastic_disk", "true")
                .text("preloaded_spark_versions", r#"["15.4.x-scala2.12"]"#)
                .text("aws_attributes", r#"{"availability":"SPOT","zone_id":"eu-west-1a"}"#)
                .text("custom_tags", r#"{"team":"platform"}"#)
                .result(format!("{{\"instance_pool_id\":\"{id}\"}}"))
        }
        3..=4 => scene.event(NAME, "edit").text("instance_pool_id", id).text("min_idle_instances", "2"),
        5 => scene.event(NAME, "delete").text("instance_pool_id", id),
        _ => scene
            .event(NAME, "changeInstancePoolAcl")
            .text("shardName", scene.workspace.shard.as_str())
            .shown("targetUserId", scene.actor.principal.user_id)
            .text("resourceId", format!("/instance-pools/{id}"))
            .text("aclPermissionSet", r#"[{"permission":"CAN_ATTACH_TO"}]"#),
    }
}

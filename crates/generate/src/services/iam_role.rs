//! `iamRole`: who may use which cloud role.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 2, programs: 1, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = scene.pick(&["changeIamRoleAcl", "changeIamRoleAssumeAcl"]);
    let world = scene.world;
    let target = world.user(scene.random).user_id;
    scene
        .event("iamRole", action)
        .shown("targetUserId", target)
        .text("shardName", scene.workspace.shard.as_str())
        .text("resourceId", "arn:aws:iam::000000000000:role/corp-example-etl")
        .text("aclPermissionSet", r#"[{"permission":"ASSUME_ROLE"}]"#)
}

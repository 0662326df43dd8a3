//! `clusters`: job clusters, which exist only for a run, and all-purpose clusters, which people start.

use super::Service;
use crate::calendar::{MINUTE, SECOND};
use crate::model::Event;
use crate::random::Random;
use crate::scene::Scene;
use crate::world::names;
use crate::world::workspaces::{Job, NODE_TYPES};

const NAME: &str = "clusters";
const PYTHON: &str = r#"{"PYSPARK_PYTHON":"/databricks/python3/bin/python3"}"#;

pub(crate) static SERVICE: Service = Service { people: 60, programs: 12, in_2019: true, operate };

/// The cluster details in result events.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    id: String,
    name: String,
    owner_user_id: u64,
    workers: u64,
}

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    match scene.random.below(100) {
        0..=14 => create_and_delete(scene),
        15..=44 => started(scene, "start", "startResult"),
        45..=54 => started(scene, "restart", "restartResult"),
        55..=74 => resize(scene),
        75..=80 => edit(scene),
        81..=90 => terminate(scene),
        91..=93 => {
            let workspace = scene.workspace;
            let id = scene.random.pick(&workspace.clusters).id.as_str();
            scene.event(NAME, "permanentDelete").text("cluster_id", id).result("{}")
        }
        _ => change_acl(scene),
    }
}

/// A job's cluster: its name is `job-<jobId>-run-<runId>`, its creator `JOB_LAUNCHER`, and it ends with the run, not by
/// autotermination.
pub(crate) fn create_for_job<'w>(scene: &mut Scene<'w, '_>, job: &'w Job, run: u64) -> (Event<'w>, Running) {
    let owner_user_id = scene.world.users[job.owner].user_id;
    let name = format!("job-{}-run-{run}", job.id);
    let event = scene
        .event(NAME, "create")
        .text("aws_attributes", aws_attributes(scene.random))
        .text("autotermination_minutes", "0")
        .text("organization_id", if scene.workspace.is_2019 { "0" } else { &scene.workspace.id })
        .text("spark_version", spark_version(scene))
        .text("acl_path_prefix", format!("/clusters/jobs/{}/", job.id))
        .text("cluster_creator", "JOB_LAUNCHER")
        .text("enable_elastic_disk", "false")
        .text("cluster_name", name.clone())
        .text("idempotency_token", format!("jobs/{name}-attempt-1"))
        .shown("num_workers", job.workers)
        .text("spark_env_vars", PYTHON)
        .text("node_type_id", job.node_type)
        .shown("user_id", owner_user_id);
    let id = new_id(scene);
    let event = event.result(format!("{{\"cluster_id\":\"{id}\"}}"));
    (newer_parameters(scene, event), Running { id, name, owner_user_id, workers: job.workers })
}

/// A person's cluster, which stops by itself after `autotermination_minutes`, or never if that is 0.
pub(crate) fn create_all_purpose<'w>(scene: &mut Scene<'w, '_>, autotermination_minutes: u64) -> (Event<'w>, Running) {
    let id = new_id(scene);
    let name = match scene.random.below(6) {
        0 => "test".to_owned(),
        1 => format!("{} sandbox", scene.pick(&names::TEAMS)),
        2 => format!("größe-{}", scene.pick(&names::NOUNS)),
        3 => format!("{} \"quick\" look", scene.pick(&names::NOUNS)),
        _ => format!("{}-{}", scene.pick(&names::TEAMS), scene.next_serial()),
    };
    let workers = scene.random.between(1, 8);
    let mut event = scene
        .event(NAME, "create")
        .text("aws_attributes", aws_attributes(scene.random))
        .shown("autotermination_minutes", autotermination_minutes)
        .text("spark_version", spark_version(scene))
        .text("cluster_name", name.clone())
        .text("idempotency_token", "")
        .text("node_type_id", scene.pick(&NODE_TYPES))
        .text("start_cluster", "true");
    event = if scene.random.one_in(2) {
        event.text("autoscale", format!("{{\"min_workers\":1,\"max_workers\":{}}}", workers + 4))
    } else {
        event.shown("num_workers", workers).text("spark_env_vars", PYTHON).text("enable_elastic_disk", "true")
    };
    if scene.random.one_in(6) {
        event = event.text("docker_image", r#"{"url":"registry.corp.example/spark/base:3.5"}"#);
    }
    if scene.random.one_in(8) {
        event = event.text("cluster_log_conf", r#"{"dbfs":{"destination":"dbfs:/cluster-logs"}}"#);
    }
    if scene.random.one_in(12) {
        event = event.text("ssh_public_keys", r#"["ssh-ed25519 AAAAexampleexampleexample synthetic@corp.example"]"#);
    }
    let event = event.result(format!("{{\"cluster_id\":\"{id}\"}}"));
    let owner_user_id = scene.actor.principal.user_id;
    (newer_parameters(scene, event), Running { id, name, owner_user_id, workers })
}

/// The result event of a long action. `state` is `Running` or `Terminated`.
pub(crate) fn result<'w>(
    scene: &mut Scene<'w, '_>,
    action: &'static str,
    cluster: &Running,
    state: &'static str,
) -> Event<'w> {
    scene
        .event(NAME, action)
        .shown("clusterOwnerUserId", cluster.owner_user_id)
        .text("clusterState", state)
        .shown("clusterWorkers", if state == "Running" { cluster.workers } else { 0 })
        .text("clusterName", cluster.name.clone())
        .text("clusterId", cluster.id.clone())
}

fn create_and_delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let minutes = *scene.random.pick(&[10, 30, 45, 60, 120]);
    let (event, cluster) = create_all_purpose(scene, minutes);
    let mut created = result(scene, "createResult", &cluster, "Running");
    created.request_id = event.request_id;
    let mut deleted = result(scene, "deleteResult", &cluster, "Terminated");
    let (up, down) = (scene.delay(2 * MINUTE, 6 * MINUTE), scene.delay(40 * MINUTE, 500 * MINUTE));
    deleted.user_agent = None;
    scene.later(up, created);
    scene.later(down, deleted);
    event
}

/// One of the workspace's permanent clusters.
fn standing(scene: &mut Scene<'_, '_>) -> Running {
    let cluster = scene.random.pick(&scene.workspace.clusters);
    Running {
        id: cluster.id.clone(),
        name: cluster.name.clone(),
        owner_user_id: scene.world.users[cluster.owner].user_id,
        workers: scene.random.between(1, 8),
    }
}

fn started<'w>(scene: &mut Scene<'w, '_>, action: &'static str, result_action: &'static str) -> Event<'w> {
    let cluster = standing(scene);
    let mut event = scene.event(NAME, action).text("cluster_id", cluster.id.clone());
    if action == "start" && scene.random.one_in(3) {
        event = event.text("init_scripts_safe_mode", "false");
    }
    let mut finished = result(scene, result_action, &cluster, "Running");
    finished.request_id = event.request_id;
    let delay = scene.delay(90 * SECOND, 5 * MINUTE);
    scene.later(delay, finished);
    event.result("{}")
}

fn resize<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let cluster = standing(scene);
    let event = scene.event(NAME, "resize").text("cluster_id", cluster.id.clone());
    let event = if scene.random.one_in(3) {
        event.shown("num_workers", cluster.workers)
    } else {
        event.text("autoscale", format!("{{\"min_workers\":2,\"max_workers\":{}}}", cluster.workers + 2))
    };
    let finished = result(scene, "resizeResult", &cluster, "Running");
    let delay = scene.delay(30 * SECOND, 4 * MINUTE);
    scene.later(delay, finished);
    event.result("{}")
}

fn terminate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let cluster = standing(scene);
    let event = scene.event(NAME, "delete").text("cluster_id", cluster.id.clone()).result("{}");
    let finished = result(scene, "deleteResult", &cluster, "Terminated");
    let delay = scene.delay(20 * SECOND, 2 * MINUTE);
    scene.later(delay, finished);
    event
}

fn edit<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let cluster = standing(scene);
    let event = scene
        .event(NAME, "edit")
        .text("driver_node_type_id", scene.pick(&NODE_TYPES))
        .text("aws_attributes", aws_attributes(scene.random))
        .text("autotermination_minutes", "60")
        .text("spark_version", spark_version(scene))
        .text("cluster_id", cluster.id)
        .text("enable_elastic_disk", "false")
        .text("cluster_name", cluster.name)
        .shown("num_workers", cluster.workers)
        .text("spark_env_vars", PYTHON)
        .text("cluster_source", "UI")
        .text("node_type_id", scene.pick(&NODE_TYPES))
        .result("{}");
    newer_parameters(scene, event)
}

fn change_acl<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let cluster = standing(scene);
    let permissions = scene.pick(&["", r#"[{"permission":"CAN_RESTART"}]"#, r#"[{"permission":"CAN_ATTACH_TO"}]"#]);
    scene
        .event(NAME, "changeClusterAcl")
        .shown("targetUserId", cluster.owner_user_id)
        .text("shardName", scene.workspace.shard.as_str())
        .text("resourceId", format!("/clusters/{}", cluster.id))
        .text("aclPermissionSet", permissions)
}

/// Parameters added since 2019. One key contains a dot.
fn newer_parameters<'w>(scene: &mut Scene<'w, '_>, event: Event<'w>) -> Event<'w> {
    if scene.workspace.is_2019 {
        return event;
    }
    let event = event
        .text("custom_tags", r#"{"cost-centre":"4711","team":"dätä"}"#)
        .text("data_security_mode", if scene.random.one_in(2) { "SINGLE_USER" } else { "USER_ISOLATION" });
    if scene.random.one_in(10) { event.text("spark.speculation", "true") } else { event }
}

fn spark_version(scene: &mut Scene<'_, '_>) -> &'static str {
    let current = ["15.4.x-scala2.12", "14.3.x-scala2.12", "16.1.x-cpu-ml-scala2.12", "15.4.x-photon-scala2.12"];
    let of_2019 = ["6.2.x-scala2.11", "5.5.x-scala2.11", "5.5.x-cpu-ml-scala2.11", "6.0.x-scala2.11"];
    scene.pick(if scene.workspace.is_2019 { &of_2019 } else { &current })
}

fn aws_attributes(random: &mut Random) -> String {
    let (on_demand, zone) = (random.between(1, 3), random.pick(&["a", "b", "c"]));
    format!(
        "{{\"zone_id\":\"eu-west-1{zone}\",\"first_on_demand\":{on_demand},\"availability\":\"SPOT_WITH_FALLBACK\",\
         \"instance_profile_arn\":\"arn:aws:iam::000000000000:instance-profile/corp-example-etl\"}}"
    )
}

/// `MMDD-HHMMSS-` and a word with a number in 2019, later eight letters and digits.
fn new_id(scene: &mut Scene<'_, '_>) -> String {
    let stamp = scene.world.calendar.stamp(scene.time_ms);
    let serial = scene.next_serial();
    if scene.workspace.is_2019 {
        format!("{stamp}-{}{}", scene.pick(&names::CLUSTER_WORDS), serial % 1000)
    } else {
        let tail: String = format!("{:08x}", scene.random.next() >> 32);
        format!("{stamp}-{tail}")
    }
}

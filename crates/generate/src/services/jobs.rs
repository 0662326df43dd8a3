//! `jobs`: runs, each with its own cluster, and changes to the jobs themselves.

use super::{Service, clusters};
use crate::calendar::{MINUTE, SECOND};
use crate::model::Event;
use crate::scene::Scene;
use crate::world::workspaces::Job;

const NAME: &str = "jobs";

pub(crate) static SERVICE: Service = Service { people: 20, programs: 55, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let workspace = scene.workspace;
    let job = scene.random.pick(&workspace.jobs);
    let is_person = scene.actor.principal.email.contains('@');
    match (is_person, scene.random.below(100)) {
        (false, 0..=89) => run(scene, job, "runTriggered"),
        (true, 0..=29) => run(scene, job, "runNow"),
        (_, 30..=39) => create(scene, job),
        (_, 40..=54) => scene
            .event(NAME, "update")
            .shown("job_id", job.id)
            .text("new_settings", format!("{{\"name\":\"{}\",\"max_concurrent_runs\":1}}", job.name))
            .text("fields_to_remove", "[]"),
        (_, 55..=69) => scene.event(NAME, "reset").shown("job_id", job.id).text("new_settings", settings(job)),
        (_, 70..=76) => scene.event(NAME, "cancel").shown("run_id", scene.random.next() >> 20),
        (_, 77..=84) => scene
            .event(NAME, "submitRun")
            .text("run_name", job.name.as_str())
            .text("existing_cluster_id", scene.workspace.clusters[0].id.as_str())
            .text("notebook_task", r#"{"notebook_path":"/Shared/ad hoc","base_parameters":{"date":"yesterday"}}"#)
            .text("timeout_seconds", "0")
            .result(format!("{{\"run_id\":{}}}", scene.random.next() >> 20)),
        (_, 85..=90) => scene.event(NAME, "delete").shown("job_id", job.id),
        _ => scene
            .event(NAME, "changeJobAcl")
            .text("shardName", scene.workspace.shard.as_str())
            .shown("targetUserId", scene.world.users[job.owner].user_id)
            .text("resourceId", format!("/jobs/{}", job.id))
            .text("aclPermissionSet", r#"[{"permission":"CAN_MANAGE_RUN"}]"#),
    }
}

/// Trigger, cluster, start, end, and the cluster's end.
fn run<'w>(scene: &mut Scene<'w, '_>, job: &'w Job, trigger: &'static str) -> Event<'w> {
    let run = scene.next_serial();
    let event = scene.event(NAME, trigger).shown("job_id", job.id);
    let event = if trigger == "runNow" {
        event.text("notebook_params", r#"{"date":"2024-02-29","país":"España"}"#).text("idempotency_token", "")
    } else {
        event.shown("runId", run).text("jobTriggerType", scene.pick(&["cron", "manual", "file arrival"]))
    };
    let event = event.result(format!("{{\"run_id\":{run},\"number_in_job\":{run}}}"));

    // From here on, the job runs as its owner.
    scene.act_as_user(job.owner);
    scene.actor.agent = None;
    scene.actor.session = None;
    let (created, cluster) = clusters::create_for_job(scene, job, run);
    let mut running = clusters::result(scene, "createResult", &cluster, "Running");
    running.request_id = created.request_id;
    let started = in_run(scene, "runStart", job, run);
    let succeeded = !scene.random.one_in(14);
    let ended = in_run(scene, if succeeded { "runSucceeded" } else { "runFailed" }, job, run);
    let ended = if succeeded {
        ended
    } else {
        // Not an HTTP status: a failed run has 1, or 0 if its cluster was lost.
        let status = i32::from(!scene.random.one_in(4));
        ended.refused(status, "Workload failed, see run output for details: \"schema\" is missing\n\tat line 12")
    };
    scene.act_as_system();
    let deleted = clusters::result(scene, "deleteResult", &cluster, "Terminated");

    let up = scene.delay(3 * MINUTE, 7 * MINUTE);
    let end = up + scene.delay(MINUTE, 90 * MINUTE);
    scene.later(2 * SECOND, created);
    scene.later(up, running);
    scene.later(up + SECOND, started);
    scene.later(end, ended);
    scene.later(end + 20 * SECOND, deleted);
    event
}

fn in_run<'w>(scene: &mut Scene<'w, '_>, action: &'static str, job: &'w Job, run: u64) -> Event<'w> {
    let event = scene
        .event(NAME, action)
        .shown("jobId", job.id)
        .shown("runId", run)
        .shown("idInJob", run)
        .text("jobTriggerType", "cron")
        .text("jobTaskType", "notebook")
        .text("jobClusterType", "new");
    let event = if scene.workspace.is_2019 {
        event
    } else {
        event.text("taskKey", "main").text("orgId", scene.workspace.id.as_str()).shown("multitaskParentRunId", run)
    };
    match action {
        "runStart" => event,
        "runSucceeded" => event.text("jobTerminalState", "Succeeded"),
        _ => event.text("jobTerminalState", "Failed"),
    }
}

fn create<'w>(scene: &mut Scene<'w, '_>, job: &'w Job) -> Event<'w> {
    let id = scene.random.next() >> 16;
    scene
        .event(NAME, "create")
        .text("name", job.name.as_str())
        .text("job_type", "NORMAL")
        .text("notebook_task", r#"{"notebook_path":"/Repos/etl/main","revision_timestamp":0}"#)
        .text("new_cluster", format!("{{\"num_workers\":{},\"node_type_id\":\"{}\"}}", job.workers, job.node_type))
        .text("schedule", r#"{"quartz_cron_expression":"0 15 3 * * ?","timezone_id":"Europe/Berlin"}"#)
        .text("libraries", "[]")
        .text("timeout_seconds", "0")
        .text("max_retries", "2")
        .text("email_notifications", r#"{"on_failure":["oncall@corp.example"],"no_alert_for_skipped_runs":true}"#)
        .result(format!("{{\"job_id\":{id}}}"))
}

fn settings(job: &Job) -> String {
    format!(
        "{{\"name\":\"{}\",\"new_cluster\":{{\"spark_version\":\"15.4.x-scala2.12\",\"num_workers\":{}}},\
         \"tags\":{{\"env\":\"prod\"}},\
         \"schedule\":{{\"quartz_cron_expression\":\"0 0 2 * * ?\",\
          \"pause_status\":\"UNPAUSED\"}},\"max_concurrent_runs\":1}}",
        job.name, job.workers
    )
}

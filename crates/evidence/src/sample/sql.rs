//! How a sample is drawn elsewhere: in SQL over an export of silver, or in a spreadsheet.

use touchstone_query::Field;

use super::{Method, Sample, draw, field};
use crate::dialect::Dialect;

/// How the same sample is drawn elsewhere.
#[derive(Clone, Debug)]
pub struct Recipe {
    seed: String,
    size: u64,
    population: u64,
    without_id: u64,
    start: u64,
    method: Method,
}

impl Recipe {
    pub(crate) fn of(sample: &Sample) -> Self {
        Self {
            seed: sample.seed.clone(),
            size: (sample.size as u64).min(sample.population),
            population: sample.population,
            without_id: sample.without_id,
            start: draw::start(&sample.seed, sample.population),
            method: sample.method.clone(),
        }
    }

    /// The query that yields the sample from a table of the population: silver, exported with the same filter. An error
    /// says why there is none.
    pub fn sql(&self, table: &str, dialect: Dialect) -> Result<String, String> {
        if self.without_id > 0 {
            let (without, population) = (self.without_id, self.population);
            return Err(format!(
                "{without} of {population} events have no id; their keys are of their content, which SQL cannot repeat"
            ));
        }
        let size = self.size;
        let key = match dialect {
            Dialect::Databricks => format!("concat({}, event_id)", dialect.literal(&format!("{}:", self.seed))),
            Dialect::DuckDb => format!("{} || event_id", dialect.literal(&format!("{}:", self.seed))),
        };
        let keyed = format!("SELECT *, {} AS sample_key FROM {table}", dialect.sha256(&key));
        let order = "ORDER BY sample_key, event_time";
        Ok(match &self.method {
            Method::Simple => format!("{keyed}\n{order}\nLIMIT {size}\n"),
            Method::Systematic if self.size == self.population => format!("{keyed}\n{order}\n"),
            Method::Systematic => {
                let (total, start) = (self.population, self.start);
                format!(
                    "WITH keyed AS ({keyed}),\nplaced AS (\n  SELECT *, row_number() OVER (ORDER BY event_time IS NULL, \
                     event_time, sample_key) * {size} - {} AS place FROM keyed\n)\n\
                     SELECT * FROM placed\nWHERE place >= 0 AND place % {total} < {size}\n{order}\n",
                    start + 1
                )
            }
            Method::Stratified { by } => {
                let value = dialect.text(&column(by)?);
                let total = self.population.max(1);
                format!(
                    "WITH keyed AS ({keyed}),\nstrata AS (\n  SELECT *, {value} AS stratum,\n    \
                     count(*) OVER (PARTITION BY {value}) AS events,\n    \
                     row_number() OVER (PARTITION BY {value} {order}) AS place\n  FROM keyed\n),\nshares AS (\n  \
                     SELECT *, (events * {size} - events * {size} % {total}) / {total} AS whole, \
                     events * {size} % {total} AS rest\n  FROM strata\n),\nranked AS (\n  SELECT *,\n    \
                     dense_rank() OVER (ORDER BY rest DESC, events DESC, stratum IS NULL, stratum) AS turn,\n    \
                     sum(CASE WHEN place = 1 THEN whole ELSE 0 END) OVER () AS given\n  FROM shares\n)\n\
                     SELECT * FROM ranked\n\
                     WHERE place <= whole + CASE WHEN turn <= {size} - given THEN 1 ELSE 0 END\n{order}\n"
                )
            }
        })
    }

    /// The steps in a spreadsheet, whose sheet has the keys.
    pub fn spreadsheet(&self) -> String {
        let size = self.size;
        let draw = match &self.method {
            Method::Simple => format!("sort by sample_key, ascending, and take the first {size} rows"),
            Method::Systematic if self.size == self.population => "take every row".to_owned(),
            Method::Systematic => format!(
                "sort by event_time, then by sample_key; number the rows from 1; take row n where \
                 n * {size} - {} is not negative and MOD(n * {size} - {}, {}) is below {size}",
                self.start + 1,
                self.start + 1,
                self.population
            ),
            Method::Stratified { by } => format!(
                "sort by {by}, then by sample_key; take of each value as many of the first rows as the list of strata says"
            ),
        };
        format!(
            "Draw all {} events with the same seed, which lists each with its key; then {draw}. A key is the SHA-256 in lowercase \
             hexadecimal of the seed {:?}, a colon and the event_id.",
            self.population, self.seed
        )
    }
}

/// The column of silver for a field.
fn column(by: &str) -> Result<String, String> {
    match field(by)? {
        Field::Time => Ok("event_date".to_owned()),
        Field::Text(column) | Field::Number(column) => Ok(column.name().to_owned()),
        _ => Err(format!("{by} is no column of silver, so SQL over silver cannot divide by it")),
    }
}

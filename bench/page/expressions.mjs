// Filters that together use all of the language in docs/filters.md. Each is measured from setting the address
// to its answers, and to the frame that shows them.

const WAIT_MS = 60_000;
const OVERVIEW = '#/overview';

/**
 * Forty filters over generated data. `free` marks free text, which searches every text column and all keys
 * and values of parameters.
 */
export const EXPRESSIONS = [
  { filter: 'service:clusters' },
  { filter: 'service_name:="clusters"' },
  { filter: 'service:(clusters, accounts, jobs)' },
  { filter: '-service:(clusters, notebook)' },
  { filter: 'action:create*' },
  { filter: 'action:*e?e*' },
  { filter: 'action:~/^(create|delete|edit)/' },
  { filter: 'user:~/[0-9]{2,}@/i' },
  { filter: 'user:*@*.example' },
  { filter: 'user:*' },
  { filter: '-user:*' },
  { filter: 'user:(-*, "System-User")' },
  { filter: 'error:""' },
  { filter: 'status:200' },
  { filter: 'status:>=400' },
  { filter: 'status:400..499' },
  { filter: 'status:(401, 403, >=500)' },
  { filter: 'status:<400 outcome:success' },
  { filter: 'outcome:denied OR outcome:failure' },
  { filter: '(service:clusters OR service:jobs) -outcome:success' },
  { filter: '-(service:clusters action:create)' },
  { filter: 'ip:10.0.0.0/8' },
  { filter: 'ip:(10.0.0.0/8, 192.168.0.0/16, 2001:db8::/32)' },
  { filter: '-ip:10.0.0.0/8 ip:*' },
  { filter: 'agent:*python*' },
  { filter: 'last:24h' },
  { filter: 'time:2026' },
  { filter: 'time:2026-03-05' },
  { filter: 'time:2026-03-02T08..2026-03-06T17:30' },
  { filter: 'time:>=2026-03-04T12:00+02:00' },
  { filter: 'weekday:tue -hour:8..17' },
  { filter: 'weekday:(sat, sun) hour:22..5' },
  { filter: 'param.cluster_name:*' },
  { filter: 'param.autotermination_minutes:0 -param.cluster_creator:JOB_LAUNCHER' },
  { filter: 'param.autotermination_minutes:>=60' },
  { filter: 'format:databricks_delivery input:0' },
  { filter: '#service:clusters outcome:denied last:7d' },
  {
    filter:
      'service:accounts action:*login* outcome:(denied, failure) weekday:tue -hour:8..17 -ip:10.0.0.0/8',
  },
  { filter: 'launcher', free: true },
  { filter: '"permission denied" -~/timeout/i', free: true },
];

/**
 * Measures each expression several times: milliseconds until its answers arrived, and until they were
 * painted. The first time is the slowest, because results of clauses are cached.
 */
export async function measureExpressions(page, rounds) {
  const measured = EXPRESSIONS.map(({ filter, free = false }) => ({
    filter,
    free,
    answered_ms: [],
    painted_ms: [],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of measured) {
      const { ms, answeredMs } = await goTo(page, `${OVERVIEW}?v=2&filter=${encodeURIComponent(one.filter)}`);
      if (await page.$('.filter-error')) throw new Error(`the page does not understand ${one.filter}`);
      one.answered_ms.push(answeredMs);
      one.painted_ms.push(ms);
      await goTo(page, OVERVIEW);
    }
  }
  return measured;
}

async function goTo(page, fragment) {
  const finished = await page.evaluate(
    (hash, waitMs) => {
      window.benchWatch('hashchange');
      location.hash = hash;
      return window.benchFinished(waitMs);
    },
    fragment,
    WAIT_MS,
  );
  if (finished.late) throw new Error(`${fragment} was not answered within ${WAIT_MS / 1000} s`);
  return finished;
}

// People and Compare, as a reader opens them: each measured from setting the address to its answers, and to the frame
// that shows them.

const WAIT_MS = 60_000;

/** The pages. The filters change from round to round, so that no answer is known beforehand. */
export const VIEWS = [
  { name: 'list', fragment: (day) => `people?v=2&filter=time:2026-03-0${day}` },
  {
    name: 'person',
    fragment: (day, person) => `people/email/${encodeURIComponent(person)}?v=2&filter=-hour:${day}`,
  },
  { name: 'service', fragment: (day) => `people/service_name/clusters?v=2&filter=-hour:${day}` },
  {
    name: 'compare',
    fragment: (day) => `compare?v=2&filter=time:2026-03-0${day + 1}&against=time:2026-03-0${day}`,
  },
];

/** Milliseconds until the answers were there and until they were painted, by view and round. */
export async function measureViews(page, rounds) {
  const measured = VIEWS.map(({ name }) => ({ name, answered_ms: [], painted_ms: [] }));
  if (rounds === 0) return measured;
  await goTo(page, 'people');
  const person = await page.$$eval('[aria-label="Principals"] [role="gridcell"]', (cells) =>
    cells.map((cell) => cell.textContent).find((text) => text.includes('@')),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { fragment }] of VIEWS.entries()) {
      const { ms, answeredMs } = await goTo(page, fragment(2 + (round % 5), person));
      measured[at].answered_ms.push(answeredMs);
      measured[at].painted_ms.push(ms);
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
    `#/${fragment}`,
    WAIT_MS,
  );
  if (finished.late) throw new Error(`${fragment} was not answered within ${WAIT_MS / 1000} s`);
  return finished;
}

// Filter changes as a user makes them, each measured from the event to the frame that shows the answer.

const WAIT_MS = 60_000;

/**
 * Makes changes in turn and returns their times in milliseconds, by kind. An event that leaves the filter
 * unchanged, such as an edge moved beyond the last bar, does not count.
 */
export async function measureChanges(page, count) {
  const samples = [];
  let before = await filterOf(page);
  for (let made = 0; samples.length < count; made += 1) {
    if (made > 2 * count) throw new Error('half of what was to change the filter has not changed it');
    const { kind, by, act } = CHANGES[made % CHANGES.length];
    await page.evaluate((type) => window.benchWatch(type), by);
    await act(page, Math.floor(made / CHANGES.length));
    const { ms, late } = await page.evaluate((waitMs) => window.benchFinished(waitMs), WAIT_MS);
    if (late) throw new Error(`a change (${kind}) was not answered within ${WAIT_MS / 1000} s`);
    const after = await filterOf(page);
    if (after !== before) samples.push({ kind, ms });
    before = after;
  }
  return samples;
}

/** The filter shown in the header. */
function filterOf(page) {
  return page.$eval('.filter-box input', (input) => input.value);
}

/** One round: moves the brush's edges while a value is chosen, and clears everything at its end. */
const CHANGES = [
  { kind: 'brush', by: 'keydown', act: (page) => edge(page, 'Start', 'PageUp') },
  { kind: 'brush', by: 'keydown', act: (page) => edge(page, 'End', 'PageDown') },
  { kind: 'leader', by: 'click', act: (page, round) => leader(page, 'service_name', round) },
  { kind: 'brush', by: 'keydown', act: (page) => edge(page, 'Start', 'ArrowRight') },
  { kind: 'leader', by: 'click', act: (page, round) => leader(page, 'outcome', round) },
  { kind: 'brush', by: 'keydown', act: (page) => edge(page, 'End', 'ArrowRight') },
  { kind: 'leader', by: 'click', act: (page) => leader(page, 'email', 0) },
  { kind: 'clear', by: 'keydown', act: (page) => page.keyboard.press(CLEAR) },
];

/** The key that clears the filter. */
const CLEAR = 'c';

async function edge(page, name, key) {
  await page.focus(`[role="slider"][aria-label="${name} of the time filter"]`);
  await page.keyboard.press(key);
}

/** Clicks a row of a leaderboard, a different one in each round. */
async function leader(page, column, round) {
  const bars = await page.$$(`main .boards [data-column="${column}"] > li .bar`);
  if (bars.length === 0) throw new Error(`the page has no leaderboard of ${column}`);
  await bars[round % bars.length].click();
}

// Reads the loaded counts from the page's views, as a user would, for comparison with the generator's truth.

const WAIT_MS = 120_000;

/** Totals, outcomes, and each gold frame's actions and keys. */
export async function readCounts(page) {
  await go(page, '#/overview');
  const { records, events, duplicates, problems, silver, gold } = await page.$$eval('[data-strip]', (list) =>
    Object.fromEntries(list.map((one) => [one.dataset.strip, Number(one.textContent.replaceAll(',', ''))])),
  );
  const outcomes = await bars(page, 'main .boards [data-column="outcome"]');
  await go(page, '#/services');
  const listed = await page.$$eval('main tr[data-service]', (rows) => rows.map((row) => row.dataset.service));
  const services = {};
  for (const service of listed) {
    await go(page, `#/services/${encodeURIComponent(service)}`);
    const text = await page.$eval('[data-figure="selected"]', (one) => one.textContent);
    const keys = await page.$$eval('main tr[data-key]', (rows) =>
      rows.map((row) => [row.dataset.key, Number(row.querySelector('[data-filled]').dataset.filled)]),
    );
    services[service] = {
      events: Number(text.replaceAll(',', '')),
      actions: await bars(page, '[aria-label="Actions"] [data-column="action_name"]'),
      keys: Object.fromEntries(keys),
    };
  }
  return { records, events, duplicates, problems, silver, gold, outcomes, services };
}

async function go(page, fragment) {
  const { late } = await page.evaluate(
    async (hash, waitMs) => {
      window.benchWatch(null);
      location.hash = hash;
      return window.benchFinished(waitMs);
    },
    fragment,
    WAIT_MS,
  );
  if (late) throw new Error(`the page did not show ${fragment}`);
}

async function bars(page, list) {
  const pairs = await page.$$eval(`${list} > li`, (rows) =>
    rows.map((row) => [row.dataset.value ?? '', Number(row.dataset.count)]),
  );
  return Object.fromEntries(pairs);
}

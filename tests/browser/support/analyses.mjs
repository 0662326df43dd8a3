// Reads the pages of gold frames.

import { bars, figure, until } from './page.mjs';

/** A gold frame's request parameters: `{ key: [rows with a value, distinct values] }`. */
export async function keys(page) {
  const rows = await page.$$eval('main tr[data-key]', (list) =>
    list.map((row) => [
      row.dataset.key,
      [
        Number(row.querySelector('[data-filled]').dataset.filled),
        Number(row.querySelector('[data-distinct]').dataset.distinct),
      ],
    ]),
  );
  return Object.fromEntries(rows);
}

/** The analysis of clusters. */
export async function clusters(page) {
  const rowsOf = (selector) =>
    page.$$eval(selector, (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  const days = await page.$$eval('[aria-label="Clusters created per day"] > li', (list) =>
    list.map((day) => [day.dataset.value, Number(day.dataset.count)]),
  );
  return {
    created: await figure(page, 'created'),
    perDay: Object.fromEntries(days),
    byCreator: await bars(page, 'requestParams.cluster_creator'),
    perJob: await page.$$eval('main tr[data-job]', (rows) =>
      rows.map((row) => ({
        job: row.dataset.job,
        users: [...row.cells[1].querySelectorAll('[data-user-id]')].map((button) => button.dataset.userId),
        created: Number(row.querySelector('[data-count]').dataset.count),
      })),
    ),
    /** E-mail, name and id of each all-purpose cluster that never stops. */
    withoutAutotermination: (
      await rowsOf('[aria-label="All-purpose clusters without autotermination"] tbody tr')
    ).map(([, email, name, id]) => [email, name, id]),
  };
}

/** Logins by user: `{ user: [logins, failed] }`. */
export async function logins(page) {
  const rows = await page.$$eval('[aria-label="Logins by user"] tbody tr', (list) =>
    list.map((row) => [
      row.dataset.user,
      [
        Number(row.querySelector('[data-logins]').dataset.logins),
        Number(row.querySelector('[data-failed]').dataset.failed),
      ],
    ]),
  );
  return Object.fromEntries(rows);
}

/** Expands a leaderboard, to at most a hundred values. */
export async function expand(page, title) {
  const more = await page.$(`.more[aria-expanded="false"][aria-label$=": ${title}"]`);
  if (more) await more.click();
}

/** Lists the findings of level informational, which are one line a rule until somebody asks for them. */
export async function unfold(page) {
  await page.evaluate(() => {
    for (const row of document.querySelectorAll('[data-group] [aria-expanded="false"]')) row.click();
  });
  await until(
    page,
    'all findings are listed',
    () => document.querySelector('[data-group] [aria-expanded="false"]') === null,
  );
}

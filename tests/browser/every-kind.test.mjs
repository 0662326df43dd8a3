// One drop of a folder with every kind of container, format and damage: the ledger equals that of the
// fixture's script.

import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { summary } from './support/downloads.mjs';
import { analyze, fixture } from './support/fixtures.mjs';
import { dropEntries } from './support/give.mjs';
import { allGridRows, goTo, open, reconciliation, settled, showList } from './support/page.mjs';

const CASE = 'one-of-every-kind';
const { path, expected } = fixture(CASE);
const { totals } = expected;

/** Wide enough for all of the ledger's columns up to the last count. */
const WIDE = { width: 2400, height: 1200 };

const count = (text) => Number(text.replaceAll(',', ''));
const within = (full) => full.replace(`${CASE}/`, '');

inBoth(
  'one drop with every container and format in it has exactly the ledger that its script says',
  async (page, name) => {
    await page.setViewport(WIDE);
    await open(page);
    await dropEntries(page, path);
    await settled(page);
    assert.deepEqual(await reconciliation(page), {
      ...totals,
      silver: totals.events,
      gold: totals.events,
      holds: true,
    });
    await goTo(page, 'Inputs');

    const told = await summary(page, name);
    assert.deepEqual(told.totals, totals);
    assert.deepEqual(
      told.inputs.map(({ bytes, bytes_read: read, state, sha256: hash, path: full, ...input }) => {
        // Counts outside the identity are tested in the core.
        const { warnings, conflicts, wrappers, ...counted } = input;
        assert.ok(warnings >= 0 && conflicts <= input.events + input.duplicates && wrappers, full);
        assert.ok(hash === null || /^[0-9a-f]{64}$/.test(hash));
        assert.ok(state === 'complete' ? read === bytes : state === 'failed' && read <= bytes, full);
        return { ...counted, path: within(full) };
      }),
      expected.inputs,
    );
    assert.deepEqual(
      told.problems.map(({ input, record, kind }) => ({
        path: within(told.inputs[input].path),
        record,
        kind,
      })),
      expected.problems,
    );

    await ledgerIsShown(page);
    await listsAreShown(page);
    await skippedAreShown(page);
    assert.deepEqual(told, analyze([CASE], dirname(path)));
  },
);

async function ledgerIsShown(page) {
  const ledger = await allGridRows(page, 'Ledger of inputs');
  assert.deepEqual(
    ledger.map(({ cells }) => [within(cells[0]), cells[4], ...cells.slice(6, 10).map(count)]),
    expected.inputs.map((input) => [
      input.path,
      input.container,
      input.records,
      input.events,
      input.duplicates,
      input.problems,
    ]),
  );
}

async function listsAreShown(page) {
  /** The path as shown, without the archive member. */
  const inputOf = (cell) => within(cell).split(' › ')[0];
  const problems = await allGridRows(page, 'Problems');
  assert.deepEqual(
    problems.map(({ cells }) => ({ path: inputOf(cells[0]), record: count(cells[1]), kind: cells[3] })),
    expected.problems,
  );
  // A record in an archive shows its member as well.
  const inZip = problems.filter(({ cells }) => within(cells[0]).startsWith('zip-of-all-sorts/'));
  assert.equal(inZip.length, 2);
  for (const { cells } of inZip) assert.match(cells[0], /all-sorts\.zip › ./);
  await showList(page, 'duplicates');
  const duplicates = await allGridRows(page, 'Duplicates');
  assert.deepEqual(
    duplicates.map(({ cells }) => [inputOf(cells[0]), count(cells[1]), within(cells[4]), count(cells[5])]),
    expected.duplicates.map((one) => [one.path, one.record, one.of_path, one.of_record]),
  );
}

async function skippedAreShown(page) {
  const skipped = await page.$$eval('[data-skipped]', (rows) =>
    rows.map((row) => [row.dataset.skipped, row.querySelector('td').textContent]),
  );
  const paths = expected.skipped.map(({ path: file, member }) => (member ? `${file}/${member}` : file));
  assert.deepEqual(skipped.map(([file]) => within(file)).sort(), paths.sort());
  for (const [file, reason] of skipped) assert.match(reason, /\w+ \w+/, file);
}

/** The view Inputs: the bronze ledger, what could not be read, what was there twice, what was set aside. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { contents, hashing, skipped } from '../../engine/session.ts';
import { SaveIcon } from '../../widgets/icons.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { saveSummary, saving } from '../saving.ts';
import { DuplicateTable } from './duplicates.tsx';
import { Ledger } from './ledger.tsx';
import { ProblemTable } from './problems.tsx';

/** The view. */
export function Inputs(): JSX.Element {
  const totals = contents.value?.totals;
  return (
    <div class="view">
      <div class="view-actions">
        <p>
          {hashing.value > 0
            ? `Computing the SHA-256 of ${formatCounted(hashing.value, 'input')}.`
            : 'The SHA-256 of every input is over its whole length, whether or not all of it was read.'}
        </p>
        <button
          type="button"
          class="button"
          disabled={saving.value !== null}
          onClick={() => void saveSummary()}
        >
          <SaveIcon />
          <span>Download summary JSON</span>
        </button>
      </div>
      <Ledger />
      <ProblemTable count={totals?.problems ?? 0} />
      <DuplicateTable count={totals?.duplicates ?? 0} />
      <SkippedFiles />
    </div>
  );
}

function SkippedFiles(): JSX.Element | null {
  const files = skipped.value;
  if (files.length === 0) return null;
  return (
    <Panel title="Skipped files" aside={`${formatCount(files.length)} not read`} class="scrolling">
      <table class="list" aria-label="Skipped files">
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {firstRows(files).map(({ path, reason }, at) => (
            <tr key={`${at} ${path}`} data-skipped={path}>
              <th scope="row">{visible(path)}</th>
              <td>{visible(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest rows={files} />
    </Panel>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The view Inputs: the bronze ledger, problems, duplicates, conflicts, warnings and skipped files. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LISTS, type List } from '../../base/address.ts';
import type { Skipped } from '../../base/folder.ts';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Input } from '../../engine/generated.ts';
import { contents, hashing, skipped } from '../../engine/session.ts';
import { Fold } from '../../widgets/fold.tsx';
import { SaveIcon } from '../../widgets/icons.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { useAnswer } from '../ask.ts';
import { SaveMenu, ShownMenu } from '../export.tsx';
import { saveSummary, saving } from '../saving.ts';
import { address, go } from '../state.ts';
import { Refused } from '../states.tsx';
import { ConflictTable } from './conflicts.tsx';
import { DuplicateTable } from './duplicates.tsx';
import { Known } from './knowledge.tsx';
import { Ledger } from './ledger.tsx';
import type { ListProps } from './place-list.tsx';
import { ProblemTable } from './problems.tsx';
import { WarningTable } from './warnings.tsx';

/** The first row of an input in a list; jumping there twice must scroll twice. */
type Jump = { count: number; list: List; row: number };

const WORDS: Record<List, { title: string; says(count: number): string; none: string }> = {
  problems: {
    title: 'Problems',
    says: (count) => `${formatCounted(count, 'record')} could not be read`,
    none: 'Every record could be read.',
  },
  duplicates: {
    title: 'Duplicates',
    says: (count) => `${formatCounted(count, 'record')} ${count === 1 ? 'repeats' : 'repeat'} an event`,
    none: 'No record repeats an event.',
  },
  conflicts: {
    title: 'Conflicts',
    says: (count) => `${formatCounted(count, 'record')} with the id of another event and other content`,
    none: 'No two records of one id differ.',
  },
  warnings: {
    title: 'Warnings',
    says: (count) => `${formatCounted(count, 'warning')} of what was lost or guessed`,
    none: 'Nothing was lost or guessed.',
  },
};

const TABLES: Record<List, (props: ListProps) => JSX.Element> = {
  problems: ProblemTable,
  duplicates: DuplicateTable,
  conflicts: ConflictTable,
  warnings: WarningTable,
};

/** The view. */
export function Inputs(): JSX.Element {
  const { answer, error } = useAnswer('inputs', { ask: 'inputs' });
  const [jump, setJump] = useState<Jump | null>(null);
  if (error !== null) return <Refused error={error} />;
  const totals = contents.value?.totals;
  const inputs = answer?.inputs ?? [];
  const { list } = address.value;
  const goToList = (of: List, input: Input): void => {
    // All lists are in input order.
    const row = inputs.slice(0, input.index).reduce((sum, one) => sum + one[of], 0);
    setJump({ count: (jump?.count ?? 0) + 1, list: of, row });
    go({ list: of }, list === of ? 'replace' : 'push');
  };
  const asked = jump?.list === list ? jump : null;
  const [key, from] = [asked?.count ?? 0, asked?.row ?? null];
  const { title, says, none } = WORDS[list];
  const count = totals?.[list] ?? 0;
  const Table = TABLES[list];
  return (
    <div class="view">
      <div class="view-actions">
        <p>
          {hashing.value > 0
            ? `Computing the SHA-256 of ${formatCounted(hashing.value, 'file')}.`
            : 'SHA-256 covers the whole file, even if reading stopped early.'}
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
      <Ledger inputs={inputs} onList={goToList} />
      <Panel
        title={title}
        head={<ListSwitch />}
        class={count > 0 ? 'table-panel' : ''}
        aside={
          <>
            {says(count)}
            {count > 0 && <SaveMenu title={list} what={{ kind: list }} />}
          </>
        }
      >
        {count === 0 ? <Empty>{none}</Empty> : <Table key={key} count={count} from={from} />}
      </Panel>
      <Known />
      <SkippedFiles files={[...(answer?.skipped ?? []), ...skipped.value]} />
    </div>
  );
}

function ListSwitch(): JSX.Element {
  const totals = contents.value?.totals;
  return (
    <span class="switch large" role="group" aria-label="Lists of records">
      {LISTS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={address.value.list === name}
          data-list={name}
          onClick={() => go({ list: name })}
        >
          {WORDS[name].title} <b>{formatCount(totals?.[name] ?? 0)}</b>
        </button>
      ))}
    </span>
  );
}

function SkippedFiles({ files }: { files: Skipped[] }): JSX.Element | null {
  if (files.length === 0) return null;
  return (
    <Panel
      title="Skipped files"
      // The core does not know of files that were not handed to it.
      menu={
        skipped.value.length === 0 && (
          <ShownMenu title="Skipped files" question={{ ask: 'inputs' }} part={['skipped']} />
        )
      }
      aside={`${formatCount(files.length)} not read, or in part`}
    >
      <Fold of="Skipped files" tall>
        <table class="list skipped" aria-label="Skipped files">
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
      </Fold>
      <Rest rows={files} />
    </Panel>
  );
}

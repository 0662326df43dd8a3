/** A query that counts or draws the same elsewhere: whose SQL, of which table, and the text to copy. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Dialect, EvidenceQuestion, QueryAnswer } from '../../engine/evidence/generated.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { useEvidence, Working } from './work.tsx';

const DIALECTS: [Dialect, string][] = [
  ['databricks', 'Databricks and Spark'],
  ['duckdb', 'DuckDB'],
];

type QueryTextProps = {
  /** The table that is named at first. */
  table: string;
  /** The question for a table and a dialect; null asks nothing yet. */
  question(table: string, dialect: Dialect): Extract<EvidenceQuestion, { table: string }> | null;
};

/** The controls and the text. */
export function QueryText({ table: first, question }: QueryTextProps): JSX.Element {
  const [dialect, setDialect] = useState<Dialect>('databricks');
  const [table, setTable] = useState(first);
  const state = useEvidence(question(table.trim() || first, dialect));
  // A change of the table needs no new counting, so the former text stays until the next is there.
  const shown = useRef<QueryAnswer | null>(null);
  if (state.answer) shown.current = state.answer;
  const text = state.answer ?? (state.error === null ? shown.current : null);
  return (
    <>
      <div class="evidence-controls">
        <label>
          SQL of{' '}
          <select
            value={dialect}
            onChange={({ currentTarget }) =>
              setDialect(currentTarget.value === 'duckdb' ? 'duckdb' : 'databricks')
            }
          >
            {DIALECTS.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Table{' '}
          <input
            type="text"
            class="table-name"
            value={table}
            spellcheck={false}
            autocomplete="off"
            onInput={({ currentTarget }) => setTable(currentTarget.value)}
          />
        </label>
        {text && (
          <CopyButton text={text.sql} what="the query">
            Copy
          </CopyButton>
        )}
      </div>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
        <pre class="query-text" tabIndex={0} data-query={dialect}>
          {text.sql}
        </pre>
      ) : (
        <Working state={state} what="Writing the query" />
      )}
    </>
  );
}

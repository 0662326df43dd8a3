/** Compares the totals with the result of the query, which is pasted, chosen or dropped. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type {
  ComparisonAnswer,
  TotalsDifference,
  TotalsFigures,
} from '../../../engine/evidence/generated.ts';
import { Fold } from '../../../widgets/fold.tsx';
import { OpenFiles } from '../../../widgets/open-files.tsx';
import { Panel } from '../../../widgets/panel.tsx';
import { firstRows, Rest } from '../../../widgets/rest.tsx';
import { useEvidence, Working } from '../work.tsx';

/** The core refuses more. */
const MAX_BYTES = 64 << 20;

/** A result: its text, and where it is from. */
type Result = { text: string; from: string };

/** The panel. */
export function Compare(): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [result, setResult] = useState<Result | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const take = (file: File | undefined): void => {
    if (!file) return;
    setResult(null);
    if (file.size > MAX_BYTES) {
      setRefused(`${visible(file.name)} has more than 64 MiB, which no result of the query has.`);
      return;
    }
    setRefused(null);
    file.text().then(
      (text) => setResult({ text, from: file.name }),
      (error: unknown) => setRefused(`${visible(file.name)} cannot be read: ${error}`),
    );
  };
  const onDrop = (event: DragEvent): void => {
    const files = event.dataTransfer?.files;
    setOver(false);
    if (!files || files.length === 0) return;
    event.preventDefault();
    take(files[0]);
  };
  return (
    <Panel title="Compare with the warehouse's result">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the controls inside do the same. */}
      <div
        class={over ? 'result-drop over' : 'result-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <textarea
          aria-label="Result of the query, CSV or JSON"
          placeholder="Paste the result of the query, CSV or JSON, or drop its file here"
          rows={5}
          spellcheck={false}
          value={pasted}
          onInput={({ currentTarget }) => setPasted(currentTarget.value)}
        />
        <div class="evidence-controls">
          <button
            type="button"
            class="button primary"
            disabled={pasted.trim() === ''}
            onClick={() => {
              setRefused(null);
              setResult({ text: pasted, from: 'what was pasted' });
            }}
          >
            Compare
          </button>
          <OpenFiles
            text="Open a file"
            label="Open the result of the query"
            choose="totals"
            accept=".csv,.json,.ndjson,.jsonl,.txt"
            onFiles={([file]) => take(file)}
          />
        </div>
      </div>
      <div role="status">
        {refused !== null && <p class="mistake">{refused}</p>}
        {result && <Compared key={result.from} result={result} />}
      </div>
    </Panel>
  );
}

function Compared({ result }: { result: Result }): JSX.Element {
  const state = useEvidence({ ask: 'compareTotals', result: result.text });
  const { answer, error } = state;
  if (error !== null) {
    return (
      <p class="mistake" data-comparison="unreadable">
        {visible(result.from)} cannot be compared: {visible(error)}.
      </p>
    );
  }
  if (!answer) return <Working state={state} what="Comparing" />;
  const { compared, differences, redelivered, undecided, undated } = answer;
  const found = outcome(answer);
  return (
    <>
      <p class="comparison" data-comparison={found.toLowerCase()}>
        <b>{found}</b>: {verdict(answer)}
      </p>
      {undecided.length > 0 && (
        <p class="note" data-undecided={undecided.length}>
          {daysOf(undecided.length)} {undecided.length === 1 ? 'has' : 'have'} as many events on both sides,
          but one side has no ids, as delivered logs have none: whether they are the same events cannot be
          told.
        </p>
      )}
      {undated > 0 && <p class="note">{formatCounted(undated, 'event')} without a time were not compared.</p>}
      {differences.length > 0 && <Differences title="Days of services that differ" rows={differences} />}
      {redelivered.length > 0 && (
        <Differences title="The same events, delivered more than once" rows={redelivered} />
      )}
      {compared === 0 && <p class="note">Neither side has a day.</p>}
    </>
  );
}

function outcome({ isEqual, differences }: ComparisonAnswer): string {
  if (isEqual) return 'Equal';
  return differences.length > 0 ? 'Different' : 'Undecided';
}

function daysOf(count: number): string {
  return formatCounted(count, 'day of a service', 'days of services');
}

function verdict({ isEqual, compared, differences, undecided }: ComparisonAnswer): string {
  const days = daysOf(compared);
  if (isEqual) return `${days} ${compared === 1 ? 'has' : 'have'} the same events on both sides.`;
  const found = differences.length > 0 ? differences.length : undecided.length;
  return `${formatCount(found)} of ${days}.`;
}

const FIGURES: [keyof TotalsFigures, string][] = [
  ['records', 'records'],
  ['ids', 'ids'],
  ['withoutId', 'without id'],
  ['digest', 'digest'],
];

function Differences({ title, rows }: { title: string; rows: TotalsDifference[] }): JSX.Element {
  return (
    <>
      <Fold of={title} tall>
        <div class="scroll-x">
          <table class="list" aria-label={title}>
            <caption>{title}</caption>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Service</th>
                {FIGURES.map(([name, text]) => (
                  <th key={name} scope="col" class="numeric">
                    {text}, loaded
                    <br />
                    in the warehouse
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {firstRows(rows).map(({ eventDate, serviceName, loaded, warehouse, sentence }) => (
                <tr
                  key={`${eventDate} ${serviceName}`}
                  title={visible(sentence)}
                  data-difference={visible(sentence)}
                >
                  <th scope="row" class="no-wrap">
                    {eventDate}
                  </th>
                  <td>{serviceName === '' ? '(no service)' : visible(serviceName)}</td>
                  {FIGURES.map(([name]) => {
                    const [ours, theirs] = [shown(loaded, name), shown(warehouse, name)];
                    return (
                      <td key={name} class={ours === theirs ? 'numeric' : 'numeric differs'}>
                        {ours}
                        <br />
                        {theirs}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Fold>
      <Rest rows={rows} hint="the command line names the others" />
    </>
  );
}

function shown(figures: TotalsFigures | null, name: keyof TotalsFigures): string {
  if (!figures) return 'none';
  const value = figures[name];
  return typeof value === 'number' ? formatCount(value) : value;
}

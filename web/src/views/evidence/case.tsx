/** The section Case: what the review is for and who makes it, what was decided, and the files that say so. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Case as CaseFile, Note } from '../../engine/evidence/generated.ts';
import { findings, phase } from '../../engine/session.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { apply, showEvents } from '../filter/edits.ts';
import { saveReport, saving } from '../saving.ts';
import { filter } from '../state.ts';
import {
  author,
  cased,
  caseText,
  compared,
  edit,
  newCase,
  refused,
  said,
  saveCase,
  unsaved,
  watch,
} from './cased.ts';
import { lines } from './log.ts';
import { OpenCase } from './open-case.tsx';
import { PseudonymsPanel } from './pseudonyms.tsx';

/** The section. */
export function Case(): JSX.Element {
  useEffect(watch, []);
  return (
    <>
      <About />
      <Decided />
      <Noted />
      <Filters />
      <Reports />
      <PseudonymsPanel />
      <SessionLog />
    </>
  );
}

function About(): JSX.Element {
  const id = useId();
  const now = cased.value;
  const field = (name: string, label: string, control: (id: string) => JSX.Element): JSX.Element => (
    <>
      <dt>
        <label for={`${id}-${name}`}>{label}</label>
      </dt>
      <dd>{control(`${id}-${name}`)}</dd>
    </>
  );
  const text = (member: 'title' | 'prepared_by' | 'reviewed_by', label: string): JSX.Element =>
    field(member, label, (own) => (
      <input
        id={own}
        type="text"
        value={now[member]}
        onInput={(event) => edit({ [member]: event.currentTarget.value })}
      />
    ));
  const day = (member: 'prepared_on' | 'reviewed_on', label: string): JSX.Element =>
    field(member, label, (own) => (
      <input
        id={own}
        type="date"
        value={now[member] ?? ''}
        onChange={(event) => edit({ [member]: event.currentTarget.value || null })}
      />
    ));
  return (
    <Panel
      title="Case"
      class="case-form"
      aside={<span data-unsaved={unsaved.value ? 'yes' : 'no'}>{unsaved.value ? 'Not saved' : ''}</span>}
    >
      <p>
        A case is kept in its file alone: save it, and drop it here again with the logs. It holds what is
        decided and noted, the filters below, and the own rules and tuning in use.
      </p>
      <dl class="finding-facts">
        {text('title', 'Title')}
        {field('purpose', 'Purpose', (own) => (
          <textarea
            id={own}
            rows={3}
            value={now.purpose}
            onInput={(event) => edit({ purpose: event.currentTarget.value })}
          />
        ))}
        {text('prepared_by', 'Prepared by')}
        {day('prepared_on', 'Prepared on')}
        {text('reviewed_by', 'Reviewed by')}
        {day('reviewed_on', 'Reviewed on')}
        {field('author', 'Decisions and notes by', (own) => (
          <input
            id={own}
            type="text"
            placeholder={now.prepared_by || 'your name'}
            value={author.value}
            onInput={(event) => {
              author.value = event.currentTarget.value;
            }}
          />
        ))}
      </dl>
      <div class="case-actions">
        <button
          type="button"
          class="button primary"
          disabled={saving.value !== null || phase.value !== 'ready'}
          onClick={() => void saveCase()}
        >
          Save case
        </button>
        <OpenCase />
        <button type="button" class="button" onClick={newCase}>
          New case
        </button>
      </div>
      {said.value.length > 0 && <Sentences title="About the file" sentences={said.value} />}
    </Panel>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: string[] }): JSX.Element {
  return (
    <>
      <h3>{title}</h3>
      <ul class="case-sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{visible(sentence)}</li>
        ))}
      </ul>
    </>
  );
}

function Decided(): JSX.Element {
  const now = compared.value;
  return (
    <Panel title="Findings of the case">
      <div class="case-form">
        {refused.value !== null && <Empty>The case cannot be compared: {visible(refused.value)}</Empty>}
        {refused.value === null && now === null && (
          <Empty>{findings.value === null ? 'The rules are being evaluated.' : 'Being compared.'}</Empty>
        )}
        {now && (
          <p data-case-counts>
            <b>{formatCount(now.open)}</b> open, <b>{formatCount(now.explained)}</b> explained,{' '}
            <b>{formatCount(now.exceptions)}</b> {now.exceptions === 1 ? 'exception' : 'exceptions'}. A
            finding is decided on its page in Findings.
          </p>
        )}
        {now && now.differences.length > 0 && (
          <div data-case-differences>
            <Sentences title="What differs from the logs of the case" sentences={now.differences} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Noted(): JSX.Element | null {
  const noted = cased.value.notes.flatMap((note) => (note.event ? [{ note, event: note.event }] : []));
  if (noted.length === 0) return null;
  return (
    <Panel title="Notes on events" aside={formatCounted(noted.length, 'note')}>
      <ul class="case-notes">
        {noted.map(({ note, event }) => (
          <li key={`${event} ${note.at}`}>
            <button type="button" class="value" onClick={() => showEvents(event)}>
              {visible(note.about)}
            </button>{' '}
            {note.star && '★ '}
            {note.label !== '' && <b>{visible(note.label)}</b>} {visible(note.comment)}
            <small> {visible(by(note))}</small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function by({ by: who, at }: Note): string {
  return who === '' ? at : `${who}, ${at}`;
}

function Filters(): JSX.Element {
  const [name, setName] = useState('');
  const { filters } = cased.value;
  const text = filter.value;
  const isTaken = filters.some((other) => other.name === name.trim());
  const keep = (next: CaseFile['filters']): void => edit({ filters: next });
  return (
    <Panel title="Saved filters">
      <div class="case-form">
        {filters.length > 0 && (
          <ul class="case-notes">
            {filters.map((saved) => (
              <li key={saved.name}>
                <button type="button" class="value" onClick={() => apply(saved.filter)}>
                  {visible(saved.name)}
                </button>{' '}
                <code>{visible(saved.filter)}</code>{' '}
                <button
                  type="button"
                  class="button small"
                  aria-label={`Remove the filter ${saved.name}`}
                  onClick={() => keep(filters.filter((other) => other !== saved))}
                >
                  Remove
                </button>
              </li>
            ))}
          </ul>
        )}
        {text === '' ? (
          <Empty>A filter that is set above can be saved here with a name.</Empty>
        ) : (
          <div class="case-actions">
            <code>{visible(text)}</code>
            <input
              type="text"
              aria-label="Name of the filter"
              placeholder="name"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button
              type="button"
              class="button"
              disabled={name.trim() === '' || isTaken}
              onClick={() => {
                keep([...filters, { name: name.trim(), filter: text }]);
                setName('');
              }}
            >
              Save filter
            </button>
            {isTaken && <span>There is a filter of this name.</span>}
          </div>
        )}
      </div>
    </Panel>
  );
}

function Reports(): JSX.Element {
  const id = useId();
  const [size, setSize] = useState('');
  const [seed, setSeed] = useState('');
  const drawn = Number(size);
  const isSample = size !== '';
  const isAsked = !isSample || (Number.isSafeInteger(drawn) && drawn > 0 && seed !== '');
  const isReady = phase.value === 'ready' && saving.value === null && findings.value !== null && isAsked;
  const save = async (form: 'html' | 'xlsx'): Promise<void> => {
    const sample = isSample ? { size: drawn, seed, method: { kind: 'simple' as const } } : null;
    await saveReport(async () => ({ form, filter: filter.value, sample, case: await caseText() }));
  };
  return (
    <Panel title="Report">
      <div class="case-form">
        <p>
          A page without scripts to read and print, or a workpaper with a sheet for each part: purpose and
          source, completeness, control totals, findings with what was decided, exceptions, inputs, rules,
          problems, and who signs.{' '}
          {filter.value !== '' && 'Totals, findings and sample are those of the filter above.'}
        </p>
        <div class="case-actions">
          <label for={`${id}-size`}>Sample of</label>
          <input
            id={`${id}-size`}
            type="number"
            min={1}
            placeholder="none"
            value={size}
            onInput={(event) => setSize(event.currentTarget.value)}
          />
          <label for={`${id}-seed`}>events with the seed</label>
          <input
            id={`${id}-seed`}
            type="text"
            placeholder="2026-Q1"
            value={seed}
            disabled={!isSample}
            onInput={(event) => setSeed(event.currentTarget.value)}
          />
          {!isAsked && <span>A sample needs a size above 0 and a seed.</span>}
        </div>
        <div class="case-actions">
          <button type="button" class="button primary" disabled={!isReady} onClick={() => void save('html')}>
            Save report
          </button>
          <button type="button" class="button" disabled={!isReady} onClick={() => void save('xlsx')}>
            Save workpaper
          </button>
        </div>
      </div>
    </Panel>
  );
}

/** So many lines are shown; the file has all. */
const SHOWN = 200;

function SessionLog(): JSX.Element {
  const all = lines.value;
  return (
    <Panel title="Session log" aside={formatCounted(all.length, 'line')}>
      <div class="case-form">
        <p>
          What was done on this page, saved with the case and with bundles. Each line has the SHA-256 of the
          one before, so that an edit shows; <code>touchstone verify</code> checks it.
        </p>
        {all.length === 0 && <Empty>Nothing was done yet.</Empty>}
        <ol class="case-log" data-log start={Math.max(1, all.length - SHOWN + 1)}>
          {all.slice(-SHOWN).map((line) => (
            <li key={line.sha256}>
              <small>{visible(line.at)}</small> <b>{line.what}</b> {visible(line.text)}
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}

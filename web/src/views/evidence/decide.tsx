// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** What the auditor says of a finding: open, explained or an exception, and why. */
import type { JSX } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import type { State } from '../../engine/evidence/generated.ts';
import type { Finding } from '../../engine/generated.ts';
import { compared, decide, dispositionOf, refused, watch } from './cased.ts';
import { NoteEditor } from './note.tsx';

const STATES: [State, string, string][] = [
  ['open', 'Open', 'Nobody has decided yet'],
  ['explained', 'Explained', 'It is as it should be'],
  ['exception', 'Exception', 'It is not as it should be'],
];

/** The editor. A finding is known once the case was compared. */
export function Decide({ finding }: { finding: Finding }): JSX.Element {
  useEffect(watch, []);
  const known = compared.value?.findings.find(({ key }) => key === finding.key);
  return (
    <section aria-label="Disposition" class="case-form" data-disposition={known ? 'known' : 'unknown'}>
      <h3>Disposition</h3>
      {known ? (
        <Known finding={finding} fingerprint={known.fingerprint} />
      ) : (
        <p>{refused.value === null ? 'Being looked for.' : visible(refused.value)}</p>
      )}
    </section>
  );
}

function Known({ finding, fingerprint }: { finding: Finding; fingerprint: string }): JSX.Element {
  const id = useId();
  const now = dispositionOf(fingerprint);
  const state = now?.state ?? 'open';
  const words = finding.message;
  return (
    <>
      <div class="case-actions">
        <span class="switch" role="group" aria-label="Disposition of this finding">
          {STATES.map(([name, title, hint]) => (
            <button
              key={name}
              type="button"
              aria-pressed={state === name}
              title={hint}
              onClick={() => decide(fingerprint, words, name, now?.why ?? '')}
            >
              {title}
            </button>
          ))}
        </span>
        {now && <span>{visible([now.by, now.at].filter((part) => part !== '').join(', '))}</span>}
      </div>
      <div class="case-field">
        <label for={id}>Why</label>
        <textarea
          id={id}
          rows={2}
          value={now?.why ?? ''}
          onChange={(event) => decide(fingerprint, words, state, event.currentTarget.value)}
        />
      </div>
      {state !== 'open' && (now?.why ?? '').trim() === '' && <p>A reviewer asks for a reason.</p>}
      <NoteEditor of={{ finding: fingerprint }} words={words} />
    </>
  );
}

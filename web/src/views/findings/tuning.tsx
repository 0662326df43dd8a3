// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** What is tuned about the rules: the bar that tells it, and the panel that changes it. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible, visibleBlock } from '../../base/text.ts';
import type { RulesInUse } from '../../engine/generated.ts';
import { looking, rules, steerRules } from '../../engine/session.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { OpenFiles } from '../../widgets/open-files.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { takeRules } from '../file-input.ts';
import { saveTuning } from '../saving.ts';
import { change, useChange } from './change.ts';
import { Exceptions, Mistake } from './exceptions.tsx';

const NOTHING: RulesInUse = {
  own: [],
  problems: [],
  replaced: [],
  tuning: '',
  tuningProblems: [],
  off: 0,
  changed: 0,
  excepted: 0,
  exceptions: [],
  tuned: [],
  last: null,
};

/** What is tuned in a few words, the last change with its undo, and the button of the panel. */
export function TuningBar({ open, onOpen }: { open: boolean; onOpen(open: boolean): void }): JSX.Element {
  const { off, changed, excepted, own, tuning, last } = rules.value ?? NOTHING;
  const told = [
    off > 0 && `${formatCounted(off, 'rule')} off`,
    changed > 0 && `${formatCounted(changed, 'rule')} changed`,
    excepted > 0 && formatCounted(excepted, 'exception'),
    own.length > 0 && formatCounted(own.length, 'file of own rules', 'files of own rules'),
  ].filter((part) => part !== false);
  return (
    <div class="tuning-bar" role="group" aria-label="Tuning">
      <span data-tuned={told.length} role="status">
        {told.length === 0 ? 'The rules are used as they come.' : `Tuned: ${told.join(', ')}.`}
      </span>
      <button type="button" class="button small" aria-expanded={open} onClick={() => onOpen(!open)}>
        Tuning and own rules
      </button>
      {last && (
        <button
          type="button"
          class="button small"
          title={`Take back: ${visible(last.words)}`}
          onClick={() => void change({ kind: 'undo' })}
        >
          Undo
        </button>
      )}
      {tuning !== '' && (
        <>
          <button type="button" class="button small" onClick={() => void change({ kind: 'reset' })}>
            Reset tuning
          </button>
          <button type="button" class="button small" onClick={() => void saveTuning()}>
            Save tuning
          </button>
        </>
      )}
      {last && (
        <span class="last-change" role="status">
          {visible(last.words)}.{last.wrote !== null && <pre data-wrote>{visibleBlock(last.wrote)}</pre>}
        </span>
      )}
    </div>
  );
}

/** Progress of evaluating the rules, with a button that stops it. */
export function Looking(): JSX.Element | null {
  const now = looking.value;
  if (!now) return null;
  const isChange = rules.value?.last !== null && rules.value !== null;
  return (
    <div class="looking">
      <progress max={Math.max(1, now.of)} value={now.done} aria-label="Rules evaluated" />
      <span>
        {formatCount(now.done)} of {formatCounted(now.of, 'rule')} evaluated
      </span>
      <button
        type="button"
        class="button small"
        title={isChange ? 'Takes the last change back' : 'Rules can be evaluated later'}
        onClick={() => void steerRules('stopLooking')}
      >
        Cancel
      </button>
    </div>
  );
}

/** The panel for all rules. */
export function TuningPanel({ onRule }: { onRule(rule: string): void }): JSX.Element {
  const now = rules.value ?? NOTHING;
  return (
    <Panel
      title="Tuning and own rules"
      class="tuning"
      aside={
        <>
          <OpenFiles
            text="Open files"
            label="Open a tuning file or own rules"
            choose="rules"
            accept=".yml,.yaml"
            multiple
            small
            onFiles={takeRules}
          />
          <button
            type="button"
            class="button small"
            disabled={now.tuning === ''}
            onClick={() => void saveTuning()}
          >
            Save tuning
          </button>
        </>
      }
    >
      <div class="finding-body">
        <p class="note">
          Drop files of Sigma rules or a tuning file (YAML) anywhere, alone or with logs. Links to this page
          carry neither: save the tuning and pass it on with your rules, as{' '}
          <code>touchstone analyze --tuning FILE --rules DIR</code> takes them.
        </p>
        {now.tuningProblems.length > 0 && (
          <ul class="rule-problems" aria-label="Tuning without effect">
            {now.tuningProblems.map((sentence) => (
              <li key={sentence}>{visible(sentence)}</li>
            ))}
          </ul>
        )}
        <OwnRules now={now} />
        <h3>Exceptions of all rules</h3>
        <Exceptions rule={null} list={now.exceptions} />
        {now.tuned.length > 0 && <Tuned now={now} onRule={onRule} />}
        <Disclosure title="The tuning as text">
          <TuningText text={now.tuning} />
        </Disclosure>
      </div>
    </Panel>
  );
}

function OwnRules({ now: { own, replaced } }: { now: RulesInUse }): JSX.Element | null {
  if (own.length === 0) return null;
  return (
    <>
      <h3>Own rules</h3>
      <ul class="own-rules" aria-label="Files of own rules">
        {own.map(({ file, rules: titles, problems }) => (
          <li key={file} data-own={file}>
            <b>{visible(file)}</b>
            <span>
              {titles.length === 0 ? 'no rule' : titles.map(visible).join(', ')}
              {problems > 0 && <span class="denied">, {formatCounted(problems, 'rule')} not usable</span>}
            </span>
            <button
              type="button"
              class="button small"
              aria-label={`Remove ${visible(file)}`}
              onClick={() => void change({ kind: 'remove', file })}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      {replaced.map((sentence) => (
        <p key={sentence} class="note">
          {visible(sentence)}
        </p>
      ))}
    </>
  );
}

function Tuned({ now: { tuned }, onRule }: { now: RulesInUse; onRule(rule: string): void }): JSX.Element {
  return (
    <>
      <h3>Tuned rules</h3>
      <ul class="own-rules" aria-label="Tuned rules">
        {tuned.map(({ id, title, off, changed, exceptions }) => {
          const told = [
            off && 'off',
            ...changed.map(({ key, value, default: own }) => `${key} ${value} instead of ${own ?? 'none'}`),
            exceptions > 0 && formatCounted(exceptions, 'exception'),
          ].filter((part) => part !== false);
          return (
            <li key={id} data-tuned-rule={id}>
              <button type="button" class="rule-open" onClick={() => onRule(id)}>
                {visible(title)}
              </button>
              <span>{visible(told.join(', '))}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function TuningText({ text }: { text: string }): JSX.Element {
  const [draft, setDraft] = useState(text);
  const { error, make } = useChange();
  useEffect(() => setDraft(text), [text]);
  return (
    <form
      class="tuning-text"
      onSubmit={(event) => {
        event.preventDefault();
        void make({ kind: 'tune', text: draft });
      }}
    >
      <textarea
        rows={Math.min(24, Math.max(6, draft.split('\n').length + 1))}
        spellcheck={false}
        aria-label="The tuning as YAML"
        placeholder={
          'allow:\n  - networks: [10.0.0.0/8]\nrules:\n  databricks_repeated_failed_logins:\n    threshold: 20'
        }
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <Mistake error={error} />
      <button type="submit" class="button small" disabled={draft === text}>
        Use this tuning
      </button>
    </form>
  );
}

/** What is tuned about one rule: its switch, its settings, its exceptions. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import type { Rule, Setting, SettingKey } from '../../engine/generated.ts';
import { change, useChange } from './change.ts';
import { Exceptions, Mistake } from './exceptions.tsx';

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];

/** Settings in words. */
const SETTINGS: Record<SettingKey, [title: string, hint: string]> = {
  level: ['Level', 'how serious a finding is'],
  threshold: ['Threshold', 'so many events or values'],
  timespan: ['Window', 'as 15m, 24h, 7d'],
  suppress: ['Suppress', 'further findings of a group within this time are counted into the first'],
  'suppress-by': [
    'Suppress by',
    'fields by which findings of several groups are one within that time; none keeps groups apart',
  ],
  'above-usual': ['Above usual', 'times as much as the group did before; 0 compares with nothing'],
  after: ['History', 'how much is needed, or how long a silence is: 14d'],
  'min-events': ['Events before', 'so many are needed'],
  factor: ['Factor', 'times the range between the quartiles'],
  least: ['Least range', 'between the quartiles'],
  'without-history': ['Without history', 'what is too much then'],
};

/** The switch of a rule. */
export function RuleSwitch({ rule, title, off }: { rule: string; title: string; off: boolean }): JSX.Element {
  return (
    <label class="rule-switch">
      <input
        type="checkbox"
        checked={!off}
        aria-label={`Use ${visible(title)}`}
        data-switch={rule}
        onChange={(event) => void change({ kind: 'switch', rule, on: event.currentTarget.checked })}
      />
    </label>
  );
}

/** The form. */
export function RuleTuning({ rule }: { rule: Rule }): JSX.Element {
  return (
    <div class="rule-tuning">
      <p class="rule-use">
        <RuleSwitch rule={rule.id} title={rule.title} off={rule.off} /> {rule.off ? 'switched off' : 'in use'}
      </p>
      <div class="settings">
        {rule.settings.map((setting) => (
          <SettingField key={setting.key} rule={rule.id} setting={setting} />
        ))}
      </div>
      <h4>Exceptions</h4>
      <Exceptions rule={rule.id} list={rule.exceptions} />
    </div>
  );
}

function SettingField({ rule, setting }: { rule: string; setting: Setting }): JSX.Element {
  const { key, default: own, value } = setting;
  const [title, hint] = SETTINGS[key];
  const [draft, setDraft] = useState(value ?? own ?? '');
  const { error, make } = useChange();
  const id = useId();
  useEffect(() => setDraft(value ?? own ?? ''), [value, own]);
  const set = (text: string | null): void => {
    if (text !== (value ?? own)) void make({ kind: 'set', rule, key, value: text || null });
  };
  const name = `${title}: ${hint}`;
  return (
    <div class={value === null ? 'setting' : 'setting changed'} data-setting={key}>
      <label for={id}>
        <span title={hint}>{title}</span>
        {key === 'level' ? (
          <select
            id={id}
            aria-label={name}
            value={draft}
            onChange={(event) => set(event.currentTarget.value)}
          >
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {level}
              </option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            type="text"
            spellcheck={false}
            aria-label={name}
            title={hint}
            placeholder={own ?? 'none'}
            value={draft}
            onInput={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') set(event.currentTarget.value);
            }}
            onBlur={(event) => set(event.currentTarget.value)}
          />
        )}
      </label>
      {value !== null && (
        <button
          type="button"
          class="button small"
          aria-label={`${title} as the rule has it: ${own ?? 'none'}`}
          onClick={() => set(null)}
        >
          Reset to {own ?? 'none'}
        </button>
      )}
      <Mistake error={error} />
    </div>
  );
}

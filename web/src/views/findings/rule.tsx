/** A rule: in words, as its file says it, and what is tuned about it. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { visible, visibleBlock } from '../../base/text.ts';
import type { Rule } from '../../engine/generated.ts';
import { rules } from '../../engine/session.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { RuleTuning } from './rule-tuning.tsx';

/** A rule by its id; asked again when the tuning has changed. */
export function useRule(slot: string, id: string): { rule: Rule | null; error: string | null } {
  const { answer, error } = useAnswer(slot, { ask: 'rule', id }, rules.value);
  return { rule: answer, error };
}

/** The panel of a rule that was chosen in the list. It takes the focus, so that keys go on from there. */
export function RulePanel({ id, onClose }: { id: string; onClose(): void }): JSX.Element {
  const { rule, error } = useRule('shownRule', id);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), [id]);
  return (
    <Panel
      title={rule ? visible(rule.title) : 'Rule'}
      class="finding rule-panel"
      aside={
        <button type="button" class="button small" ref={close} onClick={onClose}>
          Close
        </button>
      }
    >
      <div class="finding-body">
        {error !== null && <Empty>The rule cannot be shown: {error}</Empty>}
        {rule && (
          <>
            <RuleTuning rule={rule} />
            <RuleText rule={rule} />
          </>
        )}
      </div>
    </Panel>
  );
}

/** Rules break the lines of their descriptions where the file ends them. */
function inLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}

/** A rule in words, and as its file says it. */
export function RuleText({ rule }: { rule: Rule }): JSX.Element {
  const facts: [name: string, values: string[]][] = [
    ['Why it matters', [rule.objective, rule.description].filter((text) => text !== null)],
    ['Technique', rule.tags],
    ['What looks like it', rule.falsePositives],
    ['Where the idea comes from', rule.references],
    ['Fidelity', rule.fidelity === null ? [] : [rule.fidelity]],
  ];
  return (
    <>
      <dl class="finding-facts">
        {facts.map(
          ([name, values]) =>
            values.length > 0 && (
              <>
                <dt>{name}</dt>
                <dd>
                  {values.map((value) => (
                    <p key={value}>{visible(inLine(value))}</p>
                  ))}
                </dd>
              </>
            ),
        )}
      </dl>
      {rule.text === '' ? (
        <p class="note">This rule is part of the program; no file says it.</p>
      ) : (
        <Disclosure title={`${rule.own ? 'Your own rule' : 'The rule'}: ${visible(rule.file)}`}>
          <pre class="rule-text">{visibleBlock(rule.text)}</pre>
        </Disclosure>
      )}
    </>
  );
}

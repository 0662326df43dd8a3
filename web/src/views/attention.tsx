/** Notices that the user must know before relying on any figure, at the top of every view. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { contents } from '../engine/session.ts';
import { go, viewAddress } from './state.ts';

const SHOWN = 3;

/** The notices, if any. They cannot be dismissed, because figures depend on them. */
export function Attention(): JSX.Element | null {
  const notices = contents.value?.notices ?? [];
  if (notices.length === 0) return null;
  return (
    <div class="troubles attention" role="status" aria-label="About the inputs">
      <ul>
        {notices.slice(0, SHOWN).map(({ input, kind, message }) => (
          <li key={`${input} ${kind}`} data-attention={kind}>
            {visible(message)}.
          </li>
        ))}
        {notices.length > SHOWN && <li>and {formatCount(notices.length - SHOWN)} more</li>}
      </ul>
      <button type="button" class="button small" onClick={() => go(viewAddress('inputs'))}>
        Inputs
      </button>
    </div>
  );
}

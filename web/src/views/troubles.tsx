/** Inputs without events, each with its name and the cause, latest first. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { troubles } from '../engine/session.ts';
import { CrossIcon } from '../widgets/icons.tsx';

const SHOWN = 5;

/** The list, which can be dismissed; hidden if there are no troubles. */
export function TroubleList(): JSX.Element | null {
  const list = troubles.value;
  if (list.length === 0) return null;
  return (
    <div class="troubles" role="alert">
      <ul>
        {list
          .slice(-SHOWN)
          .reverse()
          .map(({ path, message }, at) => (
            <li key={`${at} ${path}`} data-trouble={path ?? ''}>
              {path !== null && <b>{visible(path)}</b>} {visible(message)}
            </li>
          ))}
        {list.length > SHOWN && <li>and {formatCount(list.length - SHOWN)} more: see Inputs.</li>}
      </ul>
      <button
        type="button"
        class="icon-button"
        aria-label="Close this message"
        onClick={() => {
          troubles.value = [];
        }}
      >
        <CrossIcon />
      </button>
    </div>
  );
}

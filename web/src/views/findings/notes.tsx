/** What became of files of rules that were dropped: what is used, and what is not, with the place. */
import type { JSX } from 'preact';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { rulesNotes } from '../../engine/session.ts';
import { CrossIcon } from '../../widgets/icons.tsx';

const SHOWN = 8;

/** The list, until it is closed. */
export function RulesNotes(): JSX.Element | null {
  const notes = rulesNotes.value;
  if (!notes) return null;
  const { taken, problems } = notes;
  const more = Math.max(0, taken.length - SHOWN) + Math.max(0, problems.length - SHOWN);
  return (
    <div class={problems.length > 0 ? 'troubles' : 'troubles taken'} role="alert" aria-label="Files of rules">
      <ul>
        {problems.slice(0, SHOWN).map(({ file, line, message }) => (
          <li key={`${file}:${line}:${message}`} data-rule-problem={file}>
            <b>{visible(file)}</b>
            {line === null ? '' : `, line ${line}`}: {visible(message)}
          </li>
        ))}
        {taken.slice(0, SHOWN).map((sentence) => (
          <li key={sentence} data-rule-taken>
            {visible(sentence)}.
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more.</li>}
      </ul>
      <button
        type="button"
        class="icon-button"
        aria-label="Close this message"
        onClick={() => {
          rulesNotes.value = null;
        }}
      >
        <CrossIcon />
      </button>
    </div>
  );
}

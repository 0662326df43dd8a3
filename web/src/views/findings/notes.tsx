/** What became of files of rules that were dropped: what is used, and what is not, with the place. */
import type { JSX } from 'preact';
import { visible } from '../../base/text.ts';
import { rulesNotes } from '../../engine/session.ts';
import { Messages } from '../../widgets/message.tsx';

const SHOWN = 8;

/** The list, until it is closed. */
export function RulesNotes(): JSX.Element | null {
  const notes = rulesNotes.value;
  if (!notes) return null;
  const { taken, problems } = notes;
  const more = Math.max(0, taken.length - SHOWN) + Math.max(0, problems.length - SHOWN);
  const close = (): void => {
    rulesNotes.value = null;
  };
  return (
    <Messages wrong={problems.length > 0} label="Files of rules" more={more} onClose={close}>
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
    </Messages>
  );
}

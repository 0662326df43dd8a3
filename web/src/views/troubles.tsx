/** Inputs without events, each with its name and the cause, latest first. */
import type { JSX } from 'preact';
import { visible } from '../base/text.ts';
import { troubles } from '../engine/session.ts';
import { Messages } from '../widgets/message.tsx';

const SHOWN = 5;

/** The list, which can be dismissed; hidden if there are no troubles. */
export function TroubleList(): JSX.Element | null {
  const list = troubles.value;
  if (list.length === 0) return null;
  const close = (): void => {
    troubles.value = [];
  };
  return (
    <Messages wrong more={Math.max(0, list.length - SHOWN)} where="Inputs" onClose={close}>
      {list
        .slice(-SHOWN)
        .reverse()
        .map(({ path, message, advice }, at) => (
          <li key={`${at} ${path}`} data-trouble={path ?? ''}>
            {path !== null && <b>{visible(path)}</b>} {visible(message)}
            {advice !== undefined && <> {advice}</>}
          </li>
        ))}
    </Messages>
  );
}

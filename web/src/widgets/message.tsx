/** A list of messages in a box that can be closed. */
import type { ComponentChildren, JSX } from 'preact';
import { formatCount } from '../base/format.ts';
import { CrossIcon } from './icons.tsx';

type MessagesProps = {
  /** Whether something is wrong. */
  wrong: boolean;
  label?: string;
  /** One list item each. */
  children: ComponentChildren;
  /** How many more there are. */
  more: number;
  /** Where these are seen. */
  where?: string;
  onClose(): void;
};

/** The box. */
export function Messages({ wrong, label, children, more, where, onClose }: MessagesProps): JSX.Element {
  return (
    <div class={wrong ? 'troubles' : 'troubles taken'} role="alert" aria-label={label}>
      <ul>
        {children}
        {more > 0 && (
          <li>
            and {formatCount(more)} more{where === undefined ? '' : `: see ${where}`}.
          </li>
        )}
      </ul>
      <button type="button" class="icon-button" aria-label="Close this message" onClick={onClose}>
        <CrossIcon />
      </button>
    </div>
  );
}

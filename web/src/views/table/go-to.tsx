/** Goes to a row of a table by its number, or to the first event from a time on. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatTime } from '../../base/format.ts';
import { readPlace } from '../../base/place.ts';
import type { Table } from '../../engine/generated.ts';
import { ask } from '../../engine/session.ts';
import { Popover } from '../../widgets/popover.tsx';
import { notice } from '../saving.ts';

type GoToProps = {
  table: Table;
  total: number;
  /** Called with the row's index. */
  onGo(row: number): void;
};

/** The button with its form. */
export function GoTo(props: GoToProps): JSX.Element {
  return (
    <Popover class="end go-to" name="Go to a row or a time" label={<span>Go to</span>}>
      {(close) => <GoToForm {...props} close={close} />}
    </Popover>
  );
}

function GoToForm({ table, total, onGo, close }: GoToProps & { close(): void }): JSX.Element {
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const place = readPlace(text);
    if (place === null) {
      setMistake('Neither a row nor a time such as 2026-03-05 14:30');
    } else if ('row' in place) {
      if (place.row < 1 || place.row > total) setMistake(`Rows are from 1 to ${formatCount(total)}`);
      else {
        close();
        onGo(place.row - 1);
      }
    } else {
      const found = await ask('timePosition', { ask: 'timePosition', table, timeMs: place.timeMs });
      if (found.at === null) {
        setMistake(`No event here is at or after ${formatTime(place.timeMs)}`);
        return;
      }
      close();
      onGo(found.at);
      notice.value = { text: `Row ${formatCount(found.at + 1)}, ${formatTime(found.timeMs)}`, error: false };
    }
  };
  return (
    <form
      class="go-to-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch((error: unknown) =>
          setMistake(error instanceof Error ? error.message : String(error)),
        );
      }}
    >
      <label>
        Row, or time in UTC
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder="12,345 or 2026-03-05 14:30"
          aria-invalid={mistake !== null}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setMistake(null);
          }}
        />
      </label>
      <button type="submit" class="button small">
        Go
      </button>
      <p role="status">{mistake ?? `${formatCount(total)} rows; of a time, the first event from then on`}</p>
    </form>
  );
}

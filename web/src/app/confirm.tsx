/** The dialog that asks before something is taken away. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { confirming } from '../views/confirming.ts';

/** The dialog; Esc cancels. */
export function Confirm(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = confirming.value;
  useEffect(() => {
    if (now) dialog.current?.showModal();
    else dialog.current?.close();
  }, [now]);
  const close = (): void => {
    confirming.value = null;
  };
  return (
    <dialog class="sheet confirm" ref={dialog} aria-label={now?.title ?? 'Question'} onClose={close}>
      {now && (
        <>
          <h2>{now.title}</h2>
          <p>{now.text}</p>
          <div class="confirm-buttons">
            <button type="button" class="button" onClick={close}>
              Cancel
            </button>
            <button
              type="button"
              class="button primary"
              onClick={() => {
                close();
                now.run();
              }}
            >
              {now.yes}
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}

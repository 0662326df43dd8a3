/** The dialog that asks before something is taken away. */
import type { JSX } from 'preact';
import { confirming } from '../views/confirming.ts';
import { Modal } from '../widgets/modal.tsx';

/** The dialog; Esc cancels. */
export function Confirm(): JSX.Element {
  const now = confirming.value;
  const close = (): void => {
    confirming.value = null;
  };
  return (
    <Modal class="confirm" name={now?.title ?? 'Question'} shown={now !== null} onClose={close}>
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
    </Modal>
  );
}

/** A dialog above the page, which nothing else can be used under. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type ModalProps = {
  shown: boolean;
  /** Its accessible name. */
  name: string;
  class?: string;
  /** The person closed it by Esc or another means of the browser. */
  onClose(): void;
  children?: ComponentChildren;
};

/** The dialog; the browser keeps the focus inside, and Esc closes it. */
export function Modal(props: ModalProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  /** How often the page has closed it without having heard so yet. */
  const closing = useRef(0);
  useEffect(() => {
    if (!dialog.current || dialog.current.open === props.shown) return;
    if (props.shown) dialog.current.showModal();
    else {
      closing.current += 1;
      dialog.current.close();
    }
  }, [props.shown]);
  // The browser says `close` later: by then the page may have opened it again.
  const onClose = (): void => {
    if (closing.current > 0) closing.current -= 1;
    else props.onClose();
  };
  return (
    <dialog
      class={props.class ? `sheet ${props.class}` : 'sheet'}
      ref={dialog}
      aria-label={props.name}
      onClose={onClose}
    >
      {props.children}
    </dialog>
  );
}

/** A long part of a page: its beginning, and all of it on demand. It never scrolls within the page. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

type FoldProps = {
  /** What it holds, for the button's name. */
  of: string;
  /** Whether twice as much is shown of it. */
  tall?: boolean;
  children: ComponentChildren;
};

/** Less than this is not worth a button. */
const SLACK_PX = 24;

/** The part, with a button below it if it is longer than what is shown. */
export function Fold({ of, tall = false, children }: FoldProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && !open) setLong(element.scrollHeight > element.clientHeight + SLACK_PX);
  });
  // Keys reach what is not shown.
  const onFocus = ({ target }: FocusEvent): void => {
    const element = box.current;
    if (open || !long || !element || !(target instanceof HTMLElement)) return;
    if (target.getBoundingClientRect().bottom > element.getBoundingClientRect().bottom) setOpen(true);
  };
  const classes = ['fold', tall && 'tall', long && !open && 'long', open && 'open'];
  return (
    <>
      <div class={classes.filter(Boolean).join(' ')} ref={box} onFocusCapture={onFocus}>
        {children}
      </div>
      {(long || open) && (
        <button
          type="button"
          class="more"
          aria-expanded={open}
          aria-label={`Show ${open ? 'less' : 'all'}: ${of}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}

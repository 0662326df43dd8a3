/** A panel beside a table for one of its rows; Esc closes it. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { CrossIcon, DownIcon, UpIcon } from './icons.tsx';

type DrawerProps = {
  title: string;
  /** Moves to the previous or next row; null if unknown. */
  onStep: ((by: number) => void) | null;
  onClose(): void;
  /** Whether it is as wide as the window allows. */
  wide?: boolean;
  children: ComponentChildren;
};

/** The drawer. Arrows up and down move through the rows while one of its buttons has the focus. */
export function Drawer({ title, onStep, onClose, wide = false, children }: DrawerProps): JSX.Element {
  const drawer = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Returns the focus to where it came from.
    const opener = document.activeElement;
    const element = drawer.current;
    return () => {
      if (opener instanceof HTMLElement && element?.contains(document.activeElement))
        opener.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // Open menus and dialogs handle Esc themselves.
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    // Scrolling text keeps its arrow keys.
    if (by === undefined || !onStep || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    onStep(by);
  };
  return (
    <aside
      class={wide ? 'panel drawer wide' : 'panel drawer'}
      aria-label={title}
      ref={drawer}
      onKeyDown={onKeyDown}
    >
      <header class="panel-head">
        <h2>{title}</h2>
        <div class="panel-aside">
          <button
            type="button"
            class="icon-button"
            aria-label="Row above"
            title="Row above (↑)"
            disabled={!onStep}
            onClick={() => onStep?.(-1)}
          >
            <UpIcon />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Row below"
            title="Row below (↓)"
            disabled={!onStep}
            onClick={() => onStep?.(1)}
          >
            <DownIcon />
          </button>
          <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            <CrossIcon />
          </button>
        </div>
      </header>
      {children}
    </aside>
  );
}

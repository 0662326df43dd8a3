// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** A button that opens a small panel under it: a menu or a list of choices. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

type PopoverProps = {
  /** The button's content. */
  label: ComponentChildren;
  /** The name of the button, if `label` is not text, and of the panel. */
  name: string;
  class?: string;
  disabled?: boolean;
  /** Whether the panel floats above everything: for buttons in what scrolls, which would cut it off. */
  floating?: boolean;
  /** Rendered only while open; `close` returns the focus to the button. */
  children(close: () => void): ComponentChildren;
};

/** Between a floating panel and its button or the window's edge, in pixels. */
const GAP = 4;

/** The button and its panel. Esc or a click elsewhere closes it; arrows move between focusable elements. */
export function Popover(props: PopoverProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isFloating = useRef(false);
  const id = useId();

  useLayoutEffect(() => {
    if (!open) return;
    const panel = root.current?.querySelector<HTMLElement>('.popover-panel') ?? null;
    isFloating.current = props.floating || isCutOff(panel);
    if (isFloating.current) float(button.current, panel);
    stops(root.current)[0]?.focus({ preventScroll: true });
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const onOutside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onOutside);
    const onScroll = (event: Event): void => {
      if (isFloating.current && event.target instanceof Node && event.target.contains(root.current))
        setOpen(false);
    };
    document.addEventListener('focusin', onOutside);
    document.addEventListener('scroll', onScroll, true);
    return () => {
      document.removeEventListener('scroll', onScroll, true);
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
    };
  }, [open]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      step(root.current, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the controls inside.
    <div class={props.class ? `popover ${props.class}` : 'popover'} ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="button"
        ref={button}
        aria-label={props.name}
        title={props.name}
        aria-expanded={open}
        aria-controls={id}
        disabled={props.disabled ?? false}
        onClick={() => setOpen(!open)}
      >
        {props.label}
      </button>
      {open && (
        <div class="popover-panel" id={id} role="group" aria-label={props.name}>
          {props.children(close)}
        </div>
      )}
    </div>
  );
}

/** Whether a panel is not within the width of the window. */
function isCutOff(panel: HTMLElement | null): boolean {
  if (!panel) return false;
  const { left, right } = panel.getBoundingClientRect();
  return left < 0 || right > innerWidth;
}

/** Puts a panel under its button, or above it where there is more room, within the window. */
function float(button: HTMLElement | null, panel: HTMLElement | null): void {
  if (!button || !panel) return;
  // Above everything, whatever would contain or cut off what is fixed.
  panel.popover = 'manual';
  panel.showPopover();
  const at = button.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = at.bottom + GAP + height <= innerHeight || at.top < innerHeight - at.bottom;
  panel.style.position = 'fixed';
  panel.style.margin = '0';
  panel.style.right = 'auto';
  panel.style.bottom = 'auto';
  panel.style.left = `${Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP))}px`;
  panel.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height)}px`;
}

function stops(root: HTMLElement | null): HTMLElement[] {
  return [
    ...(root?.querySelectorAll<HTMLElement>('.popover-panel :is(button, input, a):not(:disabled)') ?? []),
  ];
}

function step(root: HTMLElement | null, by: number): void {
  const all = stops(root);
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus();
}

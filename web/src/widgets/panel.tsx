/** A titled part of a view. */
import type { ComponentChildren, JSX } from 'preact';

type PanelProps = {
  title: string;
  /** Stands where the title would, which then only names the panel. */
  head?: ComponentChildren;
  /** Beside the title, at the right: a count, a legend, buttons. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
};

/** The panel: a region that a screen reader can go to by its title. */
export function Panel({ title, head, aside, children, class: extra }: PanelProps): JSX.Element {
  return (
    <section class={extra ? `panel ${extra}` : 'panel'} aria-label={title}>
      <header class="panel-head">
        <h2 class={head === undefined ? undefined : 'hidden'}>{title}</h2>
        {head}
        {aside !== undefined && <div class="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** Says why there is nothing to see, and what can be done about it. */
export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="empty">{children}</p>;
}

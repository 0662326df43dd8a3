/** A row of key figures, separated by hairlines. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

/** A figure. Tests and scripts find it by `name`. */
export type Figure = {
  name: string;
  value: number;
  /** What is counted, in the plural. */
  label: string;
  /** Drawn in the colour of denial unless 0. */
  alarming?: boolean;
  /** A click shows the counted events. */
  onChoose?(): void;
};

/** The row of figures. */
export function Figures({ label, figures }: { label: string; figures: Figure[] }): JSX.Element {
  return (
    <dl class="figures" aria-label={label}>
      {figures.map(({ name, value, label: noun, alarming, onChoose }) => {
        const text = value === 1 ? singular(noun) : noun;
        return (
          <div key={name} class="figure">
            <dt>{text}</dt>
            <dd data-figure={name} class={alarming && value > 0 ? 'denied' : undefined}>
              {onChoose ? (
                <button
                  type="button"
                  title={`Filter: ${text}`}
                  aria-label={`${formatCount(value)} ${text}: filter`}
                  onClick={onChoose}
                >
                  {formatCount(value)}
                </button>
              ) : (
                formatCount(value)
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** `1 source address`, `1 session`; labels that are no plural stay. */
function singular(plural: string): string {
  return plural.startsWith('of ') ? plural : plural.replace(/(?<=ss)es$|(?<!s)s$/, '');
}

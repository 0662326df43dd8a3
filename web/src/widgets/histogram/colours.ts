/** The style sheet's palette, resolved for the canvas. */

const OUTCOMES: Record<string, string> = {
  success: '--success',
  succeeded: '--success',
  failure: '--failure',
  failed: '--failure',
  denied: '--denied',
  unknown: '--unknown',
};

/** The custom property with a series' colour; `rank` distinguishes services. */
export function seriesColour(name: string, rank: number | null): string {
  if (rank !== null) return name === 'other' ? '--series-other' : `--series-${(Math.max(0, rank) % 8) + 1}`;
  return OUTCOMES[name] ?? '--series-other';
}

/** Resolves a custom property under the current theme to a colour that a canvas accepts. */
export function resolveColour(inside: HTMLElement, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  inside.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

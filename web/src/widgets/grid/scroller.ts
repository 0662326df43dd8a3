/** Connects the arithmetic of `base/scroll.ts` to a scrolling element. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  clampOffset,
  type Extent,
  isScaled,
  offsetAt,
  offsetToShow,
  scrollTopAt,
} from '../../base/scroll.ts';

/** Scroll state and commands for the grid. */
export type Scroller = {
  extent: Extent;
  /** The table offset of the viewport's top. */
  offset: number;
  scrollTop: number;
  left: number;
  width: number;
  onScroll(): void;
  onWheel(event: WheelEvent): void;
  /**
   * Scrolls as little as possible to show the row and the column range in full, beside `inset` pixels that cover
   * the left. Without a range, only the row.
   */
  reveal(row: number, range: { left: number; width: number; inset: number } | null): void;
  toTop(): void;
};

/** Watches the size and scrolling of `element`. */
export function useScroller(
  element: { readonly current: HTMLElement | null },
  rows: number,
  rowHeight: number,
): Scroller {
  const [, redraw] = useState(0);
  const held = useRef({ offset: 0, scrollTop: 0, left: 0, width: 0, viewport: 0 });
  const now = held.current;
  const extent: Extent = { rows, rowHeight, viewport: now.viewport };
  // The table may have shrunk since the last scroll.
  now.offset = clampOffset(extent, now.offset);

  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = (): void => {
      if (now.viewport === target.clientHeight && now.width === target.clientWidth) return;
      now.viewport = target.clientHeight;
      now.width = target.clientWidth;
      redraw((count) => count + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, now]);

  const moveTo = (offset: number): void => {
    const target = element.current;
    if (!target) return;
    now.offset = clampOffset(extent, offset);
    now.scrollTop = scrollTopAt(extent, now.offset);
    target.scrollTop = now.scrollTop;
    redraw((count) => count + 1);
  };

  return {
    extent,
    offset: now.offset,
    scrollTop: now.scrollTop,
    left: now.left,
    width: now.width,
    onScroll() {
      const target = element.current;
      if (!target) return;
      // The scroll event caused by `moveTo` must not replace its exact offset with that of a scaled pixel.
      if (Math.abs(target.scrollTop - now.scrollTop) > 1.5) {
        now.scrollTop = target.scrollTop;
        now.offset = offsetAt(extent, now.scrollTop);
      } else if (!isScaled(extent)) {
        now.scrollTop = target.scrollTop;
        now.offset = offsetAt(extent, now.scrollTop);
      }
      now.left = target.scrollLeft;
      redraw((count) => count + 1);
    },
    onWheel(event) {
      // Unscaled, the browser scrolls better than we could. Scaled, one wheel notch would skip hundreds of
      // rows.
      if (
        !isScaled(extent) ||
        event.ctrlKey ||
        event.shiftKey ||
        Math.abs(event.deltaX) > Math.abs(event.deltaY)
      )
        return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? extent.viewport : 1;
      moveTo(now.offset + event.deltaY * unit);
    },
    reveal(row, range) {
      const target = element.current;
      if (!target) return;
      const { scrollLeft, clientWidth } = target;
      if (range) {
        const { left, width, inset } = range;
        if (left - inset < scrollLeft) target.scrollLeft = left - inset;
        else if (left + width > scrollLeft + clientWidth)
          target.scrollLeft = Math.min(left - inset, left + width - clientWidth);
      }
      now.left = target.scrollLeft;
      moveTo(row < 0 ? now.offset : offsetToShow(extent, now.offset, row));
    },
    toTop: () => moveTo(0),
  };
}

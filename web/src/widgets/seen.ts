/** Whether an element is on screen, for what is asked only while it is looked at. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { printing } from './printing.ts';

/** So near to the screen counts as on it. */
const MARGIN = '160px';

/** A reference for the element, and whether it is on screen, close to it, or about to be printed. */
export function useSeen<E extends HTMLElement>(): [{ current: E | null }, boolean] {
  const element = useRef<E>(null);
  const [seen, setSeen] = useState(false);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, seen || printing.value];
}

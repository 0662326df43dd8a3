/** Equal answers as one object, so that what they show is not drawn again. */
import { useRef } from 'preact/hooks';

/** The value, or the one of the drawing before where that is equal. */
export function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  const held = useRef({ text, value });
  if (held.current.text !== text) held.current = { text, value };
  return held.current.value;
}

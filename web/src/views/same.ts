/** Keeps equal answers as one object, so that components are not redrawn. */
import { useRef } from 'preact/hooks';

/** The value, or the previous one if equal. */
export function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  const held = useRef({ text, value });
  if (held.current.text !== text) held.current = { text, value };
  return held.current.value;
}

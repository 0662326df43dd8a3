/** Accepts drops anywhere on the window, at any time, but for those that a part of the page takes itself. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { takeDrop } from '../views/file-input.ts';

/** Listens for drops and shows that one would be accepted. */
export function DropZone(): JSX.Element | null {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Every element under the pointer fires its own enter and leave events; only their balance counts.
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const onLeave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      const isTaken = event.defaultPrevented;
      // Whatever was dropped, the browser must not navigate to it.
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!isTaken && event.dataTransfer && carriesFiles(event)) takeDrop(event.dataTransfer);
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  return over ? (
    <div class="drop-cover" aria-hidden="true">
      <span>Drop to add</span>
    </div>
  ) : null;
}

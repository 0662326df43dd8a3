/** The page's entry point: blocks the exits, draws, then starts the engine. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { closeExits, startCore } from './app/boot.ts';
import { viewTitle } from './app/commands.ts';
import { followHistory, writing } from './app/history.ts';
import { Shell } from './app/shell.tsx';
import { asking, fatal, findings, looking, phase, progress } from './engine/session.ts';
import { basis } from './views/basis.tsx';
import { unsaved } from './views/evidence/cased.ts';
import { holdsLogs } from './views/file-input.ts';
import { followFilter } from './views/filter/parsed.ts';
import { address } from './views/state.ts';

closeExits();
followFilter();
followHistory();

const root = document.getElementById('app');
if (root) {
  // Exposes the page's state as attributes, for tests, benchmarks and assistive tools.
  effect(() => {
    root.dataset.state = phase.value;
    root.dataset.events = String(progress.value?.events ?? 0);
    root.dataset.asking = String(asking.value);
    root.dataset.findings = String(findings.value?.total ?? '');
    root.dataset.looking = looking.value ? `${looking.value.done}/${looking.value.of}` : '';
    root.dataset.writing = writing.value ? 'yes' : '';
    root.dataset.basis = basis.value ?? '';
    // Bytes of the frames, and of the engine as a whole.
    root.dataset.memoryBytes = String(progress.value?.memoryBytes ?? 0);
    root.dataset.wasmBytes = String(progress.value?.takenBytes ?? 0);
  });
  effect(() => {
    const { view, service } = address.value;
    document.title = `${view === 'services' && service ? service : viewTitle(view)} · Touchstone`;
  });
  // Logs are read again after a reload, and a case is kept in its file alone; whoever leaves by mistake is asked first.
  addEventListener('beforeunload', (event) => {
    if ((holdsLogs() && fatal.value === null) || unsaved.value) event.preventDefault();
  });
  render(<Shell />, root);
  void startCore();
}

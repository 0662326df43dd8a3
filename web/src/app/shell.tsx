/** The frame of the page: top bar, side bar, and the current view. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { showIn } from '../base/zone.ts';
import { contents, fatal, phase, progress, started } from '../engine/session.ts';
import { Attention } from '../views/attention.tsx';
import { OtherFiles } from '../views/basis.tsx';
import { Compare } from '../views/compare/compare.tsx';
import { Events } from '../views/events/events.tsx';
import { Pins } from '../views/events/pins.tsx';
import { BundleAlone } from '../views/evidence/check.tsx';
import { checking } from '../views/evidence/checking.ts';
import { Evidence } from '../views/evidence/evidence.tsx';
import { Findings } from '../views/findings/findings.tsx';
import { RulesNotes } from '../views/findings/notes.tsx';
import { Full } from '../views/full.tsx';
import { Inputs } from '../views/inputs/inputs.tsx';
import { Overview } from '../views/overview/overview.tsx';
import { People } from '../views/people/people.tsx';
import { zone } from '../views/people/zone.tsx';
import { Services } from '../views/services/services.tsx';
import { Start } from '../views/start/start.tsx';
import { address } from '../views/state.ts';
import { Strip } from '../views/strip.tsx';
import { TroubleList } from '../views/troubles.tsx';
import { BasisDialog } from './basis.tsx';
import { onKey, viewTitle } from './commands.ts';
import { Confirm } from './confirm.tsx';
import { DropZone } from './drop.tsx';
import { Header } from './header.tsx';
import { Loading } from './loading.tsx';
import { Nav } from './nav.tsx';
import { Announcer, Fatal, Notices } from './notices.tsx';
import { Palette } from './palette.tsx';
import { PrintFoot, PrintHead } from './print.tsx';
import { Sheet } from './sheet.tsx';

/** The page. */
export function Shell(): JSX.Element {
  showIn(zone.value);
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" class="skip button" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the view
      </button>
      <Header />
      <Nav />
      <div class="stage">
        <Loading />
        <main class="main" id="main" tabIndex={-1} aria-label={viewTitle(address.value.view)}>
          <PrintHead />
          <Strip />
          <Full />
          <OtherFiles />
          <Attention />
          <TroubleList />
          <RulesNotes />
          <Pins />
          {fatal.value ? <Fatal /> : <View key={zone.value} />}
          <PrintFoot />
        </main>
      </div>
      <DropZone />
      <Sheet />
      <Confirm />
      <BasisDialog />
      <Palette />
      <Notices />
      <Announcer />
    </>
  );
}

/** The view of the address. Until data is loaded, every address shows Start and is kept for later. */
function View(): JSX.Element {
  const { view } = address.value;
  if (view === 'evidence' && checking.value !== null && contents.value === null) return <BundleAlone />;
  const nothing =
    progress.value === null || (phase.value === 'error' && progress.value.events === 0 && view !== 'inputs');
  if (nothing && phase.value === 'loading' && started.value) return <div class="view" aria-busy="true" />;
  if (nothing) return <Start />;
  switch (view) {
    case 'start':
      return <Start />;
    case 'overview':
      return <Overview />;
    case 'findings':
      return <Findings />;
    case 'people':
      return <People />;
    case 'compare':
      return <Compare />;
    case 'services':
      return <Services />;
    case 'events':
      return <Events />;
    case 'inputs':
      return <Inputs />;
    case 'evidence':
      return <Evidence />;
  }
}

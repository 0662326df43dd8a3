/** The view Start: what the page does, what it accepts, and what it never does. */
import type { JSX } from 'preact';
import { phase, progress } from '../../engine/session.ts';
import { FileIcon, FolderIcon } from '../../widgets/icons.tsx';
import { chooseFiles, chooseFolder, openSample } from '../file-input.ts';
import { notice } from '../saving.ts';
import { filtered, linked } from '../state.ts';
import { NextSteps } from './next.tsx';
import { LogSources } from './sources.tsx';

/** The view; files can be dropped anywhere on the window, now and later. */
export function Start(): JSX.Element {
  const loaded = (progress.value?.events ?? 0) > 0;
  return (
    <div class="view start">
      <div class="start-zone">
        <h1>{loaded ? 'Add more audit logs' : 'Drop audit logs here'}</h1>
        <p>Files or whole folders, as many as you like; more can be added at any time.</p>
        <div class="start-buttons">
          <button type="button" class="button primary" onClick={chooseFiles}>
            <FileIcon />
            <span>Choose files</span>
          </button>
          <button type="button" class="button" onClick={chooseFolder}>
            <FolderIcon />
            <span>Choose a folder</span>
          </button>
          <button
            type="button"
            class="button"
            disabled={phase.value === 'loading'}
            onClick={() => void trySample()}
          >
            <span>Try the sample</span>
          </button>
        </div>
        <p class="start-formats">
          Reads audit logs of Databricks (log delivery, the system table, Azure diagnostic logs and Log
          Analytics) and of Immuta: JSON in any layout, CSV exports, Parquet and folders of Delta tables,
          plain or packed as gzip, zstd or zip. Other files are listed and skipped.
        </p>
      </div>
      {!loaded && (filtered.value || linked.value) && (
        <p class="start-note">
          This link carries a filter. Drop the logs that it was made with to see what it selects.
        </p>
      )}
      <NextSteps />
      <p class="start-privacy">
        This page cannot send your logs anywhere: its security policy blocks all network requests (
        <code>default-src 'none'</code>, <code>connect-src 'none'</code>, <code>form-action 'none'</code>),
        and it removes new windows and WebRTC, which no policy covers, when it starts. The logs are read in
        this tab and are gone when it closes.
      </p>
      <LogSources />
      <p class="start-note">
        The sample is invented: some days of a made-up company’s logs, with people and jobs at their daily
        work and planted incidents for the rules to find. It shows every view, and is never mixed with your
        logs.
      </p>
    </div>
  );
}

async function trySample(): Promise<void> {
  try {
    await openSample();
  } catch (error) {
    notice.value = {
      text: `The sample cannot be opened: ${error instanceof Error ? error.message : error}`,
      error: true,
    };
  }
}

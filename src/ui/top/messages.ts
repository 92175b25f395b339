// All that can happen to the dashboard. Whatever is not one of these does not change the screen.

import type { FleetSample, TableDetail } from '../../core/index.js';

/** A key by name: `enter`, `esc`, `up`, `pagedown`, `ctrl-s`, or the character itself. `text` is what it types, if anything. */
export interface Key {
  readonly name: string;
  readonly text: string;
}

export type Message =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'sample'; readonly sample: FleetSample }
  | { readonly kind: 'samples-failed'; readonly reason: string }
  | { readonly kind: 'detail'; readonly key: string; readonly detail: TableDetail }
  | { readonly kind: 'detail-failed'; readonly key: string; readonly reason: string }
  | { readonly kind: 'saved'; readonly place: string }
  | { readonly kind: 'save-failed'; readonly reason: string }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'signal'; readonly exitCode: number };

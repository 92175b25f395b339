// The door of core: outside it, nothing else of core is imported.

export type { FleetEvent, FleetSample, TableDetail, TableSample } from './model/fleet-sample.js';
export type { Clock } from './ports/clock.js';

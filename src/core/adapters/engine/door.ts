// The engine's types as this adapter uses them, all drawn from the engine's one door.

import type { Engine } from '../../engine/index.js';

export type { Engine };
export type EngineSession = ReturnType<Engine['sessions']['open']>;
export type EnginePrepared = ReturnType<EngineSession['prepare']>;
export type EngineOutcome = Awaited<ReturnType<EngineSession['query']>>;
export type EngineRows = Extract<EngineOutcome, { kind: 'rows' }>;
export type EngineColumn = EngineRows['columns'][number];
export type EngineType = EngineColumn['type'];
export type EngineCaller = Parameters<Engine['control']['call']>[2];

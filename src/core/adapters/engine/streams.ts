// The streams port over the engine in process.

import { streamsOver } from '../../model/stream-calls.js';
import type { Streams } from '../../ports/streams.js';
import type { Engine, EngineCaller } from './door.js';
import { mapEngineError } from './map-errors.js';

export const engineStreams = (engine: Engine, caller: EngineCaller): Streams =>
  streamsOver(async (operation, input) => {
    try {
      return await engine.streams.call(operation, input, caller);
    } catch (error) {
      throw mapEngineError(error);
    }
  });

// One case of the differential run: what is sent, and how.

import type { BatchMessage } from '../../src/core/engine/protocol/messages/statements.js';
import type { BoundValue } from '../../src/core/engine/session/api.js';

export type Case =
  | {
      readonly kind: 'statement';
      readonly text: string;
      readonly prepared: boolean;
      readonly values: readonly BoundValue[];
      readonly names?: readonly string[];
      readonly pageSize?: number;
      /** Rows are asked for without their columns, which PREPARE told. */
      readonly skipMetadata?: boolean;
      /** The protocol's default timestamp is set from the clock of the run; false leaves it to the server. */
      readonly stamped: boolean;
      /** Changes nothing when it succeeds: may be in flight together with its neighbours. */
      readonly reads: boolean;
      /** Label of the generator, for counts. */
      readonly family: string;
      /** The table it is about. */
      readonly table?: string;
    }
  | {
      readonly kind: 'batch';
      readonly type: BatchMessage['type'];
      readonly children: readonly {
        readonly text: string;
        readonly prepared: boolean;
        readonly values: readonly BoundValue[];
      }[];
      readonly reads: false;
      readonly stamped: boolean;
      readonly family: string;
      readonly table?: string;
    };

export const textOf = (one: Case): string =>
  one.kind === 'statement' ? one.text : `BATCH ${one.type}: ${one.children.map((child) => child.text).join('; ')}`;

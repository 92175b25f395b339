// The shapes that the streams operations take, with the constraints of the service's model of 2024-09-09.

import { text, whole } from '../control/shape.js';

export const streamArnShape = text({ min: 37, max: 1024, pattern: /^arn:(aws[a-zA-Z0-9-]*):cassandra:.+.*$/ });
export const shardIdShape = text({ min: 28, max: 65 });
export const sequenceNumberShape = text({ min: 21, max: 48 });
export const streamPageMembers = { nextToken: text({ min: 80, max: 3000 }), maxResults: whole(1, 100) };

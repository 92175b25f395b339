// Numbers of the native protocol v3 and v4: versions, opcodes, header flags. Apart so that both directions share them.

export const versions = { lowest: 3, highest: 4 } as const;
export type Version = 3 | 4;

/** In a header's first byte: set on everything a server sends. */
export const responseBit = 0x80;
export const headerBytes = 9;
/** The stream id of messages that the server pushes. */
export const eventStream = -1;

export const Opcode = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  execute: 0x0a,
  register: 0x0b,
  event: 0x0c,
  batch: 0x0d,
  authChallenge: 0x0e,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

export const HeaderFlag = {
  compressed: 0x01,
  tracing: 0x02,
  customPayload: 0x04,
  warning: 0x08,
} as const;

const requestNames = new Map<number, string>([
  [Opcode.startup, 'STARTUP'],
  [Opcode.options, 'OPTIONS'],
  [Opcode.query, 'QUERY'],
  [Opcode.prepare, 'PREPARE'],
  [Opcode.execute, 'EXECUTE'],
  [Opcode.register, 'REGISTER'],
  [Opcode.batch, 'BATCH'],
  [Opcode.authResponse, 'AUTH_RESPONSE'],
]);

const responseNames = new Map<number, string>([
  [Opcode.error, 'ERROR'],
  [Opcode.ready, 'READY'],
  [Opcode.authenticate, 'AUTHENTICATE'],
  [Opcode.supported, 'SUPPORTED'],
  [Opcode.result, 'RESULT'],
  [Opcode.event, 'EVENT'],
  [Opcode.authChallenge, 'AUTH_CHALLENGE'],
  [Opcode.authSuccess, 'AUTH_SUCCESS'],
]);

/** Of v1 only: a user and a password. */
export const credentialsOpcode = 0x04;

/** `QUERY` for 0x07; undefined for what no client may send. */
export const requestName = (opcode: number): string | undefined => requestNames.get(opcode);
/** Of an opcode that exists, but in the other direction. */
export const responseName = (opcode: number): string | undefined => responseNames.get(opcode);

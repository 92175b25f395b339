// A server that stores nothing: between client and engine, every INSERT, UPDATE, DELETE and BATCH is answered with RESULT
// Void and goes no further. What passes through it passes without storage. Frames of protocol v3 and v4, uncompressed.

import { connect, createServer } from 'node:net';

const header = 9;
const opcodes = { result: 0x08, query: 0x07, prepare: 0x09, execute: 0x0a, batch: 0x0d };
const resultPrepared = 4;
const isWrite = (text) => /^\s*(INSERT|UPDATE|DELETE|BEGIN)\b/i.test(text);

/** Resolves with {port, stop}. `port`: 0 or absent is any free one. */
export function swallowWrites(enginePort, port = 0) {
  /** Ids of prepared writes, in hex. */
  const writes = new Set();
  const server = createServer((client) => {
    const engine = connect(enginePort, '127.0.0.1');
    /** Streams that prepare a write. */
    const preparing = new Set();
    const fromClient = frames((frame) => {
      const stream = frame.readInt16BE(2);
      const opcode = frame[4];
      const body = frame.subarray(header);
      if (opcode === opcodes.prepare && isWrite(longString(body))) preparing.add(stream);
      const swallowed =
        opcode === opcodes.batch ||
        (opcode === opcodes.query && isWrite(longString(body))) ||
        (opcode === opcodes.execute && writes.has(shortBytes(body).toString('hex')));
      if (swallowed) client.write(voidResult(frame));
      else engine.write(frame);
    });
    const fromEngine = frames((frame) => {
      const body = frame.subarray(header);
      const stream = frame.readInt16BE(2);
      if (preparing.delete(stream) && frame[4] === opcodes.result && body.readInt32BE(0) === resultPrepared) {
        writes.add(shortBytes(body.subarray(4)).toString('hex'));
      }
      client.write(frame);
    });
    client.on('data', fromClient);
    engine.on('data', fromEngine);
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const stop = () => new Promise((done) => server.close(done).unref());
      resolve({ port: server.address().port, stop: () => Promise.race([stop(), undefined]) });
    });
  });
}

/** Gives whole frames on. */
function frames(take) {
  let kept = Buffer.alloc(0);
  return (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    while (kept.length >= header) {
      const length = header + kept.readInt32BE(5);
      if (kept.length < length) return;
      take(kept.subarray(0, length));
      kept = kept.subarray(length);
    }
  };
}

const longString = (body) => body.toString('utf8', 4, 4 + body.readInt32BE(0));
const shortBytes = (body) => body.subarray(2, 2 + body.readUInt16BE(0));

function voidResult(request) {
  const out = Buffer.alloc(header + 4);
  out[0] = request[0] | 0x80;
  request.copy(out, 2, 2, 4);
  out[4] = opcodes.result;
  out.writeInt32BE(4, 5);
  out.writeInt32BE(1, header);
  return out;
}

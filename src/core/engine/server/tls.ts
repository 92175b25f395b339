// The certificate of the engine's TLS port: made at the first start by a CA of its own that signs nothing else, kept in
// a folder that only the owner can read. Drivers trust the CA file.

import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Files } from '../../ports/files.js';
import { limits } from '../limits.js';

export interface TlsMaterial {
  /** PEM texts. */
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  /** The file that a driver is pointed to. */
  readonly caPath: string;
}

export interface CertificateDeps {
  readonly files: Files;
  readonly clock: Clock;
  /** Inside the data directory. */
  readonly folder: string;
  /** IPv4 addresses that it must hold for besides those of every local engine. */
  readonly addresses?: readonly string[];
}

const ownerOnly = 0o600;
const dayMs = 24 * 3600 * 1000;
const validDays = 3650;
/** A certificate that ends sooner is made again. */
const renewedDays = 30;
/** Names and addresses under which a local engine is reached. */
const dnsNames = ['localhost', 'cassandra.localhost', 'host.docker.internal'];
const usualAddresses = ['::1', ...Array.from({ length: limits.nodesPerRegion }, (_, index) => `127.0.0.${index + 1}`)];

/** What an earlier start made, or new. */
export async function ensureCertificate(deps: CertificateDeps): Promise<TlsMaterial> {
  const caPath = join(deps.folder, 'ca.pem');
  const certPath = join(deps.folder, 'server.pem');
  const keyPath = join(deps.folder, 'server-key.pem');
  const [ca, cert, key] = await Promise.all([caPath, certPath, keyPath].map((path) => deps.files.read(path)));
  const { addresses = [], clock } = deps;
  if (ca !== undefined && cert !== undefined && key !== undefined && isUsable(ca, cert, addresses, clock.wallMs())) {
    return { ca, cert, key, caPath };
  }
  const made = await makeCertificate(addresses, clock.wallMs());
  await deps.files.ensureFolder(deps.folder);
  await deps.files.write(keyPath, made.key, ownerOnly);
  await deps.files.write(certPath, made.cert, ownerOnly);
  await deps.files.write(caPath, made.ca, ownerOnly);
  return { ...made, caPath };
}

function isUsable(ca: string, cert: string, addresses: readonly string[], nowMs: number): boolean {
  try {
    const parsed = new X509Certificate(cert);
    if (!parsed.checkIssued(new X509Certificate(ca))) return false;
    const holds = addresses.every((address) => parsed.checkIP(address) !== undefined);
    return holds && Date.parse(parsed.validTo) > nowMs + renewedDays * dayMs;
  } catch {
    return false;
  }
}

/** The CA's own key is thrown away. */
async function makeCertificate(
  addresses: readonly string[],
  nowMs: number,
): Promise<{ key: string; cert: string; ca: string }> {
  // only a first start with TLS needs the package
  const { generate } = await import('selfsigned');
  const validity = {
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + validDays * dayMs),
    keyType: 'ec',
    algorithm: 'sha256',
  } as const;
  const ca = await generate([{ name: 'commonName', value: 'ks local engine CA' }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...dnsNames.map((value) => ({ type: 2, value }) as const),
          ...[...new Set([...usualAddresses, ...addresses])].map((ip) => ({ type: 7, ip }) as const),
        ],
      },
    ],
  });
  return { key: leaf.private, cert: leaf.cert, ca: ca.cert };
}

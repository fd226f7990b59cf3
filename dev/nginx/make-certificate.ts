import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Makes `key.pem` and `certificate.pem` for localhost in a folder, valid for two days. @throws without openssl. */
export function makeCertificate(folder: string): void {
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'certificate.pem')],
  ]);
  if (made.status !== 0) throw new Error(`openssl could not create a certificate: ${made.stderr}`);
}

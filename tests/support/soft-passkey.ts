import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { NewPasskey, PasskeyProof } from '#lib/schemas/passkeys.ts';

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };

type Ceremony = {
  challenge: string;
  origin?: string;
  rpId?: string;
  /** Whether it has checked its owner, with a PIN or a finger. */
  isVerified?: boolean;
};

export type SoftPasskey = {
  id: string;
  /** How often it was used; it counts on before each proof. */
  counter: number;
  register(ceremony: Ceremony): NewPasskey;
  prove(ceremony: Ceremony): PasskeyProof;
};

const text64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** A passkey in software: what an authenticator and a browser would send (WebAuthn, ES256, attestation “none”). */
export function createSoftPasskey({ origin, rpId }: { origin: string; rpId: string }): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rawId = randomBytes(16);
  const id = text64(rawId);
  const common = { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  const clientData = (type: string, { challenge, origin: given = origin }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: given, crossOrigin: false }));
  const head = (flags: number, ceremony: Ceremony) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(passkey.counter);
    const verified = ceremony.isVerified === false ? 0 : FLAGS.verified;
    return Buffer.concat([sha256(ceremony.rpId ?? rpId), Buffer.from([FLAGS.present | verified | flags]), counter]);
  };
  const passkey: SoftPasskey = {
    id,
    counter: 0,
    register(ceremony) {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const length = Buffer.from([0, rawId.length]);
      const data = Buffer.concat([head(FLAGS.attested, ceremony), Buffer.alloc(16), length, rawId, coseKey(x, y)]);
      return {
        ...common,
        response: {
          clientDataJSON: text64(clientData('webauthn.create', ceremony)),
          attestationObject: text64(attestation(data)),
          transports: ['internal'],
        },
      };
    },
    prove(ceremony) {
      passkey.counter++;
      const client = clientData('webauthn.get', ceremony);
      const authenticatorData = head(0, ceremony);
      const signed = createSign('SHA256').update(authenticatorData).update(sha256(client)).sign(privateKey);
      return {
        ...common,
        response: {
          clientDataJSON: text64(client),
          authenticatorData: text64(authenticatorData),
          signature: text64(signed),
        },
      };
    },
  };
  return passkey;
}

/** CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} */
const coseKey = (x: string, y: string) =>
  Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);

/** CBOR: {fmt: 'none', attStmt: {}, authData} */
function attestation(authData: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  return Buffer.concat([
    Buffer.from([0xa3, 0x63]),
    Buffer.from('fmt'),
    Buffer.from([0x64]),
    Buffer.from('none'),
    Buffer.from([0x67]),
    Buffer.from('attStmt'),
    Buffer.from([0xa0, 0x68]),
    Buffer.from('authData'),
    Buffer.from([0x59]),
    length,
    authData,
  ]);
}

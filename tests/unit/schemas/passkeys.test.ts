import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeSchema, newPasskeyFormSchema, passkeyProofFormSchema } from '#lib/schemas/passkeys.ts';

const proof = {
  id: 'abc',
  rawId: 'abc',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' },
};
const created = { ...proof, response: { clientDataJSON: 'e30', attestationObject: 'e30' } };

test('what browsers send is read, with what they may leave out', () => {
  expect(passkeyProofFormSchema.parse({ passkey: JSON.stringify(proof) }).passkey).toEqual(proof);
  expect(newPasskeyFormSchema.parse({ passkey: JSON.stringify(created) })).toMatchObject({
    name: '',
    passkey: { response: { transports: [] } },
  });
});

test('anything else is refused, and nothing throws', () => {
  for (const passkey of ['', '{', 'null', '[]', '{"id":"a"}', JSON.stringify({ ...proof, id: 'a b' }), 7, undefined])
    expect(passkeyProofFormSchema.safeParse({ passkey }).success).toBe(false);
  expect(passkeyProofFormSchema.safeParse({ passkey: `"${'x'.repeat(100_000)}"` }).success).toBe(false);
  fc.assert(
    fc.property(fc.json(), (passkey) => {
      expect(passkeyProofFormSchema.safeParse({ passkey }).success).toBe(false);
      expect(newPasskeyFormSchema.safeParse({ passkey }).success).toBe(false);
    }),
  );
});

test('a code is trimmed, and neither empty nor long', () => {
  expect(codeSchema.parse({ code: ' 123 456 ' }).code).toBe('123 456');
  expect(codeSchema.safeParse({ code: '  ' }).success).toBe(false);
  expect(codeSchema.safeParse({ code: '1'.repeat(200) }).success).toBe(false);
});

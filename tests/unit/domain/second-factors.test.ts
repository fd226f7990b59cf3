import { expect, test } from 'vitest';
import { canRemovePasskey, groupedCode, hasSecondFactor, isAppCode, plainCode } from '#lib/domain/second-factors.ts';

const passkey = { id: 'a', name: 'phone', isBackedUp: false, createdAt: '2026-11-30T00:00:00.000Z', lastUsedAt: null };
const methods = { hasPassword: false, providers: [], passkeys: [passkey], hasApp: false, recoveryCodes: 10 };

test('a passkey or an app is a second factor; a password, a provider and recovery codes are none', () => {
  expect(hasSecondFactor(methods)).toBe(true);
  expect(hasSecondFactor({ ...methods, passkeys: [], hasApp: true })).toBe(true);
  expect(hasSecondFactor({ ...methods, passkeys: [] })).toBe(false);
});

test('the last passkey stays if nothing else opens the account', () => {
  expect(canRemovePasskey(methods)).toBe(false);
  expect(canRemovePasskey({ ...methods, hasApp: true })).toBe(false);
  expect(canRemovePasskey({ ...methods, passkeys: [passkey, passkey] })).toBe(true);
  expect(canRemovePasskey({ ...methods, hasPassword: true })).toBe(true);
  expect(canRemovePasskey({ ...methods, providers: ['github'] })).toBe(true);
});

test('codes are read however people type them', () => {
  expect(plainCode(' 123 456\n')).toBe('123456');
  expect(plainCode('7kq3m-9xa2b-')).toBe('7KQ3M9XA2B');
  expect(isAppCode('123456')).toBe(true);
  for (const code of ['12345', '1234567', '12345a', '', '١٢٣٤٥٦']) expect(isAppCode(code)).toBe(false);
  expect(groupedCode('7KQ3M9XA2B')).toBe('7KQ3M9-XA2B');
});

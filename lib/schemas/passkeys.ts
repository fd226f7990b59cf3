import { z } from 'zod';
import { FACTOR_LIMITS } from '#lib/domain/second-factors.ts';
import { line } from './text.ts';

/** Longer than any authenticator's; the request itself is limited as well. */
const MAX_TEXT = 20_000;
const MAX_ID = 1_400;

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/);
const id = base64url(MAX_ID);
const common = {
  id,
  rawId: id,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

/** A passkey's answer to a question, as browsers send it (WebAuthn, AuthenticationResponseJSON). */
const proofSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(MAX_TEXT),
    authenticatorData: base64url(MAX_TEXT),
    signature: base64url(MAX_TEXT),
    userHandle: z.string().max(200).optional(),
  }),
});
export type PasskeyProof = z.output<typeof proofSchema>;

/** A new passkey, as browsers send it (WebAuthn, RegistrationResponseJSON). */
const newPasskeySchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(MAX_TEXT),
    attestationObject: base64url(MAX_TEXT),
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});
export type NewPasskey = z.output<typeof newPasskeySchema>;

/** A form's field with JSON in it. */
function json<Schema extends z.ZodType>(schema: Schema) {
  const parsed = z
    .string()
    .max(4 * MAX_TEXT)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'This is not what a passkey sends.' });
        return z.NEVER;
      }
    });
  return parsed.pipe(schema);
}

export const passkeyProofFormSchema = z.object({ passkey: json(proofSchema) });
export const newPasskeyFormSchema = z.object({
  passkey: json(newPasskeySchema),
  name: line(FACTOR_LIMITS.passkeyName, 'Keep the name to 60 characters.').default(''),
});

export const codeSchema = z.object({
  code: z
    .string()
    .max(4 * FACTOR_LIMITS.code, 'That is too long for a code.')
    .transform((code) => code.trim())
    .refine((code) => code !== '', 'Enter the code.'),
});

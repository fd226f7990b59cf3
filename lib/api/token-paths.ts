import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { DEFAULT_SCOPES } from '#lib/domain/api/scopes.ts';
import { problem } from '#lib/schemas/api/common.ts';
import { PROBLEM_TYPE } from './problem-response.ts';

const FORM = 'application/x-www-form-urlencoded';

const tokenRequest = z
  .object({
    grant_type: z.enum(['password', 'refresh_token']),
    username: z.string().optional().meta({ description: 'With `password`: username or email', example: 'mira' }),
    password: z.string().optional().meta({ description: 'With `password`' }),
    otp: z.string().optional().meta({
      description: 'With `password`: a code of the authenticator app, or a recovery code, if the account has one',
    }),
    refresh_token: z.string().optional().meta({ description: 'With `refresh_token`: the newest one; it is used up' }),
    scope: z
      .string()
      .optional()
      .meta({
        description: 'Separated by spaces. A new grant has the default without it, a renewed one what it had',
        example: DEFAULT_SCOPES.join(' '),
      }),
    client_id: z.string().optional().meta({ description: 'The program’s name, as the owner sees it in the settings' }),
  })
  .meta({ id: 'TokenRequest' });

const tokenResponse = z
  .strictObject({
    access_token: z.string().meta({ description: 'A JWT (RFC 9068)' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds', example: 900 }),
    refresh_token: z.string(),
    scope: z.string(),
  })
  .meta({ id: 'TokenResponse' });

const oauthError = z
  .object({
    error: z.string().meta({ example: 'invalid_grant' }),
    error_description: z.string().optional(),
  })
  .meta({ id: 'OAuthError', description: 'RFC 6749, 5.2' });

const NO_STORE = z.object({ 'Cache-Control': z.string().meta({ description: 'Nobody may keep it' }) });

const refused = (description: string) => ({
  description,
  headers: NO_STORE,
  content: { 'application/json': { schema: oauthError } },
});

/** A request that cannot be read at all gets problem details, before OAuth is concerned. */
const badRequest = (description: string) => {
  const { content, ...rest } = refused(description);
  return { ...rest, content: { ...content, [PROBLEM_TYPE]: { schema: problem } } };
};

/** A form that is too large, and an outage, are found before the form is read. */
const before = (description: string) => ({ description, content: { [PROBLEM_TYPE]: { schema: problem } } });

/** The operations whose form and errors are those of OAuth. */
export const TOKEN_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/token': {
    post: {
      operationId: 'createToken',
      tags: ['account'],
      summary: 'Get a token',
      description:
        'An access token for a username and a password, or for a refresh token (OAuth 2). It ends after 15 minutes. A refresh token can be used once; using one again ends the grant.',
      security: [{}],
      requestBody: { required: true, content: { [FORM]: { schema: tokenRequest } } },
      responses: {
        200: {
          description: 'A new access token, and the refresh token for the next one',
          headers: NO_STORE,
          content: { 'application/json': { schema: tokenResponse } },
        },
        400: badRequest(
          '`invalid_request`, `unsupported_grant_type`, `invalid_scope`, `invalid_grant` (a wrong password or refresh token), or `mfa_required`: send `otp` too',
        ),
        413: before('The form is larger than it may be'),
        429: refused('`too_many_requests`'),
        503: {
          description: '`temporarily_unavailable`, or the database cannot be reached',
          content: { 'application/json': { schema: oauthError }, [PROBLEM_TYPE]: { schema: problem } },
        },
      },
    },
  },
  '/api/v1/revoke': {
    post: {
      operationId: 'revokeToken',
      tags: ['account'],
      summary: 'End a grant',
      description:
        'Signs the program out: no token of its grant works any more (RFC 7009). An unknown token is no error.',
      security: [{}],
      requestBody: {
        required: true,
        content: {
          [FORM]: {
            schema: z
              .object({
                token: z.string().meta({ description: 'Its refresh or access token' }),
                token_type_hint: z.string().optional(),
              })
              .meta({ id: 'RevokeRequest' }),
          },
        },
      },
      responses: {
        200: { description: 'It has ended, or there was none' },
        400: badRequest('`invalid_request`'),
        413: before('The form is larger than it may be'),
        503: {
          description: '`temporarily_unavailable`, or the database cannot be reached',
          content: { 'application/json': { schema: oauthError }, [PROBLEM_TYPE]: { schema: problem } },
        },
      },
    },
  },
};

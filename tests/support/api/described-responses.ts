import { openApiDocument } from '#lib/api/openapi.ts';
import type { Description } from '../../../cli/api/description.ts';
import { responseCheck } from '../../../cli/api/response-check.ts';

/** What is wrong with a response by the description of the API; null for one that is as described. */
export const undescribed = responseCheck(
  openApiDocument({ name: 'Fog & Light', origin: 'http://shop.invalid' }) as Description,
);

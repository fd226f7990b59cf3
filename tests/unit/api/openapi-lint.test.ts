import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ruleset, Spectral } from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { expect, test } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';

const described = openApiDocument({ name: 'Fog & Light', origin: 'https://shop.example.org' });

test('Redocly’s recommended rules find nothing in the description', async () => {
  const config = await createConfig({ extends: ['recommended'], telemetry: 'off' });
  const found = await lintFromString({ source: JSON.stringify(described), config });
  expect(
    found.map(({ ruleId, severity, message, location }) => [severity, ruleId, message, location[0]?.pointer]),
  ).toEqual([]);
});

test('Spectral’s recommended rules find nothing in the description', async () => {
  const spectral = new Spectral();
  spectral.setRuleset(new Ruleset({ extends: [[rulesets.oas, 'recommended']] }));
  const found = await spectral.run(described as Record<string, unknown>);
  expect(found.map(({ code, message, path }) => [code, message, path.join('.')])).toEqual([]);
});

import type { CSSProperties } from 'react';
import type { Accent } from '#lib/domain/settings/contrast.ts';

/** The style of the whole page by which the host's accent colour replaces that of app/globals.css. */
export function accentStyle(accent: Accent | null): CSSProperties | undefined {
  if (!accent) return undefined;
  const { light, dark, onLight, onDark } = accent;
  return {
    '--brand': `light-dark(${light}, ${dark})`,
    '--on-brand': `light-dark(${onLight}, ${onDark})`,
  } as CSSProperties;
}

import { env } from '#lib/env.ts';

/** What the demo accounts of every installation of the first versions had: everybody knows it. */
export const PUBLISHED_DEMO_PASSWORD = 'demo-gallery-2026';

/** Whether an account may be used here. Those of the demo gallery only where DEMO_ACCOUNTS allows it: `npm start` does. */
export const isUsableHere = ({ isDemo }: { isDemo: boolean }): boolean => !isDemo || env().DEMO_ACCOUNTS;

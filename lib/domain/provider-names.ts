/** GitHub and Google as people know them. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = { github: 'GitHub', google: 'Google' };

export const providerName = (id: string): string => PROVIDER_NAMES[id] ?? id;

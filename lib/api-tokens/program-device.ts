const PREFIX = 'API: ';

/** How a program's session is called in the list of its owner's. @param client as it calls itself; '' if it does not. */
export const programDevice = (client: string): string => `${PREFIX}${client || 'unknown program'}`;

/** The reverse. */
export const clientOf = (device: string): string => device.slice(PREFIX.length);

import { line } from './text.ts';

/** How a program calls itself, as its owner reads it in the list of sessions; '' if it does not. */
export const programNameSchema = line(60, 'Keep “client_id” to 60 characters.');

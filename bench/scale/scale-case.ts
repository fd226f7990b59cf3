/** What the aims are for: see print-table.ts. */
export type Group = 'page' | 'search' | 'write' | 'limit';

/** One kind of question or write, asked many times with other words, prices, places each time. */
export type ScaleCase = {
  name: string;
  group: Group;
  /** Draws one of them, and makes what it needs. @returns what is timed */
  draw(random: () => number): (() => Promise<unknown>) | Promise<() => Promise<unknown>>;
};

export const page = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'page', draw });
export const search = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'search', draw });
export const write = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'write', draw });

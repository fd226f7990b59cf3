/** Each group has its targets in print-table.ts. */
export type Group = 'page' | 'search' | 'write' | 'limit';

/** One kind of query or write, executed many times with different words, prices or positions. */
export type ScaleCase = {
  name: string;
  group: Group;
  /** Draws the parameters and creates what the call needs. @returns the call to measure */
  draw(random: () => number): (() => Promise<unknown>) | Promise<() => Promise<unknown>>;
};

export const page = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'page', draw });
export const search = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'search', draw });
export const write = (name: string, draw: ScaleCase['draw']): ScaleCase => ({ name, group: 'write', draw });

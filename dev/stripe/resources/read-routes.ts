import { z } from 'zod';
import { expand } from '../api/expand.ts';
import { listPage, pageParameters } from '../api/list-page.ts';
import { expandParameter, readParameters } from '../api/parameters.ts';
import type { Route } from '../api/route.ts';
import { missing } from '../api/stripe-failure.ts';
import type { Kind, Records } from '../records.ts';

type Listed = { [K in Kind]: Records[K] extends { created: number; object: string } ? K : never }[Kind];

type Readable<K extends Listed, P extends z.ZodRawShape> = {
  kind: K;
  path: string;
  /** As in Stripe's message "No such …". */
  noun: string;
  /** The list's filters in addition to those of every list. */
  filters: P;
  matches: (record: Records[K], filters: z.output<z.ZodObject<P>>) => boolean;
};

/** The routes to retrieve and list one kind of object. */
export function readRoutes<K extends Listed, P extends z.ZodRawShape>(readable: Readable<K, P>): Route[] {
  const { kind, path, noun, filters, matches } = readable;
  const filterSchema = z.object(filters);
  const listSchema = z.strictObject({ ...pageParameters, ...filters });
  const pageSchema = z.object(pageParameters);
  return [
    {
      method: 'GET',
      path,
      handle: (emulator, { input }) => {
        readParameters(listSchema, input);
        const wanted = readParameters(filterSchema, input);
        const page = readParameters(pageSchema, input);
        const toItem = (record: Records[K]) => (matches(record, wanted) ? record : null);
        return expand(emulator, listPage(emulator.store.table(kind), path, page, { noun, toItem }), page.expand);
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: (emulator, { id, input }) => {
        const { expand: paths } = readParameters(z.strictObject(expandParameter), input);
        const record = emulator.store.get(kind, id);
        if (!record) throw missing(noun, id);
        return expand(emulator, record, paths);
      },
    },
  ];
}

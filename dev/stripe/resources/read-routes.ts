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
  /** As in Stripe's "No such …". */
  noun: string;
  /** The filters of the list beside those that every list has. */
  filters: P;
  matches: (record: Records[K], filters: z.output<z.ZodObject<P>>) => boolean;
};

/** Retrieve and list for a kind of object that is only read. */
export function readRoutes<K extends Listed, P extends z.ZodRawShape>(readable: Readable<K, P>): Route[] {
  const { kind, path, noun, filters, matches } = readable;
  const filterSchema = z.object(filters);
  const listSchema = z.strictObject({ ...pageParameters, ...filters });
  const pageSchema = z.object(pageParameters);
  return [
    {
      method: 'GET',
      path,
      handle: (standIn, { input }) => {
        readParameters(listSchema, input);
        const wanted = readParameters(filterSchema, input);
        const page = readParameters(pageSchema, input);
        const view = (record: Records[K]) => (matches(record, wanted) ? record : null);
        return expand(standIn, listPage(standIn.store.table(kind), path, page, view), page.expand);
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: (standIn, { id, input }) => {
        const { expand: paths } = readParameters(z.strictObject(expandParameter), input);
        const record = standIn.store.get(kind, id);
        if (!record) throw missing(noun, id);
        return expand(standIn, record, paths);
      },
    },
  ];
}

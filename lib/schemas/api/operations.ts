import * as account from './account.ts';
import * as admin from './admin.ts';
import * as money from './money.ts';
import type { Operation } from './operation.ts';
import * as orders from './orders.ts';
import * as posts from './posts.ts';
import * as search from './search.ts';
import * as webhooks from './webhooks.ts';

const isOperation = (value: object): value is Operation => 'method' in value;

/** In which a path's operations are listed. */
const METHODS: readonly Operation['method'][] = ['get', 'post', 'patch', 'delete'];

/** Every operation below /api/v1: by group, path and method. */
export const API_OPERATIONS: readonly Operation[] = [
  account,
  { ...posts, ...search },
  orders,
  webhooks,
  money,
  admin,
].flatMap((group) =>
  Object.values<object>(group)
    .filter(isOperation)
    .toSorted((a, b) => a.path.localeCompare(b.path) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method)),
);

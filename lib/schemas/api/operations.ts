import * as account from './account.ts';
import * as admin from './admin.ts';
import * as money from './money.ts';
import type { Operation } from './operation.ts';
import * as orders from './orders.ts';
import * as posts from './posts.ts';
import * as webhooks from './webhooks.ts';

const isOperation = (value: object): value is Operation => 'method' in value;

/** Every operation below /api/v1. */
export const API_OPERATIONS: readonly Operation[] = [account, posts, orders, webhooks, money, admin].flatMap((group) =>
  Object.values<object>(group).filter(isOperation),
);

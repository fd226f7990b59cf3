/** Where Frankfurter's clients ask: with CURRENCY_SERVICE_URL=https://<this shop>/api/rates another shop does. */
export { GET } from '../route.ts';

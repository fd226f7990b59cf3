/** Frankfurter's clients request this path, such as a shop with CURRENCY_SERVICE_URL=https://<this shop>/api/rates. */
export { GET } from '../route.ts';

import { SHOP_NAME } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';

/** The shop's name in mails: the name in MAIL_FROM, so that a mail and its sender agree. */
export function shopName(sender = env().MAIL_FROM): string {
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(sender)?.[1]?.trim();
  return name || SHOP_NAME;
}

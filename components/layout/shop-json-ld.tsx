import { type Logo, logoUrl } from '#lib/domain/settings/logo.ts';

type Props = {
  name: string;
  origin: string;
  logo: Logo | null;
  contact: { email: string; phone: string; address: string };
  seller: { legalName: string; address: string; register: string; vatId: string };
};

/** Who runs the shop, for search engines: a https://schema.org/OnlineStore. What the host has not said is left out. */
export function ShopJsonLd({ name, origin, logo, contact, seller }: Props) {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'OnlineStore',
    name,
    url: `${origin}/`,
    logo: logo ? `${origin}${logoUrl(logo, 'icon-512.png')}` : undefined,
    email: contact.email || undefined,
    telephone: contact.phone || undefined,
    address: contact.address || seller.address || undefined,
    legalName: seller.legalName || undefined,
    identifier: seller.register || undefined,
    vatID: seller.vatId || undefined,
  };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: React would escape the quotes of the JSON; `<` is escaped above
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

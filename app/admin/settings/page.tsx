import Link from 'next/link';
import { z } from 'zod';
import { LogoForm } from '#components/settings/logo-form.tsx';
import { SectionForm } from '#components/settings/section-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { LEGAL_PAGE_NAMES, LEGAL_PAGES } from '#lib/domain/settings/legal-pages.ts';
import { senderParts } from '#lib/domain/shop-name.ts';
import { env, isLiveKey } from '#lib/env.ts';
import { isPictureErrorCode, pictureMessage } from '#lib/media/picture-error.ts';
import { fieldsOf, SETTING_SECTION_NAMES, SETTING_SECTIONS } from '#lib/schemas/shop-settings.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';
import { getSection } from '#lib/shop/update-section.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { removeLogoAction, updateSectionAction } from './actions.ts';

export const generateMetadata = adminMetadata('Settings of the shop');

const RESULTS: Readonly<Record<string, string>> = {
  logo: 'The logo is on every page now.',
  'logo-removed': 'The logo is gone; the shop’s name is in its place.',
};

const OF_LOGO: readonly string[] = ['no-logo-file', 'logo-too-large'] satisfies ErrorCode[];

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  said: z.string().catch(''),
  problem: z.string().optional().catch(undefined),
  format: z
    .string()
    .max(20)
    .regex(/^[\w ]+$/)
    .optional()
    .catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** What the host decides while the shop runs, section by section. */
export default async function ShopSettingsPage({ searchParams }: Props) {
  await requireAdmin('/admin/settings');
  const { said, problem, format } = querySchema.parse(await searchParams);
  const [{ logo, pages }, ...sections] = await Promise.all([
    currentShop(),
    ...SETTING_SECTION_NAMES.map(async (section) => ({ section, ...(await getSection(section)) })),
  ]);
  const refused = logoProblem(problem, format);
  return (
    <div className="max-w-2xl">
      <h1 className="mb-4 text-lg font-medium">Settings of the shop</h1>
      <nav aria-label="Sections" className="mb-8 text-sm">
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {LINKS.map(({ href, title }) => (
            <li key={href}>
              <a href={href} className="underline underline-offset-4">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-14">
        <div className="space-y-3 empty:hidden">
          <Notice>{refused ? null : problemMessage(problem)}</Notice>
          <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
        </div>
        {sections.map(({ section, values, version }) => (
          <Section key={section} id={section} {...SETTING_SECTIONS[section]}>
            <SectionForm
              action={updateSectionAction}
              section={section}
              title={SETTING_SECTIONS[section].title}
              fields={fieldsOf(section)}
              initial={{ values: { ...values, version: String(version) }, fieldErrors: {} }}
            />
          </Section>
        ))}
        <Section id="logo" title="Logo" about="In place of the name at the top of every page.">
          <LogoForm logo={logo} problem={refused} remove={removeLogoAction} />
        </Section>
        <Section
          id="pages"
          title="Pages"
          about="At the bottom of every page, once they have a text. All versions are kept."
        >
          <ul className="border-t border-line">
            {LEGAL_PAGE_NAMES.map((page) => (
              <li
                key={page}
                className="flex flex-wrap items-baseline justify-between gap-x-6 border-b border-line py-3"
              >
                <Link href={`/admin/settings/pages/${page}`} prefetch={false} className="underline underline-offset-4">
                  {LEGAL_PAGES[page].title}
                </Link>
                <span className="text-sm text-quiet">{describeVersion(pages[page])}</span>
              </li>
            ))}
          </ul>
        </Section>
        <Machine />
      </div>
    </div>
  );
}

/** Why a logo was refused: said beside its field. */
function logoProblem(problem: string | undefined, format: string | undefined): string | null {
  if (problem === undefined) return null;
  if (isPictureErrorCode(problem)) return pictureMessage(problem, format);
  return OF_LOGO.includes(problem) ? problemMessage(problem) : null;
}

const LINKS = [
  ...SETTING_SECTION_NAMES.map((section) => ({ href: `#${section}`, title: SETTING_SECTIONS[section].title })),
  ...[
    { href: '#logo', title: 'Logo' },
    { href: '#pages', title: 'Pages' },
  ],
];

const describeVersion = (version: { number: number; savedAt: string } | undefined) =>
  version ? `Version ${version.number}, ${formatDate(version.savedAt.slice(0, 10))}` : 'Not written yet';

type SectionProps = { id: string; title: string; about: string; children: React.ReactNode };

function Section({ id, title, about, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-lg font-medium">
        {title}
      </h2>
      <p className="mt-1 mb-5 text-sm text-quiet">{about}</p>
      {children}
    </section>
  );
}

/** What is decided where the shop is started, for reading. */
function Machine() {
  const { NEXTAUTH_URL, MAIL_FROM, STRIPE_SECRET_KEY, SHOP_CURRENCY, CURRENCY_MARGIN, PRICE_ENDING } = env();
  const rows = [
    ['NEXTAUTH_URL', 'Address of the shop', NEXTAUTH_URL],
    ['MAIL_FROM', 'Address of its mails', senderParts(MAIL_FROM).address],
    ['STRIPE_SECRET_KEY', 'Payments', isLiveKey(STRIPE_SECRET_KEY) ? 'Real ones' : 'Tests: no real money moves'],
    ['SHOP_CURRENCY', 'Currency', SHOP_CURRENCY],
    ['CURRENCY_MARGIN', 'Added to converted prices', `${CURRENCY_MARGIN} %`],
    [
      'PRICE_ENDING',
      'Converted prices end with',
      PRICE_ENDING === undefined ? 'Anything' : `.${String(PRICE_ENDING).padStart(2, '0')}`,
    ],
  ] as const;
  return (
    <Section
      id="machine"
      title="Where the shop is started"
      about="These are environment variables, set where the programs are started: docs/configuration.md explains them."
    >
      <dl className="border-t border-line text-sm">
        {rows.map(([name, label, value]) => (
          <div key={name} className="grid gap-x-6 border-b border-line py-3 sm:grid-cols-2">
            <dt>
              {label} <code className="text-quiet">{name}</code>
            </dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

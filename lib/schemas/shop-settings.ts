import { z } from 'zod';
import { CURRENCY_CODES, isCurrency } from '#lib/domain/money/currencies.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';
import { accentProblem, normalizeHex, type Theme } from '#lib/domain/settings/contrast.ts';
import { bounded, line, text } from './text.ts';

/** How a field of a setting looks; its schema reads what was typed, and what is stored. */
type Field<Value> = {
  label: string;
  hint?: string;
  kind: 'line' | 'text' | 'color' | 'email' | 'tel' | 'number' | 'choice' | 'check';
  /** Characters. */
  limit: number;
  /** Of a choice: the value that is sent, and what people read. */
  choices?: Readonly<Record<string, string>>;
  schema: z.ZodType<Value, string | undefined>;
};

type Look = { label: string; hint?: string };

const tooLong = (limit: number) => `Keep this to ${limit.toLocaleString('en')} characters.`;
/** A field that was left out of a form counts as empty. */
const sent = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z.string().optional().default('').pipe(schema);

const lineField = (limit: number, look: Look) =>
  ({ ...look, kind: 'line', limit, schema: sent(line(limit, tooLong(limit))) }) satisfies Field<string>;

const textField = (limit: number, look: Look) =>
  ({ ...look, kind: 'text', limit, schema: sent(text(limit, tooLong(limit))) }) satisfies Field<string>;

function colorField(theme: Theme, look: Look) {
  const schema = bounded(10, 'Enter a colour such as #c0311c.').transform((typed, context) => {
    if (typed.trim() === '') return '';
    const color = normalizeHex(typed);
    const message = color === null ? 'Enter a colour such as #c0311c.' : accentProblem(theme, color);
    if (message !== null) context.addIssue({ code: 'custom', message });
    return color ?? z.NEVER;
  });
  return { ...look, kind: 'color', limit: 10, schema: sent(schema) } satisfies Field<string>;
}

function numberField({ min, max, ...look }: Look & { min: number; max: number }) {
  const message = `Enter a whole number from ${min} to ${max.toLocaleString('en')}, or nothing.`;
  const schema = bounded(10, message).transform((typed, context) => {
    const digits = typed.trim();
    if (digits === '') return null;
    const value = /^\d{1,9}$/.test(digits) ? Number(digits) : -1;
    if (value < min || value > max) context.addIssue({ code: 'custom', message });
    return value;
  });
  return { ...look, kind: 'number', limit: 10, schema: sent(schema) } satisfies Field<number | null>;
}

const choiceField = <const Choices extends Readonly<Record<string, string>>>(choices: Choices, look: Look) => {
  const values = Object.keys(choices) as (keyof Choices & string)[];
  const schema = z.enum(values, 'Choose one of these.');
  return { ...look, kind: 'choice', limit: 20, choices, schema: sent(schema) } satisfies Field<keyof Choices & string>;
};

const emailField = (look: Look) => {
  const limit = 254;
  const schema = line(limit, 'This email address is too long.').pipe(
    z.union([z.literal(''), z.email()], 'Enter an email address, such as mira@example.org.'),
  );
  return { ...look, kind: 'email', limit, schema: sent(schema) } satisfies Field<string>;
};

const checkField = (look: Look) => {
  const schema = z.string().transform((value) => value === 'on');
  return { ...look, kind: 'check', limit: 2, schema: sent(schema) } satisfies Field<boolean>;
};

const phoneField = (look: Look) => {
  const schema = line(40, tooLong(40)).refine(
    (value) => value === '' || /^\+?[\d\s()/.-]*\d[\d\s()/.-]*$/.test(value),
    'Enter a phone number, such as +49 30 123456.',
  );
  return { ...look, kind: 'tel', limit: 40, schema: sent(schema) } satisfies Field<string>;
};

const WHOSE_CURRENCY = { '': 'As SHOP_CURRENCY says' };
const currencies = Object.fromEntries(CURRENCY_CODES.map((code) => [code, `${currencyName(code)} (${code})`]));
const currencySchema = z.string().refine((value) => value === '' || isCurrency(value), 'Choose one of these.');

/**
 * Everything that a host decides while the shop runs, in sections that are saved one by one. Forms, checks, defaults
 * (what an empty form gives) and the type `ShopSettings` follow from it; docs/settings.md explains each, and a test
 * compares. The names are stored: none is changed.
 */
export const SETTING_SECTIONS = {
  identity: {
    title: 'Identity',
    about: 'What the shop is called and how it looks.',
    fields: {
      name: lineField(60, {
        label: 'Name',
        hint: 'At the top of every page, in mails and on the payment page. Empty: the name of the mail’s sender.',
      }),
      tagline: lineField(140, {
        label: 'Tagline',
        hint: 'What the shop is, in one sentence: on the first page and in search results.',
      }),
      accent: colorField('light', {
        label: 'Accent colour',
        hint: 'Of the main buttons on light pages, such as #1f5f8b. It must be dark enough for text. Empty: black.',
      }),
      accentDark: colorField('dark', {
        label: 'Accent colour on dark pages',
        hint: 'It must be light enough for text. Empty: the same colour, lightened.',
      }),
    },
  },
  contact: {
    title: 'Contact',
    about: 'How people reach the shop.',
    fields: {
      email: emailField({ label: 'Email' }),
      phone: phoneField({ label: 'Phone' }),
      address: textField(500, { label: 'Address' }),
    },
  },
  seller: {
    title: 'Seller',
    about: 'Who answers for the shop. In the European Union a page has to say so before somebody buys.',
    fields: {
      kind: choiceField(
        { '': 'Not stated', trader: 'A trader', private: 'A private person' },
        { label: 'The shop is run by' },
      ),
      legalName: lineField(120, { label: 'Legal name', hint: 'Of the company, the association or the person.' }),
      address: textField(500, { label: 'Registered address' }),
      register: lineField(120, { label: 'Register', hint: 'Court and number, such as Amtsgericht Köln, HRB 12345.' }),
      vatId: lineField(20, { label: 'VAT ID', hint: 'Such as DE123456789.' }),
    },
  },
  mail: {
    title: 'Mail',
    about: 'Who mails are from. The address is that of MAIL_FROM, because the mail server has to know it.',
    fields: {
      senderName: lineField(60, { label: 'Sender’s name', hint: 'Empty: the name of the shop.' }),
    },
  },
  money: {
    title: 'Money',
    about: 'The prices that visitors see, and pay.',
    fields: {
      currency: {
        label: 'Currency of visitors whose own is not known',
        hint: 'Others see their country’s, or what they chose.',
        kind: 'choice',
        limit: 3,
        choices: { ...WHOSE_CURRENCY, ...currencies },
        schema: sent(currencySchema),
      } satisfies Field<string>,
      wholeFrom: numberField({
        label: 'Whole units from',
        hint: 'Converted prices of so many units or more have no cents: with 100, €1,234.56 becomes €1,235. Below it PRICE_ENDING counts. Empty: never. An artist’s own price is never rounded.',
        min: 1,
        max: 1_000_000,
      }),
    },
  },
  works: {
    title: 'Works',
    about: 'What becomes public.',
    fields: {
      approveFirst: checkField({
        label: 'New artists’ first works are looked at before they are public',
        hint: 'They wait on “Works” until a moderator or an admin approves one; the artist’s later works are public at once. Switching it off releases nothing that waits.',
      }),
    },
  },
  returns: {
    title: 'Returns',
    about: 'A line beside each price. The page “Returns” says more.',
    fields: {
      days: numberField({
        label: 'Days to return a work',
        hint: 'From its arrival. 0: no returns. Empty: nothing is said.',
        min: 0,
        max: 365,
      }),
      paidBy: choiceField(
        { '': 'Not stated', buyer: 'The buyer', artist: 'The artist', shop: 'The shop' },
        { label: 'Who pays the way back' },
      ),
    },
  },
  terms: {
    title: 'Terms at the payment',
    about: 'Which version of the terms a buyer agreed to is recorded with each order in any case.',
    fields: {
      atPayment: checkField({
        label: 'Stripe asks buyers to agree to the terms before they pay',
        hint: 'First enter the URL of your terms in Stripe’s dashboard (Settings, Public details); without it Stripe refuses every payment.',
      }),
    },
  },
} as const;

export type SettingSection = keyof typeof SETTING_SECTIONS;

/** The values of a section as its form sends them. */
export type TypedSettings = Readonly<Record<string, string>>;

type ValuesOf<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { schema: z.ZodType<infer Value> } ? Value : never;
};
export type SectionValues<Section extends SettingSection> = ValuesOf<(typeof SETTING_SECTIONS)[Section]['fields']>;
export type ShopSettings = { [Section in SettingSection]: SectionValues<Section> };

export const SETTING_SECTION_NAMES = Object.keys(SETTING_SECTIONS) as SettingSection[];
export const isSettingSection = (name: string): name is SettingSection => Object.hasOwn(SETTING_SECTIONS, name);

/** A field as its form needs it. */
export type SettingField = Omit<Field<unknown>, 'schema'> & { name: string };

const entriesOf = (section: SettingSection) =>
  Object.entries(SETTING_SECTIONS[section].fields as Readonly<Record<string, Field<unknown>>>);

export const fieldsOf = (section: SettingSection): SettingField[] =>
  entriesOf(section).map(([name, { schema: _, ...field }]) => ({ name, ...field }));

/** The check of a whole section. */
export const sectionSchema = (section: SettingSection) =>
  z.object(Object.fromEntries(entriesOf(section).map(([name, { schema }]) => [name, schema])));

/**
 * What is stored of a section, field by field: one that an earlier version stored, and this one refuses, has its default.
 */
export function readSection<Section extends SettingSection>(
  section: Section,
  stored: Readonly<Record<string, unknown>>,
): SectionValues<Section> {
  const values = entriesOf(section).map(([name, { schema }]) => {
    const parsed = schema.safeParse(stored[name]);
    return [name, parsed.success ? parsed.data : schema.parse('')];
  });
  return Object.fromEntries(values) as SectionValues<Section>;
}

/** A value as its form shows it, and as it is stored. */
const typedValue = (value: unknown): string =>
  value === true ? 'on' : value === false || value === null || value === undefined ? '' : String(value);

export const typedSection = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typedValue(value)]));

/** The settings of a shop in which nothing was ever saved. */
export const DEFAULT_SETTINGS: ShopSettings = settingsFrom({});

/** @param stored what is stored of each section that was saved. */
export function settingsFrom(stored: Readonly<Record<string, Readonly<Record<string, unknown>>>>): ShopSettings {
  return Object.fromEntries(
    SETTING_SECTION_NAMES.map((section) => [section, readSection(section, stored[section] ?? {})]),
  ) as ShopSettings;
}

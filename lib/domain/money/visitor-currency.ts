import { currencyOfCountry } from './country-currencies.ts';
import { isCurrency } from './currencies.ts';

/** What a request says about where its visitor is at home; null for what it does not say. */
export type VisitorSigns = {
  /** The value of the cookie `currency`: his own choice. */
  chosen: string | null;
  /** ISO 3166-1 code of the country, as a proxy found it. */
  country: string | null;
  /** The header Accept-Language. */
  languages: string | null;
};

/** The currency in which a visitor is shown prices: his choice, else his country's, else that of his language's region. */
export function visitorCurrency({ chosen, country, languages }: VisitorSigns, fallback: string): string {
  if (chosen !== null && isCurrency(chosen)) return chosen;
  const byCountry = country && currencyOfCountry(country.toUpperCase());
  return byCountry || currencyOfLanguages(languages ?? '') || fallback;
}

/** The longest header that is read: real ones have fewer than 200 characters. */
const MAX_LENGTH = 500;

function currencyOfLanguages(header: string): string | undefined {
  for (const tag of byPreference(header.slice(0, MAX_LENGTH))) {
    const region = regionOf(tag);
    const currency = region && currencyOfCountry(region);
    if (currency) return currency;
  }
}

/** The language tags of Accept-Language (RFC 9110, 12.5.4), the preferred ones first. */
function byPreference(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = parameters.find((text) => /^q=/i.test(text));
      return { tag, weight: weight ? Number(weight.slice(2)) || 0 : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/**
 * The region that a tag names, else the one where its language is at home: `ja` is spoken in Japan. English is
 * not: browsers all over the world ask for it.
 */
function regionOf(tag: string): string | undefined {
  try {
    const locale = new Intl.Locale(tag);
    return locale.region ?? (locale.language === 'en' ? undefined : locale.maximize().region);
  } catch {
    // `*`, or no tag at all.
  }
}

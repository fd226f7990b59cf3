import { currencyOfCountry } from './country-currencies.ts';
import { isCurrency } from './currencies.ts';

/** What a request reveals about the visitor's currency; null for what is missing. */
export type CurrencySignals = {
  /** The value of the cookie `currency`: the visitor's own choice. */
  chosen: string | null;
  /** ISO 3166-1 code of the country, as a proxy found it. */
  country: string | null;
  /** The header Accept-Language. */
  languages: string | null;
};

/** The currency in which prices are shown: the visitor's choice, else their country's, else their language region's. */
export function visitorCurrency({ chosen, country, languages }: CurrencySignals, fallback: string): string {
  if (chosen !== null && isCurrency(chosen)) return chosen;
  const byCountry = country && currencyOfCountry(country.toUpperCase());
  return byCountry || currencyOfLanguages(languages ?? '') || fallback;
}

/** The rest of the header is ignored. Real ones have fewer than 200 characters. */
const MAX_HEADER_LENGTH = 500;

function currencyOfLanguages(header: string): string | undefined {
  for (const tag of byPreference(header.slice(0, MAX_HEADER_LENGTH))) {
    const region = regionOf(tag);
    const currency = region && currencyOfCountry(region);
    if (currency) return currency;
  }
}

/** The language tags of Accept-Language (RFC 9110, 12.5.4), most preferred first. */
function byPreference(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = parameters.find((text) => /^q=/i.test(text));
      return { tag, weight: weight ? Number(weight.slice(2)) || 0 : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/**
 * The region of a tag, else the most likely region of its language: `ja` means Japan. English has none, because
 * browsers all over the world send it.
 */
function regionOf(tag: string): string | undefined {
  try {
    const locale = new Intl.Locale(tag);
    return locale.region ?? (locale.language === 'en' ? undefined : locale.maximize().region);
  } catch {
    // `*`, or not a language tag.
  }
}

const CODES =
  'AE AR AT AU BE BG BH BR CA CH CL CN CO CR CY CZ DE DK EE EG ES FI FR GB GH GR HK HR HU ID IE IL IN IS IT JO JP KE KR KW LI LT LU LV ' +
  'MA MT MX MY NG NL NO NZ OM PE PH PL PT PY QA RO RS SA SE SG SI SK TH TN TR TW TZ UA UG US UY VN ZA';
const NAMES = new Intl.DisplayNames('en', { type: 'region' });

/** Countries with code and name, sorted by name. */
export const COUNTRIES: { code: string; name: string }[] = CODES.split(' ')
  .map((code) => ({ code, name: NAMES.of(code) ?? code }))
  .sort((left, right) => left.name.localeCompare(right.name, 'en'));

export function isCountry(code: string): boolean {
  return COUNTRIES.some((country) => country.code === code);
}

import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type PublishedDay, parseRate, RateServiceError } from './published-rates.ts';

const GESMES = 'http://www.gesmes.org/xml/2002-08-01';
const EUROFXREF = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref';

/**
 * The days in a file of the European Central Bank's reference rates, eurofxref-daily.xml or eurofxref-hist-90d.xml: an
 * Envelope with one Cube, which has a Cube for each day, which has a Cube for each currency. A document type (and so
 * custom entities), malformed XML or a single invalid rate makes the whole file invalid.
 * @throws {RateServiceError}
 */
export function parseEcbXml(text: string): PublishedDay[] {
  const reader = new CubeReader();
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new RateServiceError('The service’s XML has a document type, which is not allowed.');
  });
  parser.on('opentag', (tag) => reader.open(tag));
  parser.on('closetag', () => reader.close());
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof RateServiceError) throw error;
    // Without an error handler saxes throws at the first error, with line and column.
    const reason = error instanceof Error ? error.message.slice(0, 120) : String(error);
    throw new RateServiceError(`The service’s response is not valid XML (${reason}).`);
  }
  return reader.finish();
}

/** Collects the days, tracking the depth of each tag. */
class CubeReader {
  readonly #days = new Map<string, Map<string, string>>();
  #depth = 0;
  #hasOuterCube = false;
  #isInCube = false;
  #rates = new Map<string, string>();

  open(tag: SaxesTagNS): void {
    const depth = this.#depth++;
    const isCube = tag.local === 'Cube' && tag.uri === EUROFXREF;
    if (depth === 0) this.#openEnvelope(tag);
    else if (depth === 1 && isCube) this.#openOuterCube();
    else if (depth === 2 && isCube && this.#isInCube) this.#openDay(attribute(tag, 'time'));
    else if (depth === 3 && isCube && this.#isInCube) {
      this.#addRate(attribute(tag, 'currency'), attribute(tag, 'rate'));
    } else if (isCube || this.#isInCube) {
      // Outside the cubes other elements are allowed: they name the sender.
      throw new RateServiceError(
        `The service’s XML has a “${tag.name.slice(0, 40)}” in a place where it does not belong.`,
      );
    }
  }

  close(): void {
    this.#depth -= 1;
    if (this.#depth === 1) this.#isInCube = false;
    if (this.#depth === 2 && this.#isInCube && this.#rates.size === 0) {
      throw new RateServiceError('The service’s XML has a day without rates.');
    }
  }

  finish(): PublishedDay[] {
    if (this.#days.size === 0) throw new RateServiceError('The service’s XML has no days.');
    return [...this.#days].map(([day, rates]) => ({ day, rates }));
  }

  #openEnvelope({ local, uri, name }: SaxesTagNS): void {
    if (local === 'Envelope' && uri === GESMES) return;
    throw new RateServiceError(`The service’s XML is a “${name.slice(0, 40)}”, not the bank’s gesmes:Envelope.`);
  }

  #openOuterCube(): void {
    if (this.#hasOuterCube) throw new RateServiceError('The service’s XML has more than one list of days.');
    this.#hasOuterCube = true;
    this.#isInCube = true;
  }

  #openDay(day: string): void {
    if (this.#days.has(day)) throw new RateServiceError(`The service’s XML has ${day.slice(0, 20)} twice.`);
    this.#rates = new Map();
    this.#days.set(day, this.#rates);
  }

  #addRate(currency: string, text: string): void {
    if (!/^[A-Z]{3}$/.test(currency)) {
      throw new RateServiceError(
        `The service’s XML has a currency “${currency.slice(0, 20)}”, which is not a currency code.`,
      );
    }
    if (this.#rates.has(currency)) throw new RateServiceError(`The service’s XML has ${currency} twice in a day.`);
    const rate = parseRate(text);
    if (!rate) {
      throw new RateServiceError(
        `The service sent “${text.slice(0, 20)}” as the rate of ${currency}, which is not a valid rate.`,
      );
    }
    this.#rates.set(currency, rate);
  }
}

function attribute(tag: SaxesTagNS, name: string): string {
  const value = tag.attributes[name]?.value;
  if (value === undefined) throw new RateServiceError(`The service’s XML has a Cube without its ${name}.`);
  return value;
}

/** The private original of a picture; `key` is the sha256 of its bytes in hex. */
export function originalName(key: string): string {
  return key;
}

/** The private note of a picture's measures, which lets the same bytes come again without any work. */
export function recordName(key: string): string {
  return `${key}.json`;
}

/** The public WebP of a picture in one width, in pixels. */
export function derivativeName(key: string, width: number): string {
  return `${key}-${width}.webp`;
}

/** May this name be served to anyone? Only a derivative's name may. */
export function isPublicName(name: string): boolean {
  return /^[0-9a-f]{64}-[1-9]\d{0,3}\.webp$/.test(name);
}

/** @throws {RangeError} when the name is none of the three above, so that no path can be smuggled in. */
export function assertStoredName(name: string): void {
  if (!isPublicName(name) && !/^[0-9a-f]{64}(\.json)?$/.test(name)) {
    throw new RangeError(`not the name of a stored picture: ${JSON.stringify(name)}`);
  }
}

/** A colour in OKLCH: lightness 0 to 1, chroma 0 (grey) to about 0.32, hue in degrees. */
export type Oklch = { lightness: number; chroma: number; hue: number };

const linear = Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Converts sRGB, 0 to 255 each. The coefficients are from https://bottosson.github.io/posts/oklab. */
export function toOklch(red: number, green: number, blue: number): Oklch {
  const [r, g, b] = [linear[red] ?? 0, linear[green] ?? 0, linear[blue] ?? 0];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(y, x) * 180) / Math.PI;
  return { lightness, chroma: Math.hypot(x, y), hue: hue < 0 ? hue + 360 : hue };
}

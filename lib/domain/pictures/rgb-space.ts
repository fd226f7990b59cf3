/** Chromaticity coordinates, CIE 1931. */
export type Xy = readonly [x: number, y: number];
export type Primaries = { red: Xy; green: Xy; blue: Xy; white: Xy };
type Triple = readonly [number, number, number];
export type Matrix = readonly [Triple, Triple, Triple];

const D65: Xy = [0.3127, 0.329];
export const SRGB_PRIMARIES: Primaries = { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: D65 };
/** ITU-R BT.2020 and BT.2100. */
export const BT2020_PRIMARIES: Primaries = {
  red: [0.708, 0.292],
  green: [0.17, 0.797],
  blue: [0.131, 0.046],
  white: D65,
};

/** Cone responses of XYZ, after Bradford: http://www.brucelindbloom.com/Eqn_ChromAdapt.html */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** From linear light with some primaries to linear light with others; white stays white. */
export function rgbMatrix(from: Primaries, to: Primaries): Matrix {
  return multiply(invert(toXyz(to)), multiply(adaptation(from.white, to.white), toXyz(from)));
}

/** The shares of red, green and blue in the luminance of white. */
export const luminanceShares = (space: Primaries): Triple => toXyz(space)[1];

/** Whether the three primaries and the white are points of a triangle at all, as values in a file need not be. */
export function isRgbSpace({ red, green, blue, white }: Primaries): boolean {
  const all = [red, green, blue, white];
  if (all.some(([x, y]) => !(x >= 0 && y > 0 && x <= 1 && y <= 1))) return false;
  const area = (red[0] - blue[0]) * (green[1] - blue[1]) - (green[0] - blue[0]) * (red[1] - blue[1]);
  return Math.abs(area) > 1e-4;
}

const xyzOf = ([x, y]: Xy): Triple => [x / y, 1, (1 - x - y) / y];

/** http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html */
function toXyz({ red, green, blue, white }: Primaries): Matrix {
  const columns = transpose([xyzOf(red), xyzOf(green), xyzOf(blue)]);
  const [r, g, b] = apply(invert(columns), xyzOf(white));
  return columns.map(([x, y, z]) => [x * r, y * g, z * b]) as unknown as Matrix;
}

function adaptation(from: Xy, to: Xy): Matrix {
  const source = apply(BRADFORD, xyzOf(from));
  const target = apply(BRADFORD, xyzOf(to));
  const scale: Matrix = [
    [target[0] / source[0], 0, 0],
    [0, target[1] / source[1], 0],
    [0, 0, target[2] / source[2]],
  ];
  return multiply(invert(BRADFORD), multiply(scale, BRADFORD));
}

export function apply(matrix: Matrix, [a, b, c]: Triple): Triple {
  return matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;
}

const transpose = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

function multiply(left: Matrix, right: Matrix): Matrix {
  return transpose(transpose(right).map((column) => apply(left, column)) as unknown as Matrix);
}

function invert([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const row = (x: number, y: number, z: number): Triple => [x / determinant, y / determinant, z / determinant];
  return [
    row(e * i - f * h, c * h - b * i, b * f - c * e),
    row(f * g - d * i, a * i - c * g, c * d - a * f),
    row(d * h - e * g, b * g - a * h, a * e - b * d),
  ];
}

/** The logo of the shop. */
export type Logo = {
  /** sha256 of the uploaded file, in hex; part of the URLs of its files, which never change. */
  key: string;
  /** Pixels of the file at the top of each page, which is shown at half of that. */
  width: number;
  height: number;
};

/** Bytes of an uploaded file. */
export const MAX_LOGO_BYTES = 5 * 1024 * 1024;

/** The files of a logo, and their types. */
export const LOGO_FILES = {
  'header.webp': 'image/webp',
  'icon-48.png': 'image/png',
  'icon-180.png': 'image/png',
  'icon-192.png': 'image/png',
  'icon-512.png': 'image/png',
} as const;

export type LogoFile = keyof typeof LOGO_FILES;

export const isLogoFile = (name: string): name is LogoFile => Object.hasOwn(LOGO_FILES, name);

/** Pixels that the logo at the top of a page has room for; its file has twice as many. */
export const LOGO_BOX = { width: 240, height: 40 } as const;

/** The URL of one of the logo's files. */
export const logoUrl = ({ key }: Pick<Logo, 'key'>, file: LogoFile): string => `/brand/${key}/${file}`;

/** The size in which a page shows it: within LOGO_BOX, with its own proportions. */
export function logoSize({ width, height }: Pick<Logo, 'width' | 'height'>): { width: number; height: number } {
  const scale = Math.min(LOGO_BOX.width / width, LOGO_BOX.height / height, 1 / 2);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

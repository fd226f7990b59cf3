/** A paragraph, and the link that it leads to. */
export type Paragraph = { text: string; link?: { label: string; url: string } };

/** A mail before it is written as plain text and HTML. */
export type MailContent = {
  subject: string;
  paragraphs: readonly Paragraph[];
  /** The work that it is about. */
  picture?: MailPicture | undefined;
};

/** A mail of paragraphs, of which most are only a text. */
export const mailContent = (subject: string, paragraphs: readonly (string | Paragraph)[]): MailContent => ({
  subject,
  paragraphs: paragraphs.map((paragraph) => (typeof paragraph === 'string' ? { text: paragraph } : paragraph)),
});

export type MailPicture = {
  url: string;
  alt: string;
  /** Pixels. */
  width: number;
  height: number;
};

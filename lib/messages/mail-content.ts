/** A paragraph, and the link that it leads to. */
export type Paragraph = {
  text: string;
  link?: { label: string; url: string };
  /** What somebody else wrote, with its own line breaks. */
  isQuoted?: boolean;
};

/** A mail before it is written as plain text and HTML. */
export type MailContent = {
  subject: string;
  paragraphs: readonly Paragraph[];
  /** The line at the top above which people write their reply. */
  replyLine?: string | undefined;
  /** The work that it is about. */
  picture?: MailPicture | undefined;
  /** Several works, above the paragraphs. */
  works?: readonly MailWork[] | undefined;
  /** Who made it. */
  person?: MailPerson | undefined;
};

/** A mail of paragraphs, of which most are only a text. */
export const mailContent = (subject: string, paragraphs: readonly (string | Paragraph)[]): MailContent => ({
  subject,
  paragraphs: paragraphs.map((paragraph) => (typeof paragraph === 'string' ? { text: paragraph } : paragraph)),
});

export type MailWork = { title: string; artist: string; url: string; picture: MailPicture | undefined };

/** Somebody with their page. */
export type MailPerson = { name: string; place: string; url: string; portrait: MailPicture | undefined };

export type MailPicture = {
  url: string;
  alt: string;
  /** Pixels. */
  width: number;
  height: number;
};

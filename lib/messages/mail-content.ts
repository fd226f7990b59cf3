/** A paragraph, and the link that it leads to. */
export type Paragraph = { text: string; link?: { label: string; url: string } };

/** A mail before it is written as plain text and HTML. */
export type MailContent = {
  subject: string;
  paragraphs: readonly Paragraph[];
  /** The work that it is about. */
  picture?: MailPicture | undefined;
};

export type MailPicture = {
  url: string;
  alt: string;
  /** Pixels. */
  width: number;
  height: number;
};

/** What a link in a mail does with one button; a new password has a form of its own. */
export const LINK_PURPOSES = ['prove-email', 'change-email', 'undo-email-change', 'join-identity'] as const;

export type LinkPurpose = (typeof LINK_PURPOSES)[number];

export const isLinkPurpose = (text: string): text is LinkPurpose => LINK_PURPOSES.some((purpose) => purpose === text);

/** The key of the mail page's port in ports.json. Another key would give existing data folders a new port. */
export const MAIL_PAGE_PORT = 'mailbox';

import type { AccountMailKind } from '#lib/domain/account-mail.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { providerName } from '#lib/domain/provider-names.ts';
import { reasonText } from '#lib/domain/reports/report.ts';
import { type MailContent, mailContent, type Paragraph } from './mail-content.ts';

export type AccountDetails = {
  shop: string;
  username: string;
  /** The link's URL; '' for kinds that have none. */
  url: string;
  signInUrl: string;
  forgotPasswordUrl: string;
  securityUrl: string;
  dataUrl: string;
  tokensUrl: string;
  endpointUrl: string;
  workUrl: string;
  /** Whether the address is that of another account: its owner is told, instead of getting a link. */
  isTaken: boolean;
  data: Readonly<Record<string, string>>;
};

const SINGLE_USE = 'The link works once, within 30 minutes.';

/** A mail about an account. */
export function composeAccountMail(kind: AccountMailKind, details: AccountDetails): MailContent {
  const { shop, url, data } = details;
  const provider = providerName(data.provider ?? '');
  const account = `the account “${details.username}”`;
  const write = (subject: string, ...paragraphs: (string | Paragraph)[]) => mailContent(subject, paragraphs);
  if (details.isTaken && (kind === 'prove-email' || kind === 'change-email')) return write(...alreadyTaken(details));
  switch (kind) {
    case 'prove-email':
      return write(
        `Confirm your email address for ${shop}`,
        {
          text: `Please confirm that this is the email address of ${account}. You need it before you publish your first work.`,
          link: { label: 'Confirm this address', url },
        },
        `${SINGLE_USE} If you did not sign up at ${shop}, you can ignore this mail.`,
      );
    case 'reset-password':
      return write(
        `Choose a new password for ${shop}`,
        {
          text: `Somebody, probably you, has asked for a new password for ${account}.`,
          link: { label: 'Choose a new password', url },
        },
        `${SINGLE_USE} If it was not you, you can ignore this mail: your password stays as it is.`,
      );
    case 'password-changed':
      return write(
        `Your password for ${shop} was changed`,
        `The password of ${account} has just been changed, and all other devices were signed out.`,
        { text: 'If it was not you, choose a new one at once:', link: toForgotten(details) },
      );
    case 'change-email':
      return write(
        `Confirm your new email address for ${shop}`,
        {
          text: `Please confirm that ${account} gets this email address. Until then its address stays as it is.`,
          link: { label: 'Use this address', url },
        },
        `${SINGLE_USE} If you did not ask for this, you can ignore this mail.`,
      );
    case 'email-changed':
      return write(
        `Your email address at ${shop} was changed`,
        `The email address of ${account} is now ${isolate(data.email ?? '')}. This is the last mail to the old one.`,
        {
          text: 'If it was not you, take the change back within 72 hours. All devices are signed out then:',
          link: { label: 'Take the change back', url },
        },
      );
    case 'email-change-undone':
      return write(
        `Your email address at ${shop} is as it was before`,
        `The change of the email address of ${account} was taken back, and all devices were signed out.`,
        { text: 'If somebody else knows your password, choose a new one:', link: toForgotten(details) },
      );
    case 'username-changed':
      return write(
        `Your username at ${shop} was changed`,
        `${sentence(account)} was called “${data.before ?? ''}” before. Links to your page with the old name lead to the new one.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toSecurity(details) },
      );
    case 'join-identity':
      return write(
        `Sign in to ${shop} with ${provider}?`,
        {
          text: `Somebody, probably you, signed in with ${provider}, which has the same email address as ${account}. Confirm that both are yours, and you can use either to sign in.`,
          link: { label: 'Join them', url },
        },
        `${SINGLE_USE} If it was not you, ignore this mail.`,
      );
    case 'token-created':
      return write(
        `A personal access token was made at ${shop}`,
        `The token “${isolate(data.name ?? '')}” was made for ${account}. Until ${data.endsAt ?? ''}, programs that have it can do what it allows, without a password.`,
        {
          text: 'If it was not you, delete it, sign out all devices and change your password:',
          link: { label: 'See your tokens', url: details.tokensUrl },
        },
      );
    case 'account-closing':
      return write(
        `Your account at ${shop} is being closed`,
        `${sentence(account)} will be closed after ${data.closesAt ?? ''}. Its works have left the gallery.`,
        {
          text: 'Until then you can keep it: sign in and press “Keep my account”. If it was not you, change your password too.',
          link: { label: 'Sign in', url: details.signInUrl },
        },
      );
    case 'closing-undone':
      return write(
        `Your account at ${shop} stays`,
        `${sentence(account)} is not being closed any more, and its works are back in the gallery.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toSecurity(details) },
      );
    case 'closing-postponed':
      return write(
        `Your account at ${shop} could not be closed yet`,
        `${sentence(account)} is still there. ${data.obstacle ?? ''}`,
        'We try again every day, and close it as soon as nothing is in the way. You can still keep it on your dashboard.',
      );
    case 'account-closed':
      return write(
        `Your account at ${shop} is closed`,
        `The account “${data.username ?? ''}” is closed, and what was stored about you has been removed. This is the last mail to you.`,
        'Sales and purchases keep their work, date and amount, because the shop must account for them.',
      );
    case 'export-ready':
      return write(
        `Your data from ${shop} is ready`,
        {
          text: `The file with everything that is stored about ${account} can be downloaded until ${data.endsAt ?? ''}. You need to sign in for it.`,
          link: { label: 'Download your data', url: details.dataUrl },
        },
        'If you did not ask for this, sign out all devices and change your password.',
      );
    case 'webhook-switched-off':
      return write(
        `${shop} has switched off webhooks to ${data.host ?? ''}`,
        `The webhook endpoint at ${data.host ?? ''}, of ${account}, was switched off, because ${
          data.because === 'gone' ? 'it has answered that it is gone (410)' : 'every delivery had failed for three days'
        }. It is told of nothing that happens from now on.`,
        {
          text: 'Its page says what went wrong. When it works again, switch it on there and send what has failed once more.',
          link: { label: 'See its deliveries', url: details.endpointUrl },
        },
      );
    case 'work-hidden':
      return write(
        `${shop} has hidden your work “${isolate(data.title ?? '')}”`,
        `Your work “${isolate(data.title ?? '')}”, of ${account}, is hidden: visitors do not see it, and nobody can buy it. A sale that was paid stays as it is.`,
        `The reason: ${isolate(data.reason ?? '')}`,
        `The rule that it is about: ${reasonText(data.rule ?? '')}. ${data.isReported ? 'Somebody had reported it.' : 'Nobody had reported it.'} People have decided this, without any automatic means.`,
        {
          text: 'If you do not agree, you can answer once on your dashboard, and we look at it again. You can also go to court or, in the European Union, to a certified out-of-court dispute settlement body.',
          link: { label: 'Read the decision, and answer', url: details.endpointUrl },
        },
      );
    case 'work-shown':
      return write(
        data.isSuspended
          ? `${shop} will show your work “${isolate(data.title ?? '')}” again`
          : `${shop} shows your work “${isolate(data.title ?? '')}” again`,
        data.isSuspended
          ? `Your work “${isolate(data.title ?? '')}” is hidden only because ${account} is suspended: it is shown again when the suspension ends.`
          : `Your work “${isolate(data.title ?? '')}”, of ${account}, is not hidden any more: it is as it was before.`,
      );
    case 'work-stays-hidden':
      return write(
        `Your work “${isolate(data.title ?? '')}” stays hidden at ${shop}`,
        `We have read your answer about “${isolate(data.title ?? '')}”, of ${account}, and have decided that it stays hidden.`,
        `People have decided this, without any automatic means. If you do not agree, write to ${data.contact || `the people who run ${shop}`}. You can also go to court or, in the European Union, to a certified out-of-court dispute settlement body.`,
      );
    case 'account-suspended':
      return write(
        `${shop} has suspended your account`,
        `${sentence(account)} is suspended: you cannot sign in, and your works are hidden. Sales that were paid stay as they are.`,
        `The reason: ${isolate(data.reason ?? '')}`,
        `The rule that it is about: ${reasonText(data.rule ?? '')}. People have decided this, without any automatic means.`,
        `If you do not agree, write to ${data.contact || `the people who run ${shop}`}. You can also go to court or, in the European Union, to a certified out-of-court dispute settlement body.`,
      );
    case 'work-approved':
      return write(`Your work is public at ${shop}`, {
        text: `“${isolate(data.title ?? '')}” was approved and is public now. Your next works are public as soon as you publish them.`,
        link: { label: 'See the work', url: details.workUrl },
      });
    case 'work-declined':
      return write(
        `Your work is not public at ${shop}`,
        `“${isolate(data.title ?? '')}” was not approved and is a draft again. The reason: ${isolate(data.reason ?? '')}`,
        { text: 'You can change it and publish it once more.', link: { label: 'Edit the work', url: details.workUrl } },
      );
    case 'identity-joined':
      return write(
        `You can now sign in to ${shop} with ${provider}`,
        `${provider} was added to ${account} as a way to sign in.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toSecurity(details) },
      );
    case 'factor-added':
      return write(
        `A second factor was added at ${shop}`,
        `${sentence(nameOfFactor(details))} was added to ${account}. Signing in asks for it from now on.`,
        {
          text: 'If it was not you, remove it, sign out all devices and change your password:',
          link: toMethods(details),
        },
      );
    case 'factor-removed':
      return write(
        `A second factor was removed at ${shop}`,
        `${sentence(nameOfFactor(details))} was removed from ${account}.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toMethods(details) },
      );
    case 'recovery-code-used':
      return write(
        `A recovery code was used at ${shop}`,
        `Somebody, probably you, used a recovery code of ${account}. Codes that are left: ${data.left ?? '0'}.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toMethods(details) },
      );
    case 'recovery-codes-replaced':
      return write(
        `You have new recovery codes at ${shop}`,
        `New recovery codes were made for ${account}. The old ones are of no use any more.`,
        { text: 'If it was not you, sign out all devices and change your password:', link: toMethods(details) },
      );
  }
}

/** `an authenticator app`, `the passkey “laptop”` */
function nameOfFactor({ data: { factor, name = '' } }: AccountDetails): string {
  if (factor === 'all') return 'each second factor';
  return factor === 'passkey' ? `the passkey “${isolate(name)}”` : 'an authenticator app';
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const toForgotten = ({ forgotPasswordUrl: url }: AccountDetails) => ({ label: 'Choose a new password', url });
const toMethods = ({ securityUrl: url }: AccountDetails) => ({ label: 'See how you sign in', url });
const toSecurity = ({ securityUrl: url }: AccountDetails) => ({ label: 'See where you are signed in', url });

/** To the owner of an address that somebody typed for another account. */
function alreadyTaken(details: AccountDetails): [string, ...(string | Paragraph)[]] {
  const { shop } = details;
  return [
    `You already have an account at ${shop}`,
    {
      text: `Somebody, probably you, has entered this email address for another account at ${shop}. It belongs to an account already, and nothing about that has changed.`,
      link: { label: 'Sign in', url: details.signInUrl },
    },
    { text: 'If you have forgotten your password:', link: toForgotten(details) },
    'If it was not you, you can ignore this mail.',
  ];
}

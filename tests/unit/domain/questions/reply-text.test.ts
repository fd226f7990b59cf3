import { expect, test } from 'vitest';
import { REPLY_LINE } from '#lib/domain/questions/question-mail.ts';
import { replyText } from '#lib/domain/questions/reply-text.ts';

test.for<[string, string, string]>([
  ['nothing to cut', 'Yes, it is framed.\n\nIn oak.', 'Yes, it is framed.\n\nIn oak.'],
  ['line ends of mails', 'One\r\nTwo\r\n', 'One\nTwo'],
  [
    'Gmail, on two lines',
    'Yes.\n\nOn Mon, 30 Nov 2026 at 15:04, Ada via MakeYourSpace <\nshop@example.org> wrote:\n\n> Is it framed?\n>\n> Ada\n',
    'Yes.',
  ],
  ['Apple Mail', 'Yes.\n\n> On 30 Nov 2026, at 15:04, Ada <shop@example.org> wrote:\n> \n> Is it framed?', 'Yes.'],
  ['an answer below what it quotes', 'On Monday, Ada wrote:\n> Is it framed?\n\nYes.', 'Yes.'],
  ['answers between', '> Is it framed?\n\nYes.\n\n> Which wood?\n\nOak.', 'Yes.\n\nOak.'],
  ['German', 'Ja.\n\nAm 30.11.2026 um 15:04 schrieb Ada <shop@example.org>:\n> Gerahmt?', 'Ja.'],
  ['French', 'Oui.\n\nLe lun. 30 nov. 2026 à 15:04, Ada <shop@example.org> a écrit :\n\n> Encadré ?', 'Oui.'],
  [
    'a name and an address',
    'Yes.\n\nAda via Shop <shop@example.org> wrote:\n\nIs it framed?\n> quoted',
    'Yes.\n\nAda via Shop <shop@example.org> wrote:\n\nIs it framed?',
  ],
  [
    'Outlook',
    'Yes.\n\nFrom: Ada via Shop <shop@example.org>\nSent: Monday, 30 November 2026 15:04\nTo: Mira\nSubject: Question\n\nIs it framed?',
    'Yes.',
  ],
  ['Outlook in German', 'Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Ada\nGerahmt?', 'Ja.'],
  [
    'Outlook in Swedish',
    'Ja.\n\nFrån: Ada via Shop <shop@example.org>\nSkickat: den 30 november 2026 15:04\nTill: Mira <mira@example.org>\nÄmne: Question',
    'Ja.',
  ],
  [
    'Outlook in Polish, bold',
    'Tak.\n\n*Od:* Ada via Shop <shop@example.org>\n*Wysłano:* poniedziałek\n*Do:* mira@example.org\n*Temat:* Question',
    'Tak.',
  ],
  ['Outlook in Russian', 'Да.\n\nОт: Ada <shop@example.org>\nОтправлено: 30 ноября\nКому: mira@example.org', 'Да.'],
  ['Outlook in Japanese', 'はい。\n\n差出人：Ada\n送信日時：2026年11月30日\n宛先：mira@example.org', 'はい。'],
  [
    'a head in a language that is not known here, above the line of our mails',
    `Jah.\nSee on nii:\n\nSaatja: Ada <shop@example.org>\nSaadetud: esmaspäev\nAdressaat: mira@example.org\nTeema: Q\n\n${REPLY_LINE}`,
    'Jah.\nSee on nii:',
  ],
  [
    'lines with colons that are no head',
    `It has two parts.\nLeft: 40 cm\nRight: 50 cm\n\n${REPLY_LINE}`,
    'It has two parts.\nLeft: 40 cm\nRight: 50 cm',
  ],
  ['the line of our mails', `Yes.\n\n${REPLY_LINE}\n\nAda asks you about it.`, 'Yes.'],
  [
    'the same below who wrote it',
    `Yes.\n\nOn Monday, Ada via Shop <s@example.org> wrote:\n\n${REPLY_LINE}\n\nAda asks`,
    'Yes.',
  ],
  ['a signature', 'Yes.\n-- \nMira Castellan\nPainter', 'Yes.'],
  ['a telephone', 'Yes.\n\nSent from my iPhone', 'Yes.'],
  [
    'words that only look like it',
    'My friend wrote:\nFrom: the heart.\nI am sent from my mother.',
    'My friend wrote:\nFrom: the heart.\nI am sent from my mother.',
  ],
  ['only what is quoted', '> Is it framed?\n> Ada', ''],
  ['nothing', '', ''],
])('%s', ([, mail, text]) => {
  expect(replyText(mail)).toBe(text);
});

test('a mail that was built to take long does not: what would grow with the square of its lines takes minutes', () => {
  for (const [mail, text] of [
    ['On '.repeat(60_000), 'On '.repeat(60_000).trim()],
    [`${' '.repeat(100_000)}wrote:`, 'wrote:'],
    ['>\n'.repeat(90_000), ''],
    ['\n>\n'.repeat(200_000), ''],
    ['On x\n'.repeat(40_000), 'On x\n'.repeat(40_000).trim()],
    ['\n'.repeat(200_000), ''],
    [`Yes.\n\n${'a: b@c\n'.repeat(20_000)}x\n${REPLY_LINE}`, `Yes.\n\n${'a: b@c\n'.repeat(20_000)}x`],
  ] as const)
    expect(replyText(mail) === text).toBe(true);
});

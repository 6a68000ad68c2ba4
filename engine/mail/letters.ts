// Letters about accounts in the reader's language, and how any letter is laid out: plain text, and the same as simple HTML.

import type { Letterhead } from '../../schema/index.ts';

/** `changed` tells somebody that his password is another now; `code` is the second step of signing in. */
export type LetterKind = 'welcome' | 'welcome_link' | 'password' | 'changed' | 'code';

interface Words {
  readonly subject: string;
  readonly lines: readonly string[];
  /** On the button. */
  readonly button?: string;
  readonly after?: readonly string[];
}

type Language = Readonly<Record<LetterKind, Words>> & { readonly hello: string };

const LETTERS: Readonly<Record<string, Language>> = {
  en: {
    hello: 'Hello {name},',
    welcome: {
      subject: 'Your account at {house}',
      lines: ['you have an account now. Your login is {login}; your administrator tells you the password.'],
      button: 'Sign in',
    },
    welcome_link: {
      subject: 'Your account at {house}',
      lines: ['you have an account now. Your login is {login}. Choose your password to begin:'],
      button: 'Choose a password',
      after: ['The link works once, within {time} days.'],
    },
    password: {
      subject: 'New password at {house}',
      lines: ['somebody, we hope you, asked for a new password for the login {login}.'],
      button: 'Choose a new password',
      after: ['The link works once, within {time} minutes. If it was not you, do nothing: your password stays as it is.'],
    },
    changed: {
      subject: 'Your password at {house} was changed',
      lines: ['the password of the login {login} was just changed by a mailed link. If it was not you, tell your administrator at once.'],
    },
    code: {
      subject: 'Sign-in code for {house}',
      lines: ['your code:'],
      after: [
        'It works once, in the browser you began in, within {time} minutes.',
        'If you are not signing in now, somebody knows your password: change it.',
      ],
    },
  },
  fi: {
    hello: 'Hei {name},',
    welcome: {
      subject: 'Tilisi: {house}',
      lines: ['sinulla on nyt tili. Käyttäjätunnuksesi on {login}; salasanan saat ylläpitäjältä.'],
      button: 'Kirjaudu',
    },
    welcome_link: {
      subject: 'Tilisi: {house}',
      lines: ['sinulla on nyt tili. Käyttäjätunnuksesi on {login}. Aloita valitsemalla salasana:'],
      button: 'Valitse salasana',
      after: ['Linkki toimii kerran, {time} päivän ajan.'],
    },
    password: {
      subject: 'Uusi salasana: {house}',
      lines: ['joku, toivottavasti sinä, pyysi uutta salasanaa tunnukselle {login}.'],
      button: 'Valitse uusi salasana',
      after: ['Linkki toimii kerran, {time} minuutin ajan. Jos et pyytänyt sitä, älä tee mitään: salasanasi pysyy ennallaan.'],
    },
    changed: {
      subject: 'Salasanasi on vaihdettu: {house}',
      lines: ['tunnuksen {login} salasana vaihdettiin juuri sähköpostilinkillä. Jos et tehnyt sitä itse, kerro heti ylläpitäjälle.'],
    },
    code: {
      subject: 'Kirjautumiskoodi: {house}',
      lines: ['koodisi:'],
      after: [
        'Se toimii kerran, selaimessa jossa aloitit, {time} minuutin ajan.',
        'Jos et ole kirjautumassa, joku tietää salasanasi: vaihda se.',
      ],
    },
  },
  sv: {
    hello: 'Hej {name}!',
    welcome: {
      subject: 'Ditt konto hos {house}',
      lines: ['Du har nu ett konto. Din inloggning är {login}; lösenordet får du av din administratör.'],
      button: 'Logga in',
    },
    welcome_link: {
      subject: 'Ditt konto hos {house}',
      lines: ['Du har nu ett konto. Din inloggning är {login}. Välj ett lösenord för att börja:'],
      button: 'Välj ett lösenord',
      after: ['Länken fungerar en gång, inom {time} dagar.'],
    },
    password: {
      subject: 'Nytt lösenord hos {house}',
      lines: ['Någon, förhoppningsvis du, bad om ett nytt lösenord för inloggningen {login}.'],
      button: 'Välj ett nytt lösenord',
      after: ['Länken fungerar en gång, inom {time} minuter. Var det inte du behöver du inte göra något: ditt lösenord gäller som förut.'],
    },
    changed: {
      subject: 'Ditt lösenord hos {house} har ändrats',
      lines: ['Lösenordet för {login} ändrades nyss med en länk via e-post. Var det inte du, meddela din administratör genast.'],
    },
    code: {
      subject: 'Inloggningskod för {house}',
      lines: ['Din kod:'],
      after: [
        'Den fungerar en gång, i webbläsaren du började i, inom {time} minuter.',
        'Loggar du inte in just nu kan någon ditt lösenord: byt det.',
      ],
    },
  },
  de: {
    hello: 'Hallo {name},',
    welcome: {
      subject: 'Ihr Konto bei {house}',
      lines: ['Sie haben jetzt ein Konto. Ihr Anmeldename ist {login}; das Passwort nennt Ihnen Ihr Administrator.'],
      button: 'Anmelden',
    },
    welcome_link: {
      subject: 'Ihr Konto bei {house}',
      lines: ['Sie haben jetzt ein Konto. Ihr Anmeldename ist {login}. Wählen Sie zum Beginn Ihr Passwort:'],
      button: 'Passwort wählen',
      after: ['Der Link gilt einmal, innerhalb von {time} Tagen.'],
    },
    password: {
      subject: 'Neues Passwort bei {house}',
      lines: ['jemand, hoffentlich Sie, hat ein neues Passwort für die Anmeldung {login} angefordert.'],
      button: 'Neues Passwort wählen',
      after: ['Der Link gilt einmal, innerhalb von {time} Minuten. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.'],
    },
    changed: {
      subject: 'Ihr Passwort bei {house} wurde geändert',
      lines: [
        'das Passwort von {login} wurde soeben über einen Link geändert. Waren Sie es nicht, sagen Sie es sofort Ihrem Administrator.',
      ],
    },
    code: {
      subject: 'Anmeldecode für {house}',
      lines: ['Ihr Code:'],
      after: [
        'Er gilt einmal, in dem Browser, in dem Sie begonnen haben, innerhalb von {time} Minuten.',
        'Melden Sie sich gerade nicht an, kennt jemand Ihr Passwort: Ändern Sie es.',
      ],
    },
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    welcome: {
      subject: 'Ваша учётная запись: {house}',
      lines: ['У вас теперь есть учётная запись. Ваш логин: {login}; пароль сообщит администратор.'],
      button: 'Войти',
    },
    welcome_link: {
      subject: 'Ваша учётная запись: {house}',
      lines: ['У вас теперь есть учётная запись. Ваш логин: {login}. Чтобы начать, выберите пароль:'],
      button: 'Выбрать пароль',
      after: ['Ссылка действует один раз, в течение {time} дней.'],
    },
    password: {
      subject: 'Новый пароль: {house}',
      lines: ['Кто-то, надеемся, вы, запросил новый пароль для логина {login}.'],
      button: 'Выбрать новый пароль',
      after: ['Ссылка действует один раз, в течение {time} минут. Если это были не вы, ничего не делайте: пароль останется прежним.'],
    },
    changed: {
      subject: 'Ваш пароль изменён: {house}',
      lines: ['Пароль для логина {login} только что изменён по ссылке из письма. Если это были не вы, сразу сообщите администратору.'],
    },
    code: {
      subject: 'Код для входа: {house}',
      lines: ['Ваш код:'],
      after: [
        'Он действует один раз, в том браузере, где вы начали, в течение {time} минут.',
        'Если вы сейчас не входите, кто-то знает ваш пароль: смените его.',
      ],
    },
  },
};

/** `time` is in days or minutes, as the letter says it. */
export interface LetterValues {
  readonly house: string;
  readonly name: string;
  readonly login: string;
  readonly time?: number;
  /** Where the button leads: an address, or `[[link]]` for one that only the receiver may read. */
  readonly link?: string | null;
  /** Shown large: `[[code]]`. */
  readonly code?: string;
}

/** @param language of two letters; English where there is no such letter */
export function letterOf(kind: LetterKind, language: string, values: LetterValues): { subject: string; text: string; html: string } {
  const words = LETTERS[language] ?? LETTERS['en']!;
  const { subject, lines, button, after = [] } = words[kind];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (place, name: string) => oneLine(values[name as keyof LetterValues] ?? place));
  const { link, code } = values;
  const before = [words.hello, ...lines].map(fill);
  const behind = after.map(fill);
  const text = [...before, ...(code ? [code] : []), ...(link ? [link] : []), ...behind].join('\n\n');
  const big = code ? `<p style="margin:0 0 16px;font-size:28px;letter-spacing:4px;font-weight:600">${code}</p>` : '';
  const press = link && button ? pressed(link, button) : '';
  const html = `<div style="${PAGE}">${before.map(paragraph).join('')}${big}${press}${behind.map(paragraph).join('')}</div>`;
  return { subject: fill(subject), text, html };
}

/**
 * A letter that somebody has written, with a link for its receiver alone: `[[link]]` in the text, a button in the HTML.
 * @param parts what stands before, between and behind the places of the link
 */
export function mailBody(parts: readonly string[], button: string): { text: string; html: string } {
  // What people write must not look like a place for a secret.
  const kept = parts.map((part) => part.replaceAll('[[', '[ ['));
  const blocks = kept.map((part) =>
    part
      .trim()
      .split(/\n{2,}/)
      .filter(Boolean)
      .map(paragraph)
      .join(''),
  );
  return { text: kept.join('[[link]]'), html: `<div style="${PAGE}">${blocks.join(pressed('[[link]]', button))}</div>` };
}

/** What stands below every mail. @param logo name of a picture in the mail; null: none */
export function below({ name, lines }: Letterhead, logo: string | null): { text: string; html: string } {
  const picture = logo ? `<img src="cid:${logo}" alt="" style="display:block;max-width:160px;max-height:50px;margin:0 0 8px">` : '';
  const rows = [`<b>${escapeHtml(name)}</b>`, ...lines.map(escapeHtml)].join('<br>');
  return { text: `\n\n-- \n${[name, ...lines].join('\n')}\n`, html: `<div style="${FOOT}">${picture}${rows}</div>` };
}

function paragraph(lines: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(lines).replaceAll('\n', '<br>')}</p>`;
}

function pressed(link: string, button: string): string {
  return `<p style="margin:0 0 16px"><a href="${escapeHtml(link)}" style="${BUTTON}">${escapeHtml(button)}</a></p>`;
}

const PAGE = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Arial,sans-serif;color:#1f2328;max-width:560px;margin:0 auto;padding:24px';
const FOOT = `font:13px/1.5 -apple-system,Segoe UI,Roboto,Arial,sans-serif;color:#59636e;max-width:560px;margin:0 auto;padding:0 24px 24px`;
const BUTTON = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#4251c4;color:#ffffff;text-decoration:none';

/** What people enter must not make lines, nor look like a place for a secret. */
function oneLine(value: unknown): string {
  return String(value)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('[[', '[ [');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

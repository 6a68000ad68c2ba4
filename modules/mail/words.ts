// The words of the test mail, in the languages of the client.

const WORDS: Readonly<Record<string, { readonly subject: string; readonly text: string }>> = {
  en: { subject: 'Kontor: mail works', text: 'Hello {name},\n\nthis is the test you asked for. Mails of Kontor arrive.' },
  fi: { subject: 'Kontor: sähköposti toimii', text: 'Hei {name},\n\ntämä on pyytämäsi testi. Kontorin viestit tulevat perille.' },
  sv: { subject: 'Kontor: e-posten fungerar', text: 'Hej {name}!\n\nDetta är testet du bad om. Mejl från Kontor kommer fram.' },
  de: { subject: 'Kontor: E-Mail funktioniert', text: 'Hallo {name},\n\ndas ist der gewünschte Test. E-Mails von Kontor kommen an.' },
  ru: { subject: 'Kontor: почта работает', text: 'Здравствуйте, {name}!\n\nЭто проверка, о которой вы просили. Письма Kontor доходят.' },
};

export function testWords(language: string, name: string): { subject: string; text: string } {
  const { subject, text } = WORDS[language] ?? WORDS.en!;
  return { subject, text: text.replace('{name}', () => name) };
}

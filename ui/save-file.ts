// A text that is kept as a file.

/** Milliseconds in which a browser has surely begun to read it. */
const READ = 10_000;

/** `type`: its media type, e.g. `text/calendar`. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name.replace(/[\\/:*?"<>|]/g, ' ') });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ);
}

// Through whose eyes this tab looks: kept with the tab and sent with each of its requests; its neighbours know nothing of it.

const kept = () => `kontor.seeing.${location.pathname.split('/')[1]}`;

interface Eyes {
  readonly token: string;
  /** Address to go back to. */
  readonly began: string;
}

export function openEyes(eyes: Eyes): void {
  sessionStorage.setItem(kept(), JSON.stringify(eyes));
}

export function seeingEyes(): Eyes | null {
  const text = sessionStorage.getItem(kept());
  return text === null ? null : (JSON.parse(text) as Eyes);
}

export function closeEyes(): void {
  sessionStorage.removeItem(kept());
}

/** What of a request says so. */
export function throughEyes(init?: RequestInit): RequestInit | undefined {
  const eyes = seeingEyes();
  if (eyes === null) return init;
  const headers = new Headers(init?.headers);
  headers.set('kontor-seeing', eyes.token);
  return { ...init, headers };
}

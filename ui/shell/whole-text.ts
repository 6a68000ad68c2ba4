// What is cut off can be read by pointing at it, wherever it stands: one listener for all texts, so that no screen forgets it.

/** Texts whose tooltip is from here; another one, which says more than the text, stays. */
const ours = new WeakSet<Element>();
/** From what lies under the pointer up to what cuts it off. */
const STEPS = 4;

export function tellWholeTexts(): void {
  addEventListener('mouseover', ({ target }) => {
    let element = target instanceof HTMLElement ? target : null;
    for (let step = 0; element && step < STEPS; step++, element = element.parentElement) {
      if (element.title && !ours.has(element)) return;
      if (!cutsOff(element)) {
        if (ours.delete(element)) element.removeAttribute('title');
        continue;
      }
      ours.add(element);
      element.title = element.innerText;
      return;
    }
  });
}

function cutsOff(element: HTMLElement): boolean {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  if (scrollWidth <= clientWidth && scrollHeight <= clientHeight) return false;
  const { textOverflow, webkitLineClamp } = getComputedStyle(element);
  return textOverflow === 'ellipsis' ? scrollWidth > clientWidth : webkitLineClamp !== 'none' && scrollHeight > clientHeight;
}

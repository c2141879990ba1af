/**
 * Whether a hosted widget view is alive, read from the page.
 *
 * The widget manager has no public way to ask; what it draws tells. A view is an element; while it
 * waits, and when it finds no model, it writes bare text. A view whose kernel is gone is marked as
 * disconnected, and one that was closed hides its host.
 */

const DISCONNECTED = 'jupyter-widgets-disconnected';
const HIDDEN = 'lm-mod-hidden';

export function isLive(host: HTMLElement): boolean {
  const view = host.firstElementChild;
  return (
    view !== null &&
    !view.classList.contains(DISCONNECTED) &&
    !host.classList.contains(HIDDEN)
  );
}

/** Call back now and whenever the answer changes, until the returned function is called. */
export function watchLive(
  host: HTMLElement,
  onChange: (live: boolean) => void
): () => void {
  let known: boolean | null = null;
  const look = (): void => {
    const live = isLive(host);
    if (live !== known) {
      known = live;
      onChange(live);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(host, {
    attributeFilter: ['class'],
    attributes: true,
    childList: true,
    subtree: true
  });
  look();
  return () => {
    observer.disconnect();
  };
}

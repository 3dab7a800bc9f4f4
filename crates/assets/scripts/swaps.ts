// Four ways of swapping that the stream needs: "row" puts a list's row where it belongs, "upsert" renews what is
// there under its id and adds what is not, "renew" renews its target; "again" lets its target, which knows how, ask for
// itself anew, where what it shows depends on who looks. All may come twice without harm, and in any
// order: a part says as of which log position it was read (data-as-of), and an older one never replaces a newer
// one. The answer to a form and the stream overtake each other.

import htmx from "htmx.org";
import { placeRow } from "./list";
import { upsert } from "./pane";

/** Morphs `old` into the one element of `fragment`. */
export type Morph = (old: Element, fragment: DocumentFragment) => void;

export function registerSwaps(): void {
  let morph: Morph = () => {};
  htmx.registerExtension("kontuar", {
    init(api: { morph(old: Element, fragment: DocumentFragment, inner: boolean): void }) {
      morph = (old, fragment) => api.morph(old, fragment, false);
    },
    handle_swap(style: string, target: Element, fragment: DocumentFragment) {
      if (style === "row") return placeRow(target as HTMLElement, fragment, morph);
      if (style === "upsert") return upsert(target, fragment, morph);
      if (style === "renew") return renew(target, fragment, morph);
      if (style === "again") return again(target, fragment);
      return undefined;
    },
  } as Parameters<typeof htmx.registerExtension>[1]);
}

function again(target: Element, fragment: DocumentFragment): Element[] {
  const news = fragment.firstElementChild;
  if (news && isOlder(target, news)) target.dispatchEvent(new Event("again"));
  return [];
}

function renew(target: Element, fragment: DocumentFragment, morph: Morph): Element[] {
  const fresh = fragment.firstElementChild;
  if (!fresh || isOlder(fresh, target)) return [];
  morph(target, alone(fresh));
  return [target];
}

/** Whether `fresh` was read before `old`. */
export function isOlder(fresh: Element, old: Element): boolean {
  return Number((fresh as HTMLElement).dataset.asOf ?? 0) < Number((old as HTMLElement).dataset.asOf ?? 0);
}

/** A fragment of this one element, taken out of where it stands. */
export function alone(element: Element): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(element);
  return fragment;
}

// Two ways of swapping that the stream needs: "row" puts a list's row where it belongs, "upsert" renews
// what is there under its id and adds what is not. Both may come twice without harm.

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
      return undefined;
    },
  } as Parameters<typeof htmx.registerExtension>[1]);
}

/** A fragment of this one element, taken out of where it stands. */
export function alone(element: Element): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(element);
  return fragment;
}

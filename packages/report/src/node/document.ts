import { parseHTML } from 'linkedom';

/** A document that `@tunq/report/plots` can draw with where there is no browser. */
export function nodeDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document;
}

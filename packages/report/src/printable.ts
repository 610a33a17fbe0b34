/** Control and format characters (escape sequences, bidi overrides), lone surrogates, and line and paragraph separators. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text from somebody's file as a terminal or a page may show it: what would act on either is shown as its number. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}

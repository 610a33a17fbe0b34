import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { type Palette, withColors } from '../plots/theme.js';

/** Fonts that come with the package, so that a picture is the same on every machine. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  fileURLToPath(new URL(`../../fonts/${name}`, import.meta.url)),
);

export interface PngOptions {
  readonly palette?: Palette;
  /** Pixels of the picture for one px of the drawing; 2: sharp on the screens of today. */
  readonly scale?: number;
}

/** A drawing of `@tunq/report/plots` that stands alone, as a PNG. */
export function pngOf(svg: string, { palette = 'light', scale = 2 }: PngOptions = {}): Uint8Array {
  // Rules about the colour scheme of a reader mean nothing here, and resvg knows no variables.
  const plain = withColors(svg, palette).replace(/<style>.*?<\/style>/s, '');
  return new Resvg(plain, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: scale },
  })
    .render()
    .asPng();
}

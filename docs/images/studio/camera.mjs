// What takes the pictures of docs/studio.md. Playwright is that of the built tests (dotnet build tests/Studio.Tests), the browser Debian's chromium-headless-shell.
import { createRequire } from 'node:module';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const driver = ['Release', 'Debug'].map(built => join(here, `../../../tests/Studio.Tests/bin/${built}/net10.0/.playwright/package`)).find(existsSync);
if (!driver) throw new Error('Build the tests first: dotnet build tests/Studio.Tests');
const { chromium } = createRequire(import.meta.url)(driver);

export const address = process.argv[2] ?? 'http://localhost:8080';
export const looks = { light: [1280, 'light'], dark: [1280, 'dark'], phone: [390, 'light'] };
export const browser = await chromium.launch({ executablePath: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) });

export async function open(look, place) {
  const [width, colorScheme] = looks[look];
  const page = await browser.newPage({ viewport: { width, height: width > 400 ? 860 : 800 }, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
  await page.goto(`${address}/${place}`);
  return page;
}

// As WebP, by the browser itself: a fifth of PNG.
export async function shoot(page, name) {
  const bytes = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  const packed = await page.evaluate(async bytes => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0))], { type: 'image/png' }));
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/webp', 0.8).split(',')[1];
  }, bytes);
  writeFileSync(join(here, `${name}.webp`), Buffer.from(packed, 'base64'));
}

// Takes the pictures of docs/studio.md anew: node docs/images/studio/take.mjs http://localhost:8080
// It asks for two simulated videos there. Playwright is that of the built tests (dotnet build tests/Studio.Tests), the browser Debian's chromium-headless-shell.
import { createRequire } from 'node:module';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), address = process.argv[2] ?? 'http://localhost:8080';
const driver = ['Release', 'Debug'].map(built => join(here, `../../../tests/Studio.Tests/bin/${built}/net10.0/.playwright/package`)).find(existsSync);
if (!driver) throw new Error('Build the tests first: dotnet build tests/Studio.Tests');
const { chromium } = createRequire(import.meta.url)(driver);
const browser = await chromium.launch({ executablePath: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) });
const looks = { light: [1280, 'light'], dark: [1280, 'dark'], phone: [390, 'light'] };

// Drawn here, so that the pictures show nobody's photo.
const scene = async (page, name, sky, ground) => page.evaluateHandle(async ([name, sky, ground]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 }), brush = canvas.getContext('2d');
  const shade = brush.createLinearGradient(0, 0, 0, 480);
  sky.forEach((colour, index) => shade.addColorStop(index / (sky.length - 1), colour));
  brush.fillStyle = shade;
  brush.fillRect(0, 0, 640, 480);
  brush.fillStyle = '#ffe9b8';
  brush.arc(460, 190, 60, 0, 7);
  brush.fill();
  brush.fillStyle = ground;
  brush.beginPath();
  brush.moveTo(0, 480);
  for (let x = 0; x <= 640; x += 8) brush.lineTo(x, 330 + 40 * Math.sin(x / 70) + 25 * Math.sin(x / 23));
  brush.lineTo(640, 480);
  brush.fill();
  const picture = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  const dropped = new DataTransfer();
  dropped.items.add(new File([picture], name, { type: 'image/jpeg' }));
  return dropped;
}, [name, sky, ground]);

const open = async (look, place) => {
  const [width, colorScheme] = looks[look];
  const page = await browser.newPage({ viewport: { width, height: width > 400 ? 860 : 800 }, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
  await page.goto(`${address}/${place}`);
  return page;
};
// As WebP, by the browser itself: a fifth of PNG.
const shoot = async (page, name) => {
  const bytes = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  const packed = await page.evaluate(async bytes => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0))], { type: 'image/png' }));
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/webp', 0.9).split(',')[1];
  }, bytes);
  writeFileSync(join(here, `${name}.webp`), Buffer.from(packed, 'base64'));
};

for (const look of Object.keys(looks)) {
  const page = await open(look, '#/new');
  await page.getByLabel('Model').selectOption('wan2.7-r2v');
  for (const [name, ...colours] of [['dusk.jpg', ['#2b3a67', '#e07a5f', '#f2cc8f'], '#22223b'], ['harbour.jpg', ['#8ecae6', '#d9f0ff'], '#1d5c63']]) {
    await page.locator('body').dispatchEvent('drop', { dataTransfer: await scene(page, name, ...colours) });
    await page.getByText(name).waitFor();
    await page.locator('progress').waitFor({ state: 'detached' });
  }
  await page.getByLabel('Prompt', { exact: true }).fill('At the end of the day Image 1 turns into Image 2: the camera glides over the hills, down to the water, and');
  await page.getByLabel('Seconds').fill('8');
  await page.locator('.amount').waitFor();
  await page.locator(".price[aria-busy=false]").waitFor();
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await shoot(page, `new-${look}`);
  await page.close();
}

const form = await open('light', '#/new');
await form.getByLabel('Model').selectOption('wan2.6-r2v-flash');
await form.locator('body').dispatchEvent('drop', { dataTransfer: await scene(form, 'dusk.jpg', ['#2b3a67', '#e07a5f', '#f2cc8f'], '#22223b') });
await form.getByText('dusk.jpg').waitFor();
await form.getByLabel('Prompt', { exact: true }).fill('character1 wakes up: the sun rises over the hills');
await form.getByLabel('Seconds').fill('5');
await form.locator('button[type=submit]').click();
await form.locator('video.player').waitFor({ timeout: 300_000 });
const place = new URL(form.url()).hash;
await form.close();
for (const look of Object.keys(looks)) {
  const page = await open(look, place);
  await page.locator('video.player').waitFor();
  await page.waitForFunction(() => (({ readyState, networkState }) => readyState >= 2 && networkState !== 2)(document.querySelector('video.player')));
  await shoot(page, `generation-${look}`);
  await page.close();
}
await browser.close();

// Takes the pictures of a first video for docs/studio.md anew: node docs/images/studio/take.mjs http://localhost:8080
// It asks for a simulated video there. What it needs, camera.mjs says.
import { browser, looks, open, shoot } from './camera.mjs';

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

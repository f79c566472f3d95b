// Takes the pictures of the operator's screens anew: node docs/images/studio/operate.mjs http://localhost:8080 http://127.0.0.1:PORT, the second being the simulator, as the first lines of ./wan up say.
// It asks for simulated videos and has some go wrong. Start it anew before, with an empty folder, a slow vendor, and little patience for what can't be found out:
// Simulator__RenderTime=00:00:20..00:00:40 Submitter__Repair__FirstLook=00:00:01 Submitter__Repair__AbsentAfter=00:00:01 Submitter__Repair__GiveUpAfter=00:00:02 ./wan up --data /tmp/pictures
import { address, browser, looks, open, shoot } from './camera.mjs';

const simulator = process.argv[3];
const ask = async (id, prompt, more = {}) => {
  const answer = await fetch(`${address}/v1/generations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      model: 'wan2.6-r2v-flash', client_request_id: id, input: { prompt, reference_urls: ['https://example.com/dance.mp4'] },
      parameters: { size: '1280*720', duration: 5 }, ...more,
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};
const faults = list => fetch(`${simulator}/simulator/faults`, { method: 'PUT', body: JSON.stringify(list) });
const until = async (page, text) => page.getByText(text).first().waitFor({ timeout: 300_000 });

await faults([{ kind: 'submit_accepted_reset', match: 'lighthouse' }, { kind: 'list_never', match: 'lighthouse' }, { kind: 'task_fails', match: 'storm', code: 'DataInspectionFailed', message: 'Refused by the vendor.' }]);
await ask('lighthouse-1', 'character1 climbs the lighthouse');
await ask('storm-1', 'character1 stands in the storm');
for (let shot = 1; shot <= 9; shot++) await ask(`spring-${shot}`, `character1 walks through spring, shot ${shot}`, { metadata: { campaign: 'spring' } });
for (let shot = 1; shot <= 6; shot++) await ask(`teaser-${shot}`, `character1 waves, shot ${shot}`, { model: 'wan2.6-r2v', priority: shot % 2 ? 'high' : 'low', metadata: { campaign: 'teaser' } });

const queue = await open('light', '#/queue?status=failed');
await queue.getByRole('row').filter({ hasText: 'storm-1' }).waitFor({ timeout: 300_000 });
await queue.close();
const person = await open('light', '#/person');
await until(person, 'lighthouse-1');
for (const look of Object.keys(looks)) {
  const page = await open(look, '#/queue');
  await page.getByRole('row').filter({ hasText: 'No. ' }).first().waitFor();
  await shoot(page, `queue-${look}`);
  await page.close();
}

await faults([{ kind: 'submit_throttled', code: 'PrepaidBillOverdue', match: 'spring' }, { kind: 'list_never', match: 'lighthouse' }]);
await person.reload();
await until(person, 'PrepaidBillOverdue');
await person.close();
for (const [screen, seen] of [['person', 'Try now'], ['accounts', 'Settled within the estimate'], ['keys', 'New endpoint']]) {
  for (const look of Object.keys(looks)) {
    const page = await open(look, `#/${screen}`);
    await until(page, seen);
    await page.waitForLoadState('networkidle').catch(() => {});
    await shoot(page, `${screen}-${look}`);
    await page.close();
  }
}
await faults([]);
await browser.close();

// Asks for videos as a program does that was written for OpenAI's API: only the base URL is another. Says in lines what came of it.
import OpenAI, { toFile } from 'openai';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [address, order, picture] = process.argv.slice(2);
const settings = { baseURL: `${address}/v1`, apiKey: 'wan_of_nobody' };
const client = new OpenAI(settings);
const fast = { model: 'wan2.6-r2v-flash', prompt: 'character1 dances', seconds: '2', size: '1280x720' };
const slow = { model: 'wan2.7-r2v', prompt: 'Image 1 waves', size: '720x1280' };
const dance = ['https://example.com/dance.mp4'];

const say = (what, value) => console.log(`${what}: ${value}`);
const refused = async (asked) => {
  try {
    await asked;
    return 'not refused';
  } catch (error) {
    return `${error.constructor.name} ${error.code} at ${error.param}`;
  }
};

// As one whose answers are lost, the first time.
const losing = () => {
  let lost = 0;
  return new OpenAI({
    ...settings,
    fetch: async (url, request) => {
      const answer = await fetch(url, request);
      if (request.method !== 'POST' || lost++ > 0)
        return answer;
      await answer.text();
      throw new TypeError('The connection was lost.');
    },
  });
};

const ended = async (id) => {
  const until = Date.now() + 120_000;
  for (;;) {
    const video = await client.videos.retrieve(id);
    if (['completed', 'failed'].includes(video.status) || Date.now() > until)
      return video;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const made = await client.videos.create({ ...fast, reference_urls: dance, parameters: { watermark: true, seed: 7 }, metadata: { order } });
say('made', `${made.object} ${made.seconds} ${made.size}`);
const video = await ended(made.id);
say('ended', `${video.status} ${video.progress} ${video.prompt} ${video.completed_at >= video.created_at}`);
const content = await client.videos.downloadContent(made.id);
say('sha256', createHash('sha256').update(Buffer.from(await content.arrayBuffer())).digest('hex'));
say('id', made.id);

const file = await toFile(readFileSync(picture), 'picture.png', { type: 'image/png' });
const waiting = await losing().videos.create({ ...slow, input_reference: file, metadata: { order } }, { headers: { 'Idempotency-Key': order } });
say('with a file, whose answer was lost', waiting.object);
say('fetched too early', await refused(client.videos.downloadContent(waiting.id)));
say('given up', (await client.videos.delete(waiting.id)).deleted);

const json = { ...fast, seconds: 2, reference_urls: dance, metadata: { order: `${order}-json` } };
say('as JSON', (await client.post('/videos', { body: json })).object);
const listed = [];
for await (const one of client.videos.list({ limit: 1 })) {
  listed.push(one.id);
  if (listed.length === 2)
    break;
}
say('listed', new Set(listed).size);
say('lost without an id', await refused(losing().videos.create({ ...fast, reference_urls: dance, metadata: { order: `${order}-lost` } })));
say('of no such size', await refused(client.videos.create({ ...fast, size: '1024x1792', reference_urls: dance })));

// What else of its API stands at an address that is ours, and not OpenAI's.
say('its files', await client.files.create({ file: await toFile(readFileSync(picture), 'picture.png', { type: 'image/png' }), purpose: 'vision' }, { maxRetries: 0 })
  .then((made) => `made ${made.object}`, (error) => `${error.constructor.name} ${error.status}`));
say('its models', (await client.models.list()).data.length);

say('deleted', (await client.videos.delete(made.id)).deleted);
say('gone', await refused(client.videos.retrieve(made.id)));

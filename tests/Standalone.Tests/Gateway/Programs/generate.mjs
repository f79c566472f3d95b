// Asks for videos by the AI SDK as its users do. Arguments: base URL, key, and a list of calls as JSON; writes what became of each as JSON.
import { experimental_generateVideo as generateVideo } from 'ai';
import { createAlibaba } from '@ai-sdk/alibaba';

const [videoBaseURL, apiKey, calls] = process.argv.slice(2);

// The SDK's own download refuses addresses of this machine and of private networks.
async function download({ url, abortSignal }) {
  const answer = await fetch(url, { signal: abortSignal });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return { data: new Uint8Array(await answer.arrayBuffer()), mediaType: answer.headers.get('content-type') ?? undefined };
}

// Loses the answer to the first submit, as a broken connection does.
function losing() {
  let lost = false;
  return async (url, request) => {
    const answer = await fetch(url, request);
    if (request?.method !== 'POST' || lost) return answer;
    lost = true;
    await answer.arrayBuffer();
    throw new TypeError('fetch failed', { cause: new Error('other side closed') });
  };
}

async function call({ model, prompt, references, resolution, duration, key, loses, image }) {
  const alibaba = createAlibaba({ videoBaseURL, apiKey, fetch: loses ? losing() : undefined });
  const { video, providerMetadata } = await generateVideo({
    model: alibaba.video(model),
    prompt: image ? { image: new Uint8Array(Buffer.from(image, 'base64')), text: prompt } : prompt,
    resolution,
    duration,
    inputReferences: references,
    headers: key ? { 'idempotency-key': key } : undefined,
    poll: { intervalMs: 100 },
    providerOptions: { alibaba: { pollIntervalMs: 100, referenceUrls: references, watermark: false } },
    download,
  });
  return { prompt, mediaType: video.mediaType, bytes: video.uint8Array.length, box: Buffer.from(video.uint8Array.slice(4, 8)).toString(), ...providerMetadata.alibaba };
}

const said = await Promise.all(JSON.parse(calls).map(one => call(one).catch(error => ({ prompt: one.prompt, error: `${error}` }))));
console.log(JSON.stringify(said));

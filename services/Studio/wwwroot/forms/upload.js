// Uploads a file with its progress, which fetch does not tell. The same bytes again are the same file, so that nothing is lost by sending it twice.
import { Problem, key, path, refused } from '../api.js';

export function upload(file, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path('v1/files', { name: file.name.slice(0, 255) }));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    if (key.value) request.setRequestHeader('Authorization', `Bearer ${key.value}`);
    request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* The status says enough. */ }
      if (request.status >= 200 && request.status < 300 && answer) return resolve(answer);
      const problem = new Problem(request.status, answer, Number(request.getResponseHeader('Retry-After')) || undefined);
      if (problem.status === 401) refused.set({ code: problem.code, message: problem.message });
      reject(problem);
    };
    request.onerror = () => reject(new Problem(0));
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

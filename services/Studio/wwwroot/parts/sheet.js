// A style sheet of a screen's own, loaded once. A screen that is shown without it is still usable, so that nothing waits for one that does not come.
const loaded = new Map();

export function sheet(name) {
  if (!loaded.has(name)) loaded.set(name, new Promise(resolve => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `studio/${name}`, onload: resolve, onerror: resolve });
    document.head.append(link);
  }));
  return loaded.get(name);
}

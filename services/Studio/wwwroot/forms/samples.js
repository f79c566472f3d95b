// The same request as a program would send it.
import { path } from '../api.js';
import { newKey } from './draft.js';

const address = () => path('v1/generations').href;

function curl(request, withKey) {
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  return [`curl --fail-with-body -sS ${quoted(address())}`, ...(withKey ? ['-H "Authorization: Bearer $WAN_KEY"'] : []),
    "-H 'Content-Type: application/json'", `-H 'Idempotency-Key: ${newKey()}'`, `-d ${quoted(JSON.stringify(request, null, 2))}`].join(' \\\n  ');
}

function python(request, withKey) {
  const value = (item, indent = '') => {
    const inner = `${indent}    `;
    if (Array.isArray(item)) return item.length === 0 ? '[]' : `[\n${item.map(one => `${inner}${value(one, inner)},\n`).join('')}${indent}]`;
    if (item === null) return 'None';
    if (typeof item === 'object') return Object.keys(item).length === 0 ? '{}' : `{\n${Object.entries(item).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${value(one, inner)},\n`).join('')}${indent}}`;
    return item === true ? 'True' : item === false ? 'False' : typeof item === 'string' ? JSON.stringify(item).replace(/[\u007f-\uffff]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).replace(/(\\u(d[89ab]..)\\u(d[c-f]..))/g, (_, pair, high, low) =>
      `\\U${((parseInt(high, 16) - 0xd800) * 0x400 + parseInt(low, 16) - 0xdc00 + 0x10000).toString(16).padStart(8, '0')}`) : String(item);
  };
  return `${withKey ? 'import os\n' : ''}import requests

request = ${value(request)}
answer = requests.post(
    ${JSON.stringify(address())},
    json=request,
    headers={"Idempotency-Key": "${newKey()}"${withKey ? ', "Authorization": f"Bearer {os.environ[\'WAN_KEY\']}"' : ''}},
    timeout=60,
)
answer.raise_for_status()
print(answer.json()["id"])
`;
}

function csharp(request, withKey) {
  const json = JSON.stringify(request, null, 4);
  const quotes = '"'.repeat(Math.max(3, ...[...json.matchAll(/"+/g)].map(run => run[0].length + 1)));
  return `using System.Text;
using System.Text.Json;

using var http = new HttpClient();
${withKey ? 'http.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("WAN_KEY"));\n' : ''}http.DefaultRequestHeaders.Add("Idempotency-Key", "${newKey()}");
using var body = new StringContent(${quotes}
${json}
${quotes}, Encoding.UTF8, "application/json");
using var answer = await http.PostAsync(${JSON.stringify(address())}, body);
answer.EnsureSuccessStatusCode();
using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
Console.WriteLine(said.RootElement.GetProperty("id").GetString());
`;
}

export const samples = { 'curl': curl, 'Python': python, 'C#': csharp };

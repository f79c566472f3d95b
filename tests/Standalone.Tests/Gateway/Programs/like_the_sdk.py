"""Speaks to DashScope on the wire as the vendor's Python SDK does (dashscope 1.26: video_synthesis.py, oss_utils.py, base_api.py), which is no package of Debian's.

Arguments: base URL, key, model, prompt, files. Uploads all files by one certificate, refers to them as oss://, adds the fields and headers that the SDK adds, and waits as it waits: any
answer but 200, 503 and 504 ends the wait, and so do the statuses in ENDS. Writes the last answer as one line of JSON.
"""
import http.client
import json
import os
import sys
import time
import urllib.parse
import uuid

base, key, model, prompt, *files = sys.argv[1:]
HEADERS = {"accept": "application/json", "user-agent": "dashscope/1.26.2; python/3", "AUTHORIZATION": f"Bearer {key}"}
ENDS = ("SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN")


def ask(method, url, headers, body=None):
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    connection.request(method, f"{address.path}?{address.query}" if address.query else address.path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def good(method, url, headers, body=None):
    status, content = ask(method, url, headers, body)
    if status != 200:
        sys.exit(f"{method} {url}: {status} {content.decode()}")
    return json.loads(content) if content else None


def upload(leave, path):
    name = os.path.basename(path)
    boundary = uuid.uuid4().hex
    fields = {
        "OSSAccessKeyId": leave["oss_access_key_id"],
        "Signature": leave["signature"],
        "policy": leave["policy"],
        "key": f"{leave['upload_dir']}/{name}",
        "x-oss-object-acl": leave["x_oss_object_acl"],
        "x-oss-forbid-overwrite": leave["x_oss_forbid_overwrite"],
        "success_action_status": "200",
        "x-oss-content-type": "image/jpeg",
    }
    form = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items())
    with open(path, "rb") as file:
        content = file.read()
    form += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    good("POST", leave["upload_host"], {"Accept": "application/json", "Content-Type": f"multipart/form-data; boundary={boundary}"}, form)
    return f"oss://{fields['key']}"


leave = good("GET", f"{base}/uploads?action=getPolicy&model={model}", HEADERS)["data"]
urls = [upload(leave, path) for path in files]
request = {
    "model": model,
    "input": {"extend_prompt": True, "prompt": prompt, "media": [{"type": "reference_image", "url": url} for url in urls]},
    "parameters": {"resolution": "720P", "duration": 2, "with_audio": False},
}
task = good("POST", f"{base}/services/aigc/video-generation/video-synthesis", {
    **HEADERS, "Content-Type": "application/json", "X-DashScope-Async": "enable", "X-DashScope-OssResourceResolve": "enable",
}, json.dumps(request))["output"]["task_id"]

deadline = time.monotonic() + 120
while True:
    status, content = ask("GET", f"{base}/tasks/{task}", {**HEADERS, "Content-Type": "application/json"})
    if status == 200 and json.loads(content)["output"]["task_status"] in ENDS:
        break
    if status not in (200, 503, 504) or time.monotonic() > deadline:
        sys.exit(f"the wait ended with {status} {content.decode()}")
    time.sleep(0.1)
print(json.dumps({"urls": urls, **json.loads(content)}))

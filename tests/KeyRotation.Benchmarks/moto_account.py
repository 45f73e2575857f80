"""A moto server whose account can be filled, whose calls are counted, and some of whose answers are throttling.

    python3 moto_account.py PORT

POST /control/fill?users=5000&due=200&throttled=30&seed=1 empties the account and fills it; GET /control/state tells what is in it.
"""
import collections
import datetime
import io
import json
import random
import sys
import threading
import urllib.parse

from moto.core.utils import utcnow
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.secretsmanager.models import secretsmanager_backends
from werkzeug.serving import run_simple

ACCOUNT = "123456789012"
REGION = "us-east-1"
QUERY_ERROR = (
    '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>'
    '<RequestId>6d2f6d4e-0000-4000-8000-000000000000</RequestId></ErrorResponse>')


def iam():
    return iam_backends[ACCOUNT]["aws"]


class Account:
    def __init__(self, moto):
        self.moto = moto
        self.lock = threading.Lock()
        self.fill(users=0, due=0, throttled=0, seed=1)

    def fill(self, users, due, throttled, seed):
        iam_backends[ACCOUNT].reset()
        secretsmanager_backends[ACCOUNT].reset()
        self.random = random.Random(seed)
        self.throttled_percent = throttled
        self.calls = collections.Counter()
        self.throttled = collections.Counter()
        self.created = collections.Counter()
        self.deleted = collections.Counter()
        self.repeats = 0
        now = utcnow()
        self.old = {}
        for number in range(users):
            name = f"svc-{number:05}"
            iam().create_user(REGION, name)
            key = iam().create_access_key(user_name=name)
            key.create_date = now - datetime.timedelta(days=200 if number < due else 10)
            self.old[name] = key.access_key_id

    def state(self):
        store = secretsmanager_backends[ACCOUNT][REGION].secrets
        users = []
        for name, user in sorted(iam().users.items()):
            secret = store.get(f"iam/access-keys/{name}")
            users.append({
                "name": name,
                "old": self.old.get(name),
                "created": self.created[name],
                "deleted": self.deleted[name],
                "keys": [{"id": key.access_key_id, "secret": key.secret_access_key, "active": key.status == "Active"} for key in user.access_keys],
                "stored": json.loads(secret.versions[secret.default_version_id]["secret_string"]) if secret else None,
                "tags": {tag["Key"]: tag["Value"] for tag in iam().tagger.list_tags_for_resource(user.arn)["Tags"]},
            })
        return {"users": users, "calls": self.calls, "throttled": self.throttled, "repeats": self.repeats}

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        query = dict(urllib.parse.parse_qsl(environ.get("QUERY_STRING", "")))
        if path == "/control/fill":
            self.fill(**{name: int(value) for name, value in query.items()})
            return self.answer(start_response, "200 OK", "application/json", "{}")
        if path == "/control/state":
            return self.answer(start_response, "200 OK", "application/json", json.dumps(self.state()))
        return self.call(environ, start_response)

    def call(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET")
        form = dict(urllib.parse.parse_qsl(body.decode())) if not target else {}
        operation = target.rsplit(".")[-1] if target else form.get("Action", path_of(environ))
        with self.lock:
            self.calls[operation] += 1
            if "attempt=" in environ.get("HTTP_AMZ_SDK_REQUEST", "") and "attempt=1;" not in environ["HTTP_AMZ_SDK_REQUEST"]:
                self.repeats += 1
            if self.random.random() * 100 < self.throttled_percent:
                self.throttled[operation] += 1
                return self.answer(start_response, "400 Bad Request", "application/x-amz-json-1.1", '{"__type":"ThrottlingException","message":"Rate exceeded"}') if target \
                    else self.answer(start_response, "400 Bad Request", "text/xml", QUERY_ERROR)
            if operation == "CreateAccessKey":
                self.created[form["UserName"]] += 1
            if operation == "DeleteAccessKey":
                self.deleted[form["UserName"]] += 1
        return self.moto(environ, start_response)

    @staticmethod
    def answer(start_response, status, content_type, text):
        data = text.encode()
        start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(data)))])
        return [data]


def path_of(environ):
    return environ["REQUEST_METHOD"] + " " + environ["PATH_INFO"]


if __name__ == "__main__":
    run_simple("127.0.0.1", int(sys.argv[1]), Account(DomainDispatcherApplication(create_backend_app)), threaded=True)

"""A moto server with an organization whose accounts each have one stale key, a queue, and the state machine of the documentation.

    python3 workers_moto.py ASL ACCOUNTS HEARTBEAT CONCURRENCY

It listens on port 5000, because the tasks of moto's state machines call localhost:5000. POST /control/start starts an execution;
GET /control/state tells what is in the queue, the execution and the accounts.
"""
import collections
import datetime
import io
import json
import sys
import threading
import urllib.parse
import urllib.request

import boto3
from moto.core.utils import utcnow
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.secretsmanager.models import secretsmanager_backends
from werkzeug.serving import make_server

PORT = 5000
REGION = "us-east-1"
USER = "svc"


def client(service):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{PORT}", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")


class Organization:
    def __init__(self, moto):
        self.moto = moto
        self.lock = threading.Lock()
        self.calls = collections.Counter()
        self.old = {}

    def fill(self, definition, count, heartbeat, concurrency):
        client("organizations").create_organization(FeatureSet="ALL")
        while len(self.accounts()) < count:
            number = len(self.accounts())
            client("organizations").create_account(Email=f"a{number}@example.com", AccountName=f"workload-{number:03}")
        self.members = [account["Id"] for account in self.accounts()]
        for account in self.members:
            iam = iam_backends[account]["aws"]
            iam.create_user(REGION, USER)
            key = iam.create_access_key(user_name=USER)
            key.create_date = utcnow() - datetime.timedelta(days=200)
            self.old[account] = key.access_key_id
        sqs = client("sqs")
        self.dead = sqs.create_queue(QueueName="key-rotation-dead")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.queue = sqs.create_queue(QueueName="key-rotation", Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})})["QueueUrl"]
        machine = json.load(open(definition))
        each = machine["States"]["EachAccount"]
        each["MaxConcurrency"] = concurrency
        del each["ToleratedFailurePercentage"]  # moto does not read it.
        task = each["ItemProcessor"]["States"]["HandOut"]
        task["Parameters"]["QueueUrl"] = self.queue
        task["HeartbeatSeconds"] = heartbeat
        task["Retry"][0]["IntervalSeconds"] = 1
        role = client("iam").create_role(RoleName="states", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        self.machine = client("stepfunctions").create_state_machine(name="key-rotation", definition=json.dumps(machine), roleArn=role)["stateMachineArn"]
        self.calls.clear()

    def accounts(self):
        pages = client("organizations").get_paginator("list_accounts").paginate()
        return [account for page in pages for account in page["Accounts"]]

    def start(self, given):
        self.execution = client("stepfunctions").start_execution(stateMachineArn=self.machine, input=json.dumps({"Accounts": self.members} if given else {}))["executionArn"]

    def state(self):
        calls = dict(self.calls)
        execution = client("stepfunctions").describe_execution(executionArn=self.execution)
        counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        left = {name: client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=counts)["Attributes"] for name, url in (("queue", self.queue), ("dead", self.dead))}
        return {
            "status": execution["status"], "output": execution.get("output"), "cause": execution.get("cause"), "error": execution.get("error"),
            "left": left, "calls": calls, "queue": self.queue, "accounts": [self.account(account) for account in self.members]}

    def account(self, account):
        user = iam_backends[account]["aws"].users[USER]
        secret = secretsmanager_backends[account][REGION].secrets.get(f"iam/access-keys/{USER}")
        return {
            "id": account, "old": self.old[account],
            "keys": [{"id": key.access_key_id, "secret": key.secret_access_key, "active": key.status == "Active"} for key in user.access_keys],
            "stored": json.loads(secret.versions[secret.default_version_id]["secret_string"]) if secret else None,
            "tags": {tag["Key"]: tag["Value"] for tag in iam_backends[account]["aws"].tagger.list_tags_for_resource(user.arn)["Tags"]}}

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/control/"):
            if path == "/control/start":
                self.start(given="given" in environ.get("QUERY_STRING", ""))
            text = json.dumps(self.state() if path == "/control/state" else {}).encode()
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
            return [text]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET")
        if "KeyRotation/" in environ.get("HTTP_USER_AGENT", ""):
            operation = target.rsplit(".")[-1] if target else dict(urllib.parse.parse_qsl(body.decode())).get("Action", path)
            with self.lock:
                self.calls[operation] += 1
        return self.moto(environ, start_response)


if __name__ == "__main__":
    organization = Organization(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", PORT, organization, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    urllib.request.urlopen(urllib.request.Request(
        f"http://127.0.0.1:{PORT}/moto-api/config", data=json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode(), headers={"Content-Type": "application/json"}, method="POST"))
    organization.fill(sys.argv[1], *map(int, sys.argv[2:5]))
    print("ready", flush=True)
    serving.join()

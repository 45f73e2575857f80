"""The audit as it is usually written: every user, every key, every last use, one after another."""
import datetime
import sys
import time

import boto3

started = time.perf_counter()
iam = boto3.client("iam")
limit = datetime.timedelta(days=90)
now = datetime.datetime.now(datetime.timezone.utc)
stale = 0
for page in iam.get_paginator("list_users").paginate():
    for user in page["Users"]:
        for keys in iam.get_paginator("list_access_keys").paginate(UserName=user["UserName"]):
            for key in keys["AccessKeyMetadata"]:
                iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
                if key["Status"] == "Active" and now - key["CreateDate"] >= limit:
                    stale += 1
print(f"{stale} {time.perf_counter() - started:.3f}")
sys.exit(0)

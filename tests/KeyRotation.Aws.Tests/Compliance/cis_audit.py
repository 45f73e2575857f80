"""The audit steps of CIS AWS Foundations 5.0.0 that concern access keys, as their text has them, with boto3 and csv.

Prints one line for each user and control that fails: the control, and the user.
"""
import csv
import datetime
import io
import time

import boto3

iam = boto3.client("iam")
while iam.generate_credential_report()["State"] != "COMPLETE":
    time.sleep(0.2)
answer = iam.get_credential_report()
now = datetime.datetime.strptime(answer["ResponseMetadata"]["HTTPHeaders"]["date"], "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=datetime.timezone.utc)


def date(text):
    return None if text in ("N/A", "no_information", "not_supported") else datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def too_long_ago(text, days):
    return date(text) is None or now - date(text) >= datetime.timedelta(days=days)


for row in csv.DictReader(io.StringIO(answer["Content"].decode())):
    user = row["user"]
    active = [slot for slot in "12" if row[f"access_key_{slot}_active"].lower() == "true"]
    password = row["password_enabled"].lower() == "true"

    # 1.3: access_key_1_active and access_key_2_active are FALSE for <root_account>.
    if user == "<root_account>":
        if active:
            print("1.3", user)
        continue

    # 1.10: password_enabled is true, and access_key_last_used_date of an active key is N/A.
    if password and any(row[f"access_key_{slot}_last_used_date"] == "N/A" for slot in active):
        print("1.10", user)

    # 1.11: used less than 45 days ago; a password with no_information by password_last_changed, a key with N/A by last_rotated.
    unused = False
    if password:
        used = row["password_last_used"]
        unused = too_long_ago(row["password_last_changed"] if used.lower() == "no_information" or used == "N/A" else used, 45)
    for slot in active:
        used = row[f"access_key_{slot}_last_used_date"]
        unused = unused or too_long_ago(row[f"access_key_{slot}_last_rotated"] if used == "N/A" else used, 45)
    if unused:
        print("1.11", user)

    # 1.12: not both keys are active.
    if len(active) == 2:
        print("1.12", user)

    # 1.13: every active key was rotated less than 90 days ago.
    if any(too_long_ago(row[f"access_key_{slot}_last_rotated"], 90) for slot in active):
        print("1.13", user)

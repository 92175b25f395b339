"""What every Python check here begins and ends with: a comparison that stops the script and counts, and how boto3 finds the local server."""

passed = 0


def check(what, got, wanted):
    """Goes on when both are equal, else ends the script with both."""
    global passed
    if got != wanted:
        raise SystemExit(f"{what}: got {str(got)[:300]!r}, wanted {str(wanted)[:300]!r}")
    passed += 1


def report(of):
    print(f"{of}: {passed} checks passed")


def aws_settings(http_port):
    """Settings of a boto3 client; the server takes any key while it has no credentials of its own. Nothing is tried again."""
    from botocore.config import Config

    return dict(
        endpoint_url=f"http://127.0.0.1:{http_port}",
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 1}),
    )

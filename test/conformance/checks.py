"""What the Python checks here share: a comparison that stops the script and counts, waiting for what comes about in a while, and how
boto3 finds the local server."""
import time

passed = 0


def check(what, got, wanted):
    """Goes on when both are equal, else ends the script with both."""
    global passed
    if got != wanted:
        raise SystemExit(f"{what}: got {str(got)[:300]!r}, wanted {str(wanted)[:300]!r}")
    passed += 1


def found_by(ask):
    """The answer, and whether there was one: AWS refuses to speak of what is not there."""
    try:
        return ask(), True
    except Exception as error:
        if type(error).__name__ != "ResourceNotFoundException":
            raise
        return None, False


def until(what, ask):
    """What `ask` answers once it answers more than nothing, a minute from now at the latest; else ends the script."""
    for _ in range(1200):
        answer, _there = found_by(ask)
        if answer:
            return answer
        time.sleep(0.05)
    raise SystemExit(f"never {what}")


def until_gone(ask):
    """Returns when AWS does not find what is asked for any more, a minute from now at the latest; else ends the script."""
    for _ in range(1200):
        _answer, there = found_by(ask)
        if not there:
            return
        time.sleep(0.05)
    raise SystemExit("never gone")


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
